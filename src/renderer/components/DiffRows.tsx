import { Visible } from './UserText'
import { visibleText } from './visible'

export interface DiffLine {
  /** away: runs now and goes · back: comes with the target · same · hunk: a heading between parts */
  readonly kind: 'away' | 'back' | 'same' | 'hunk'
  readonly text: string
  readonly line?: number | undefined
}

export interface DiffRowsProps {
  readonly label: string
  readonly lines: readonly DiffLine[]
}

const SIGN = { away: '−', back: '+', same: '', hunk: '' } as const
const WORD = { away: 'goes away: ', back: 'comes back: ', same: '', hunk: '' } as const

/** Differences in the direction of travel: − goes away, + comes back. */
export function DiffRows({ label, lines }: DiffRowsProps) {
  return (
    <table className="diff" aria-label={label}>
      <tbody>
        {lines.map(({ kind, text, line }, index) => (
          <tr key={index} className={`diff-${kind}`}>
            <td className="ln">{line}</td>
            <td className="sign"><span aria-hidden="true">{SIGN[kind]}</span><span className="sr">{WORD[kind]}</span></td>
            <td title={visibleText(text)}><bdi><Visible text={text} /></bdi></td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
