/** The audit trail in text. */
import { isReadable } from '../../domain/history'
import { durationInSentence, stripControl } from '../../domain/text'
import type { HistoryRow, HistoryView } from '../../domain/views'
import { wentLine } from '../../domain/went'
import { at, zoneNote } from './amounts'
import { outcomeState } from './states'
import { piece, type Paint } from './style'
import { table } from './table'
import { verifiedLine } from './verified'
import { wrappedText } from './width'

/** `searched`: there may be others, which do not fit. */
export function historyLines(view: HistoryView, searched: boolean, width: number, paint: Paint): readonly string[] {
  return [
    ...view.unfinished.map((run) => `${paint('‖', 'warning')} ${run.runId}: ${stripControl(run.environment)} to ${stripControl(run.to)}, ${stripControl(run.sentence)}`),
    ...(view.rows.length === 0 ? [searched ? 'No run that has ended fits that.' : 'No run has ended here yet.'] : rowLines(view.rows, width, paint)),
    ...(view.verified ? [verifiedLine(view.verified, paint)] : []),
    paint(zoneNote(), 'dim')
  ]
}

/** Two lines a run: what happened, then its id, how long it took, who did it and why. */
function rowLines(rows: readonly HistoryRow[], width: number, paint: Paint): readonly string[] {
  const first = table([], rows.map(cellsOf), { width, paint, whole: [0, 1, 4, 5] })
  return rows.flatMap((row, index) => [first[index] ?? '', ...wrappedText(belowOf(row, paint), width - 4).map((line) => `    ${paint(line, 'dim')}`)])
}

function belowOf({ record, trusted, signature }: HistoryRow, paint: Paint): string {
  const { runId, actor, duration, reason } = record.entry
  if (!isReadable(record)) return `${runId} · ${stripControl(reason)}`
  const { text, tone } = signedBy(signature)
  const signed = !trusted || text === '' ? [] : [paint(text, tone)]
  return [runId, `in ${durationInSentence(duration)}`, `by ${stripControl(actor.user)}`, ...signed, stripControl(reason)].join(' · ')
}

function cellsOf({ record, undoneBy, trusted }: HistoryRow) {
  const { number, entry } = record
  if (!isReadable(record)) return [String(number), piece('✗ Not readable', 'failed'), entry.environment]
  const ended = undoneBy === null ? outcomeState(entry.outcome) : piece('↶ Undone', 'dim')
  const what = `${wentLine(entry)}${entry.kind === 'full' ? '' : ` (${entry.kind})`}`
  return [String(number), ended, entry.environment, what, at(entry.startedAt), ...(trusted ? [] : [piece('✗ not trusted', 'failed')])]
}

function signedBy(signature: HistoryRow['signature']) {
  switch (signature.state) {
    case 'listed': return piece(`✓ signed by ${stripControl(signature.by)}`, 'dim')
    case 'key': return piece('signed, signer not listed', 'dim')
    case 'bad': return piece('✗ bad signature', 'failed')
    case 'unchecked': return piece('signed, not checked', 'dim')
    case 'none': return piece('', 'dim')
  }
}
