/** The answer of a finished run: what serves, how sure that is, and what it took. Pure. */
import { bandOf } from './band'
import { STOPPED, downWords, leftDown } from './down'
import type { Plan } from './plan'
import type { AskedObserved, RunResult } from './run'
import { durationInSentence, listOf } from './text'
import type { ResultView } from './views'

export interface Verdict {
  readonly tone: 'ok' | 'warning' | 'failed'
  readonly sentence: string
}

type Judged = Pick<ResultView, 'header' | 'result'>

const servicesOf = ({ result }: Judged): readonly AskedObserved[] => result.asked.filter(({ kind }) => kind === 'service')

/** Without those that are down as planned. */
function servingOf(view: Judged): readonly AskedObserved[] {
  const down = leftDown(view.result.asked)
  return servicesOf(view).filter(({ subject }) => !down.includes(subject))
}

/** Every service was asked, and each proved its version. */
export function allProven(asked: readonly AskedObserved[]): boolean {
  const services = asked.filter(({ kind }) => kind === 'service')
  return services.length > 0 && services.every(({ ok, proven }) => ok && proven === 'proven')
}

/** Of a rollback of some services the others were not asked: nothing is said of the whole. */
export const placeOf = ({ environment, kind, request }: Pick<Plan, 'environment' | 'kind' | 'request'>): string =>
  kind === 'partial' ? `${environment} (${listOf(request.services)})` : environment

/** Green only when every service is proven to serve what was asked for, and nothing warns. */
export function verdictOf(view: Judged): Verdict {
  const { to, kind } = view.header.plan
  const environment = placeOf(view.header.plan)
  const serves = isMixed(view) ? 'what it did before that run' : to.version
  const down = leftDown(view.result.asked)
  const services = servingOf(view)
  const versionProven = services.length > 0 && services.every((row) => row.proven === 'proven' && row.observed === row.asked)
  const what = kind === 'undo' ? 'undo' : 'rollback'
  switch (view.result.outcome) {
    case 'done': return allProven(view.result.asked) ? { tone: 'ok', sentence: `${environment} serves ${serves}` } : { tone: 'warning', sentence: `${environment} runs ${serves}; that it serves it is not proven` }
    case 'done-with-warnings': return { tone: 'warning', sentence: down.length > 0 ? downSentence(environment, serves, { down, others: services.length, versionProven }) : versionProven ? `${environment} serves ${serves}, with warnings` : `${environment} runs ${serves}; that it serves it is not proven` }
    case 'failed': return { tone: 'failed', sentence: `The ${what} of ${environment} to ${to.version} failed` }
    case 'stopped': return { tone: 'failed', sentence: `The ${what} of ${environment} to ${to.version} was stopped` }
    case 'abandoned': return { tone: 'failed', sentence: `The ${what} of ${environment} to ${to.version} was marked as failed` }
  }
}

/** An undo brings back what each service answered, which after a rollback of some of them is not one version. */
const isMixed = ({ header, result }: Judged): boolean => asksOthers(result.asked, header.plan.to.version)

/** Some service was to serve another version than the one that the whole goes to. */
export const asksOthers = (rows: readonly AskedObserved[], version: string): boolean =>
  rows.some(({ kind, asked }) => kind === 'service' && asked !== STOPPED && asked !== version)

function downSentence(environment: string, version: string, { down, others, versionProven }: { readonly down: readonly string[]; readonly others: number; readonly versionProven: boolean }): string {
  const notRunning = `${listOf(down)} ${down.length === 1 ? 'does' : 'do'} not run`
  if (others === 0) return `${environment} is back at ${version}, and ${notRunning}`
  return `${environment} ${versionProven ? 'serves' : 'runs'} ${version}, but ${notRunning}${versionProven ? '' : '; that it serves it is not proven'}`
}

/** "all 3 services answer as v1.1.0", "web and api answer as v1.1.0, worker does not" */
export function answerWords(view: ResultView): string | null {
  const services = servingOf(view)
  const version = isMixed(view) ? 'before' : view.header.plan.to.version
  if (services.length === 0) return null
  const proven = services.filter((row) => row.proven === 'proven' && row.observed === row.asked).map(({ subject }) => subject)
  if (proven.length === services.length) return services.length === 1 ? `${listOf(proven)} answers as ${version}` : `all ${services.length} services answer as ${version}`
  const others = services.map(({ subject }) => subject).filter((name) => !proven.includes(name))
  const rest = others.length > 4 ? `${others.length} services` : listOf(others)
  if (proven.length === 0) return `no service is proven to answer as ${version}`
  return `${proven.length} of ${services.length} services answer as ${version}; ${rest} ${others.length === 1 ? 'does' : 'do'} not, or cannot be asked`
}

/** "Took 54 s, services were down for 34 s (expected 32 s); worker was down already when it began." */
export function tookWords({ header, result }: ResultView): string {
  const { downtime } = bandOf(header.plan, header.expected)
  return `Took ${durationInSentence(result.result.summary.duration)}, ${downWords({ downtime: result.downtime, notUp: result.notUp, before: header.downBefore, stays: leftDown(result.asked), expected: downtime })}.`
}

/** What somebody should still look at: of a run that failed its reason first. What to do next stands in the answer. */
export function stillToLookAt({ problem, result: { success, warnings } }: RunResult): { readonly reason: string | null; readonly warnings: readonly string[] } {
  const all = [...new Set(warnings)].filter((warning) => warning !== problem?.next)
  const reason = success ? null : (problem?.message ?? all[0] ?? 'The run did not get to its end.')
  return { reason, warnings: all.filter((warning) => warning !== (reason ?? problem?.message)) }
}

/** Where nothing is left to look at: what warned before the run was so then, and is no finding about now. */
export function nothingLeftWords({ header: { checks }, result: { asked } }: Judged): string {
  const before = checks.filter(({ passed }) => !passed).map(({ title, message }) => `${title}: ${message}`)
  const answered = asked.length === 0 ? 'nothing had to be asked' : 'everything that was asked answered'
  if (before.length === 0) return `Nothing. No check warned, and ${answered}.`
  return `Nothing that is left: ${answered}. Before the run ${before.length === 1 ? 'a check' : `${before.length} checks`} warned. ${before.map((text) => text.replace(/\.?$/, '.')).join(' ')}`
}

/** "11 passed, 2 warnings, 1 overridden" */
export function checkWords({ header: { checks, forced } }: ResultView): string {
  const passed = checks.filter((check) => check.passed).length
  const warnings = checks.length - passed - forced.length
  const parts = [`${passed} passed`, warnings > 0 ? `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}` : '', forced.length > 0 ? `${forced.length} overridden` : '']
  return parts.filter(Boolean).join(', ')
}

/** Hash digits in groups of four: "e41b 07d9 5f20". */
export const hashDigits = (hash: string, groups = 3): string => (hash.match(/.{4}/g) ?? []).slice(0, groups).join(' ')
