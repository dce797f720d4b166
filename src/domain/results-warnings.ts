/** What a result has to say, a sentence each, the most important first. */
import type { CheckName } from './check'
import type { Difference } from './differences'
import type { Problem } from './problem'
import type { ResultInput } from './results'
import { skippedSentences } from './results-skipped'
import { notAsked } from './results-verified'
import type { Finding, RunResult, RunState } from './run'
import { amount, listOf } from './text'

/** What was so before the run, and was why somebody rolls back. */
const BEFORE: readonly CheckName[] = ['down_now', 'drift']

/** For a failure its reason, then the state that things are in; then what else a reader must know. */
export function warningsOf(input: ResultInput, problem: Problem | null, findings: readonly Finding[], success: boolean): readonly string[] {
  const { plan, checks } = input.state.header
  const failure = success ? [] : [problem?.message ?? `The rollback was ${input.how}.`, ...differenceSentences(input.differences), problem?.next ?? '']
  const unseen = input.observed === null ? ['What runs now could not be observed.'] : []
  const found = findings.filter(({ ok, proven }) => !ok || proven === 'not-proven').map(({ message }) => message)
  const checked = checks.filter(({ passed, name }) => !passed && !BEFORE.includes(name)).map(({ message }) => message)
  return [...new Set([...failure, ...unseen, ...found, ...(success ? [] : notAsked(input.state)), ...skippedSentences(input.state), ...replaced(input.state), ...lost(input), ...(input.besides ?? []), ...plan.notes, ...checked])].filter((text) => text !== '')
}

/** With what came to light afterwards. */
export const withWarnings = (result: RunResult, more: readonly string[]): RunResult =>
  more.length === 0 ? result : { ...result, result: { ...result.result, warnings: [...result.result.warnings, ...more] } }

/** What somebody had written to files that were replaced all the same. */
const replaced = ({ header, steps }: RunState): readonly string[] =>
  header.plan.steps.filter(({ action }) => action.kind === 'write-file').flatMap(({ id }) => steps[id]?.findings ?? []).map(({ message }) => message)

function lost({ rowsLost }: ResultInput): readonly string[] {
  if (rowsLost === null || rowsLost === 0) return []
  return [rowsLost === 1 ? '1 row written since the copy is no longer in the live database.' : `${amount(rowsLost)} rows written since the copy are no longer in the live database.`]
}

/** `web is stopped.`, `main does not have the schema that was wanted.` */
export const differenceSentences = (differences: readonly Difference[]): readonly string[] => differences.map(sentenceOf)

function sentenceOf({ key, fields, observed }: Difference): string {
  const name = nameOf(key)
  if (observed === null) return `${name} was not found.`
  if (!observed.known) return `${name} could not be observed: ${observed.reason}`
  const { is } = observed
  if (is.kind === 'service' && fields.includes('state')) return `${name} is ${is.state === 'gone' ? 'no longer running' : is.state}.`
  const words = [...new Set(fields.map(inWords))]
  return `${name} ${is.kind === 'service' ? 'does not run' : 'is not'} as planned: ${listOf(words)} ${words.length === 1 ? 'differs' : 'differ'}.`
}

/** `service:web@local` → `web`, `config:.env@web1` → `.env on web1`. */
function nameOf(key: string): string {
  const [, name, host] = /^[a-z]+:(.*?)(?:@([^@]*))?$/.exec(key) ?? []
  return `${name ?? key}${host === undefined || host === 'local' ? '' : ` on ${host}`}`
}

const WORDS: Readonly<Record<string, string>> = {
  installed: 'its release', runs: 'what it was started with', 'runs.release': 'its release', 'runs.command': 'its command',
  'runs.config': 'its configuration', 'runs.data': 'its database', digest: 'its content', mode: 'its permissions', present: 'whether it is there', lineage: 'where its data comes from', schema: 'its schema'
}
const inWords = (field: string): string => WORDS[field] ?? field
