import { Visible } from './UserText'

/** A whole command as it would be typed: it wraps between words, is never cut, and never breaks inside one that fits. */
export function CommandLine({ line }: { readonly line: string }) {
  return (
    <code className="cmd">
      {shellWords(line).map((word, index) => (
        <span key={index}>{index > 0 && ' '}<span className="arg"><Visible text={word} /></span></span>
      ))}
    </code>
  )
}

/** Words of a command line; what is quoted stays together. */
export function shellWords(line: string): readonly string[] {
  return line.match(/(?:\\.|'[^']*'|"[^"]*"|[^\s'"\\]|['"\\])+/g) ?? []
}
