import { GitCompareArrows } from 'lucide-react'
import { useState, type DragEvent } from 'react'
import { HEAD_IS_HERE } from '../../../domain/history/heads'
import type { HistoryVerified } from '../../../domain/views'
import { Banner } from '../../components/Banner'
import { Button } from '../../components/Button'
import { Dialog } from '../../components/Dialog'
import { TextArea } from '../../components/Field'
import { visibleText } from '../../components/visible'
import { formatCount } from '../../format'
import { allSignedWords } from '../../signatures'
import { brokenWords } from './found-text'
import { Places } from './TamperBanner'
import { useCompareHead, type CompareHead as Comparison } from './useCompareHead'

/** Asks for a head that was exported earlier: only that shows a history that was rewritten as a whole, or cut together with the registry. */
export function CompareHead() {
  const [asked, ask] = useState(false)
  return (
    <>
      <Button kind="quiet" icon={GitCompareArrows} onClick={() => ask(true)}>Compare head…</Button>
      {asked && <CompareHeadDialog onClose={() => ask(false)} />}
    </>
  )
}

function CompareHeadDialog({ onClose }: { readonly onClose: () => void }) {
  const comparison = useCompareHead()
  const { text, busy, found, compare, choose } = comparison
  const now = busy ? 'It is being compared now' : undefined
  const others = [
    { label: 'Choose its file…', disabledReason: now, onClick: choose },
    { label: 'Compare', disabledReason: now ?? (text.trim() === '' ? 'Give a head first' : undefined), onClick: compare }
  ]
  return (
    <Dialog open wide onClose={onClose} title="Compare with a head that was exported earlier" safe="Close" others={others}>
      <p>It names the record that was the newest then. A history that was rewritten as a whole, or cut, does not have it any more.</p>
      <Given comparison={comparison} />
      <div role="status">{found && <Answer found={found} />}</div>
    </Dialog>
  )
}

function Given({ comparison: { text, file, problem, type, drop } }: { readonly comparison: Comparison }) {
  const dropped = (event: DragEvent): void => {
    const [first] = event.dataTransfer.files
    if (first === undefined) return
    event.preventDefault()
    drop(first)
  }
  return (
    <TextArea
      label="The head, or its hash" note="(pasted, dropped here, or from its file)" rows={3} mono value={text} onChange={type} onDrop={dropped}
      hint={file === null ? undefined : `From ${visibleText(file)}`} error={problem === null ? undefined : visibleText(`${problem.message} ${problem.next}`)}
    />
  )
}

function Answer({ found }: { readonly found: HistoryVerified }) {
  const { ok, records, problem } = found
  if (!ok) return <Banner tone="failed" level={3} label="Not as it was then" title={brokenWords(found)}><Places verified={found} />{problem && <span className="block mt-1">{problem.next}</span>}</Banner>
  return <Banner tone="ok" level={3} label="As it was then" title={HEAD_IS_HERE}>{formatCount(records, 'record')}, none changed or missing. {allSignedWords(found)}</Banner>
}
