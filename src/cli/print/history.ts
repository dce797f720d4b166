/** The audit trail in text. */
import { durationInTable, plural, stripControl } from '../../domain/text'
import type { HistoryRow, HistoryView } from '../../domain/views'
import { at, zoneNote } from './amounts'
import { problemLines } from './problem'
import { outcomeState } from './states'
import { piece, type Paint } from './style'
import { table } from './table'

export function historyLines(view: HistoryView, width: number, paint: Paint): readonly string[] {
  const rows = view.rows.map(rowOf)
  return [
    ...view.unfinished.map((run) => `${paint('‖', 'warning')} ${run.runId}: ${stripControl(run.environment)} to ${stripControl(run.to)}, ${stripControl(run.sentence)}`),
    ...(rows.length === 0 ? ['No run has ended here yet.'] : table(['', 'run', 'when', 'environment', 'from → to', 'how it ended', 'took', 'who', 'why'], rows, { width, paint })),
    ...verifiedLines(view.verified, paint),
    paint(zoneNote(), 'dim')
  ]
}

function rowOf({ record: { number, entry }, undoneBy }: HistoryRow) {
  const ended = outcomeState(entry.outcome)
  const what = `${entry.from?.version ?? '?'} → ${entry.to.version}${entry.kind === 'full' ? '' : ` (${entry.kind})`}`
  return [String(number), entry.runId, at(entry.startedAt), entry.environment, what, undoneBy === null ? ended : piece('↶ Undone', 'dim'), durationInTable(entry.duration), entry.actor.user, entry.reason]
}

export const verifiedLines = ({ ok, records, problem }: HistoryView['verified'], paint: Paint): readonly string[] =>
  ok ? [`${paint('✓ Chain verified', 'ok')}: ${plural(records, 'record', 'records')}, none changed, none missing`] : problem ? problemLines(problem, paint) : [paint('✗ The chain could not be verified', 'failed')]
