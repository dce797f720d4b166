/** The audit trail in text. */
import { durationInTable, plural, stripControl } from '../../domain/text'
import type { HistoryRow, HistoryView } from '../../domain/views'
import { at, zoneNote } from './amounts'
import { problemLines } from './problem'
import { outcomeState } from './states'
import { piece, type Paint } from './style'
import { table } from './table'
import { wrappedText } from './width'

export function historyLines(view: HistoryView, width: number, paint: Paint): readonly string[] {
  return [
    ...view.unfinished.map((run) => `${paint('‖', 'warning')} ${run.runId}: ${stripControl(run.environment)} to ${stripControl(run.to)}, ${stripControl(run.sentence)}`),
    ...(view.rows.length === 0 ? ['No run has ended here yet.'] : rowLines(view.rows, width, paint)),
    ...verifiedLines(view.verified, paint),
    paint(zoneNote(), 'dim')
  ]
}

/** Two lines a run: what happened, then its id and why. */
function rowLines(rows: readonly HistoryRow[], width: number, paint: Paint): readonly string[] {
  const first = table([], rows.map(cellsOf), { width, paint })
  return rows.flatMap(({ record: { entry } }, index) => [
    first[index] ?? '', ...wrappedText(`${entry.runId}  ${stripControl(entry.reason)}`, width - 4).map((line) => `    ${paint(line, 'dim')}`)
  ])
}

function cellsOf({ record: { number, entry }, undoneBy }: HistoryRow) {
  const ended = undoneBy === null ? outcomeState(entry.outcome) : piece('↶ Undone', 'dim')
  const what = `${entry.from?.version ?? '?'} → ${entry.to.version}${entry.kind === 'full' ? '' : ` (${entry.kind})`}`
  return [String(number), ended, entry.environment, what, at(entry.startedAt), durationInTable(entry.duration), entry.actor.user]
}

export const verifiedLines = ({ ok, records, problem }: HistoryView['verified'], paint: Paint): readonly string[] =>
  ok ? [`${paint('✓ Chain verified', 'ok')}: ${plural(records, 'record', 'records')}, none changed, none missing`] : problem ? problemLines(problem, paint) : [paint('✗ The chain could not be verified', 'failed')]
