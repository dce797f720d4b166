/** How a run ended: the answer first, then what was asked and what was observed. */
import { durationInSentence, listOf, plural, stripControl } from '../../domain/text'
import { downWords, leftDown } from '../../domain/down'
import { assertNever } from '../../domain/problem'
import { allProven, asksOthers } from '../../domain/verdict'
import type { AskedObserved, RunResult } from '../../domain/run'
import type { HistoryRow, ResultView } from '../../domain/views'
import { problemLines } from './problem'
import { outcomeState } from './states'
import { piece, type Paint } from './style'
import { table } from './table'
import { wrapped, wrappedText } from './width'

export function headlineOf(environment: string, { outcome, result, asked }: RunResult): string {
  const where = stripControl(environment)
  const target = stripControl(result.rolledBackTo.version)
  const version = asksOthers(asked, result.rolledBackTo.version) ? 'what it did before that run' : target
  switch (outcome) {
    case 'done': return allProven(asked) ? `${where} serves ${version}` : `${where} runs ${version}; that it serves it is not proven`
    case 'done-with-warnings': return `${where} ${version === target ? 'went to' : 'serves'} ${version}, with something to look at${notRunning(leftDown(asked))}`
    case 'failed': return `${where} did not go to ${target}`
    case 'stopped': return `The run of ${where} was stopped`
    case 'abandoned': return `The run of ${where} is marked as failed`
    default: return assertNever(outcome)
  }
}

const notRunning = (down: readonly string[]): string => (down.length === 0 ? '' : `: ${listOf(down.map(stripControl))} ${down.length === 1 ? 'does' : 'do'} not run`)

/** Without the sentences that already stand above. */
const warningsOf = ({ result, problem }: RunResult): readonly string[] => result.warnings.filter((warning) => warning !== problem?.message && warning !== problem?.next)

/** What stands below is read from the journal: nothing of it is to be believed when that is not what the record sealed. */
export const distrustLines = (record: HistoryRow | null, paint: Paint): readonly string[] =>
  record === null || record.trusted ? [] : [paint(`✗ Not trusted: record ${record.record.number} of the history, or the journal of this run, is not as it was written. See \`backstep history verify\`.`, 'failed'), '']

export type Ended = Pick<ResultView, 'result' | 'undoneBy' | 'cannotUndo'>

export function resultLines(runId: string, environment: string, ended: Ended, width: number, paint: Paint): readonly string[] {
  const { result } = ended
  const { tone, text } = outcomeState(result.outcome)
  return [
    paint(`${text.slice(0, 1)} ${headlineOf(environment, result)}`, tone),
    `  Took ${durationInSentence(result.result.summary.duration)}${result.downtime === null ? '' : `, ${downWords(result)}`}. ${moved(result)}`,
    ...(result.problem ? ['', ...problemLines(result.problem, paint)] : []),
    ...(result.asked.length > 0 ? ['', ...askedLines(result.asked, width, paint)] : []),
    ...(warningsOf(result).length > 0 ? ['', ...warningsOf(result).flatMap((warning) => wrappedText(`${paint('!', 'warning')} ${stripControl(warning)}`, width - 2).map((line, index) => `${index === 0 ? '  ' : '    '}${line}`))] : []),
    '',
    ...wrappedText(wayBack(runId, ended), width - 2).map((line) => paint(`  ${line}`, 'dim'))
  ]
}

/** What can be done about it now. */
function wayBack(runId: string, { undoneBy, cannotUndo }: Ended): string {
  if (undoneBy !== null) return `Undone by ${undoneBy}: backstep result ${undoneBy}`
  return cannotUndo === null ? `Way back: backstep undo ${runId}` : `No undo: ${stripControl(cannotUndo)}`
}

function moved({ result, rowsLost }: RunResult): string {
  const services = plural(result.summary.servicesRolledBack, 'service', 'services')
  const data = result.summary.dataPreserved ? 'data kept' : rowsLost === null ? 'data taken back' : rowsLost === 0 ? (result.success ? 'data taken back, nothing lost' : 'no data lost') : `${plural(rowsLost, 'row is', 'rows are')} no longer in the database`
  return `${services} moved, ${data}.`
}

const PROOF: Readonly<Record<AskedObserved['proven'], string>> = { proven: 'proven', seen: 'seen', 'not-proven': 'not proven' }

/** A row for what was asked and observed, below it what proves that. */
function askedLines(asked: readonly AskedObserved[], width: number, paint: Paint): readonly string[] {
  const cells = asked.map((row) => [piece(`${row.ok ? '✓' : '✗'} ${row.kind === 'database' ? 'database ' : ''}${row.subject}`, row.ok ? 'ok' : 'failed'), row.asked, row.observed, row.kind === 'service' ? PROOF[row.proven] : ''])
  const [head = '', ...rows] = table(['', 'asked for', 'observed', 'version'], cells, { width, paint, indent: 2 })
  return [head, ...asked.flatMap((row, index) => [rows[index] ?? '', ...proofLines(row, width, paint)])]
}
const proofLines = ({ proof }: AskedObserved, width: number, paint: Paint): readonly string[] =>
  wrapped(proof.map((one, index) => `${withoutHost(stripControl(one))}${index < proof.length - 1 ? ' ·' : ''}`), width - 6).map((line) => `      ${paint(line, 'dim')}`)
const withoutHost = (text: string): string => text.replace(/https?:\/\/[^/\s]+/, '')
