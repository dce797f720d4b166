import { useMemo } from 'react'
import { Dialog } from '../../components/Dialog'
import { UserText, Visible } from '../../components/UserText'
import { formatCount } from '../../format'
import { diffLines, type DiffedLine } from './text/line-diff'
import type { Definition } from './useDefinition'

/** What saving would change, before it does. */
export function SaveDialog({ definition, onClose }: { readonly definition: Definition; readonly onClose: () => void }) {
  const { base, text, save } = definition
  const lines = useMemo(() => diffLines(base?.text ?? '', text), [base, text])
  const count = (kind: DiffedLine['kind']): number => lines.filter((line) => line.kind === kind).length
  return (
    <Dialog open wide onClose={onClose} title="Save backstep.yaml?" safe="Save" onSafe={() => void save()} others={[{ label: 'Go on editing', onClick: onClose }]}>
      <p>{formatCount(count('added'), 'line')} added, {formatCount(count('removed'), 'line')} removed in <UserText>{base?.path ?? 'backstep.yaml'}</UserText>. Nothing that runs is touched.</p>
      <ChangedLines lines={lines} />
    </Dialog>
  )
}

/** Lines that come and go, with what stands around them. */
export function ChangedLines({ lines }: { readonly lines: readonly DiffedLine[] }) {
  return (
    <div className="settings-diff scroll" role="region" aria-label="What changes" tabIndex={0}>
      <table className="diff" aria-label="Changed lines">
        <tbody>{lines.map((line, index) => <Row key={index} line={line} />)}</tbody>
      </table>
    </div>
  )
}

const LOOKS = {
  added: { className: 'diff-back', sign: '+', word: 'added: ' },
  removed: { className: 'diff-away', sign: '−', word: 'removed: ' },
  same: { className: undefined, sign: '', word: '' },
  gap: { className: 'diff-hunk', sign: '', word: '' }
} as const

function Row({ line: { kind, text: whole, number } }: { readonly line: DiffedLine }) {
  const text = whole.replace(/\r$/, '')
  const { className, sign, word } = LOOKS[kind]
  return (
    <tr className={className}>
      <td className="ln">{number}</td>
      <td className="sign"><span aria-hidden="true">{sign}</span><span className="sr">{word}</span></td>
      <td title={text}><bdi><Visible text={text} /></bdi></td>
    </tr>
  )
}
