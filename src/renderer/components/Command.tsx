import { Visible } from './UserText'
import { visibleText } from './visible'

export interface CommandProps {
  readonly argv: readonly string[]
  /** Shown before it, not part of it: "$". */
  readonly prompt?: string
}

/** A command in full: it wraps between arguments, is never cut, and never breaks inside one that fits. */
export function Command({ argv, prompt }: CommandProps) {
  return (
    <span className="cmd">
      {prompt !== undefined && <span className="mut">{prompt} </span>}
      {argv.map((argument, index) => (
        <span key={index}>
          {index > 0 && ' '}
          <span className="arg"><Visible text={quoted(argument)} /></span>
        </span>
      ))}
    </span>
  )
}

/** A piece of text as it is in a file or as it is typed. */
export function Code({ children }: { readonly children: string }) {
  return <code className="code" tabIndex={0}>{visibleText(children)}</code>
}

const PLAIN = /^[\w@%+=:,./~•-]+$/

/** One argument as a shell would need it. */
export function quoted(argument: string): string {
  return PLAIN.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`
}

/** The whole command as one line for a shell. */
export function shellLine(argv: readonly string[]): string {
  return argv.map(quoted).join(' ')
}
