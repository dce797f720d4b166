import { useId } from 'react'
import type { HistoryRow } from '../../../domain/views'
import { State } from '../../components/State'
import { Time } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { Went } from '../../components/Went'
import { formatClock } from '../../format'
import { outcomeLook } from '../../outcomes'
import { useNavigation } from '../../stores/navigation'
import { useProjectPath } from '../../stores/project'
import { useCall } from '../../stores/useCall'

/** The last rollbacks of the project, where a tall window has room for them. */
export function RecentRollbacks() {
  const project = useProjectPath()
  const go = useNavigation((state) => state.go)
  const { value } = useCall('history:list', { project, text: '', environment: null, offset: 0, limit: 8 }, { refreshOn: ['runs'] })
  const id = useId()
  if (value === undefined || value.rows.length === 0) return null
  return (
    <section className="recent-rollbacks mt-2" aria-labelledby={id}>
      <div className="rowflex">
        <h2 id={id} className="t15">Recent rollbacks</h2>
        <span className="spacer" />
        <button type="button" className="link" onClick={() => go({ screen: 'history' })}>All in History</button>
      </div>
      <table className="table table--flush mt-2" aria-labelledby={id}>
        <colgroup><col className="col-ended" /><col className="col-when" /><col className="col-environment" /><col className="col-versions" /><col className="col-took" /><col className="col-by" /><col /></colgroup>
        <thead>
          <tr>
            <th scope="col">Ended</th><th scope="col">When</th><th scope="col">Environment</th><th scope="col">From and to</th>
            <th scope="col" className="num">Took</th><th scope="col">By</th><th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>{value.rows.map((row) => <Row key={row.record.number} row={row} />)}</tbody>
      </table>
    </section>
  )
}

function Row({ row: { record: { entry }, undoneBy } }: { readonly row: HistoryRow }) {
  const go = useNavigation((state) => state.go)
  const { kind, word } = outcomeLook(entry.outcome, undoneBy)
  return (
    <tr>
      <td><State kind={kind}>{word}</State></td>
      <td><button type="button" className="link" onClick={() => go({ screen: 'result', runId: entry.runId })}><Time at={entry.finishedAt} /></button></td>
      <td><UserText clip>{entry.environment}</UserText></td>
      <td><Went went={entry} /></td>
      <td className="num sec">{formatClock(entry.duration)}</td>
      <td className="sec"><UserText clip>{entry.actor.user}</UserText></td>
      <td className="sec"><UserText clip>{entry.reason}</UserText></td>
    </tr>
  )
}
