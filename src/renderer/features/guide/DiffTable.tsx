import type { DiffLine } from '../../../domain/views'
import { UserText, Visible } from '../../components/UserText'
import { visibleText } from '../../components/visible'

const SIGN = { away: '−', back: '+' } as const
const WORD = { away: 'goes away', back: 'comes back' } as const
const MASK = /^•+$/

/** Named values in the direction of travel: − goes away, + comes back. */
export function DiffTable({ label, lines }: { readonly label: string; readonly lines: readonly DiffLine[] }) {
  return (
    <table className="diff diff--named" aria-label={label}>
      <colgroup><col className="diff-sign" /><col className="diff-name" /><col /></colgroup>
      <thead className="sr"><tr><th>Direction</th><th>Name</th><th>Value</th></tr></thead>
      <tbody>
        {lines.map((line, index) => (
          <tr key={index} className={`diff-${line.kind}`}>
            <td className="sign"><span aria-hidden="true">{SIGN[line.kind]}</span><span className="sr">{WORD[line.kind]}</span></td>
            <td title={visibleText(line.name)}><UserText>{line.name}</UserText></td>
            <td title={visibleText([line.value, line.note].filter(Boolean).join(' '))}><Value line={line} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Value({ line: { value, note } }: { readonly line: DiffLine }) {
  const masked = MASK.test(value)
  return (
    <>
      {value !== '' && <bdi aria-hidden={masked || undefined}><Visible text={value} /></bdi>}
      {note !== '' && <span className={value === '' ? undefined : 'mut diff-note'}><Visible text={note} /></span>}
    </>
  )
}
