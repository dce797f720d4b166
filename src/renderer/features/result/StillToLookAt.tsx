import { RotateCcw } from 'lucide-react'
import { nothingLeftWords, stillToLookAt } from '../../../domain/verdict'
import type { ResultView } from '../../../domain/views'
import { Panel } from '../../components/Panel'
import { StateIcon } from '../../components/State'
import { UserText } from '../../components/UserText'
import { formatCount } from '../../format'
import { useNavigation } from '../../stores/navigation'

/** What somebody should still look at; "nothing" is said too. */
export function StillToLookAt({ view }: { readonly view: ResultView }) {
  const { reason, warnings: rows } = stillToLookAt(view.result)
  const overridden = view.header.checks.filter(({ id }) => view.header.forced.includes(id))
  return (
    <Panel title="Still to look at" className="still" count={rows.length > 0 ? formatCount(rows.length, 'warning') : undefined}>
      {reason !== null && <p className="callout"><span className="fail"><StateIcon kind="failed" /></span><span><UserText>{reason}</UserText></span></p>}
      {rows.map((warning) => (
        <p key={warning} className="callout"><span className="warn"><StateIcon kind="warning" /></span><span><UserText>{warning}</UserText></span></p>
      ))}
      {overridden.map(({ id, title, message }) => (
        <p key={id} className="callout"><span className="warn"><StateIcon kind="blocks" /></span><span><b>Overridden:</b> <UserText>{`${title}. ${message}`}</UserText></span></p>
      ))}
      {view.undoneBy !== null && <Undone runId={view.undoneBy} />}
      {reason === null && rows.length === 0 && overridden.length === 0 && view.undoneBy === null && (
        <p className="callout"><span className="ok"><StateIcon kind="passed" /></span><span><UserText>{nothingLeftWords(view)}</UserText></span></p>
      )}
    </Panel>
  )
}

function Undone({ runId }: { readonly runId: string }) {
  const go = useNavigation((state) => state.go)
  return (
    <p className="callout">
      <RotateCcw className="icon" aria-hidden="true" />
      <span>This run was undone since. <button type="button" className="link" onClick={() => go({ screen: 'result', runId })}>See that run</button></span>
    </p>
  )
}
