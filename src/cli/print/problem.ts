/** An error for people: the sentence, the place, what to do next. */
import { durationInSentence, stripControl, stripControlLines } from '../../domain/text'
import type { Problem } from '../../domain/problem'
import type { Paint } from './style'

const LINES = 12

export function problemLines(problem: Problem, paint: Paint): readonly string[] {
  const { place, evidence } = problem
  return [
    `${paint('✗', 'failed')} ${stripControlLines(problem.message)}`,
    ...(problem.changes ?? []).map((change) => `  • ${stripControl(change)}`),
    ...(place ? [paint(`  in ${placeText(place)}`, 'dim')] : []),
    ...(evidence?.argv ? [paint(`  $ ${stripControl(evidence.argv.join(' '))}`, 'dim')] : []),
    ...(evidence?.exitCode === undefined ? [] : [paint(`  → ${evidence.exitCode === null ? `ended by ${evidence.signal ?? 'a signal'}` : `exit code ${evidence.exitCode}`} after ${durationInSentence(evidence.duration)}`, 'dim')]),
    ...(evidence?.output ?? []).slice(-LINES).map((line) => paint(`  │ ${stripControl(line)}`, 'dim')),
    ...(problem.next === '' ? [] : [`  ${stripControl(problem.next)}`])
  ]
}

/** That what a run printed cannot be read keeps nobody from going on with it. */
export const outputNotice = (problem: Problem | undefined, paint: Paint): readonly string[] =>
  problem === undefined ? [] : [`${paint('!', 'warning')} ${stripControl(problem.message)}`]

function placeText({ file, line, column, byte }: NonNullable<Problem['place']>): string {
  const spot = line !== undefined ? `, line ${line}${column === undefined ? '' : `, column ${column}`}` : byte === undefined ? '' : `, byte ${byte.toLocaleString('en-US')}`
  return `${stripControl(file)}${spot}`
}
