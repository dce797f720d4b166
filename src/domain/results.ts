/** How a run ended: judged against what was wanted, as the spec's result and as rows of what was asked and what was observed. */
import { matches } from './differences'
import type { Difference } from './differences'
import { isRunning, serviceKey } from './facts'
import type { Instant, Observed } from './facts'
import type { Plan, Step } from './plan'
import type { Problem } from './problem'
import { askedRows } from './results-rows'
import { verifyFindings } from './results-verified'
import { downFindings } from './results-down'
import { differenceSentences, warningsOf } from './results-warnings'
import { skippedFindings, skippedVerifications } from './results-skipped'
import type { Finding, Outcome, RollbackDeploymentResult, RunResult, RunState } from './run'
import { downtimeOf, lossesBegun } from './run-state'
import { notUpAgain } from './situation'

export interface ResultInput {
  readonly state: RunState
  /** After the last step; null when nothing could be observed any more. */
  readonly observed: Observed | null
  /** What of `observed` still differs from wanted (with the run's id in it). */
  readonly differences: readonly Difference[]
  /** `done`: every step was performed. It is judged here whether that was enough. */
  readonly how: 'done' | 'stopped' | 'failed' | 'abandoned'
  /** Why the run did not get to its end; null when it did. */
  readonly problem: Problem | null
  readonly finishedAt: Instant
  readonly rowsLost: number | null
  /** What could not be done besides, a sentence each: it changes nothing of how the run ended. */
  readonly besides?: readonly string[]
}

/**
 * A service that does not run, or is proven to serve another version, and anything that still differs, is a failure. The right version
 * with a failing health check, a version that nothing proves, a verification that was skipped, or a service that the target did not have
 * running, is done with warnings.
 */
export function resultOf(input: ResultInput): RunResult {
  const { state, finishedAt, rowsLost } = input
  const verified = [...verifyFindings(state), ...skippedFindings(state, input.observed)]
  const findings = input.how === 'done' ? [...verified, ...downFindings(state, input.observed)] : verified
  const problem = input.problem ?? notAsWanted(input, findings)
  const outcome = outcomeOf(input, problem, findings)
  const asked = askedRows(state, findings)
  const notUp = notUpAgain(state)
  return { outcome, result: specResult(input, outcome, problem, findings), asked, downtime: downtimeOf(state, finishedAt), ...(notUp.length === 0 ? {} : { notUp }), finishedAt, problem, rowsLost }
}

/** A failure in the spec's form: the reason first in its warnings. Nothing was rolled back. */
export const failureResult = (rollbackId: string, timestamp: Instant, reason: string, more: readonly string[] = []): RollbackDeploymentResult => ({
  success: false, rollbackId, timestamp,
  rolledBackTo: { deploymentId: '', version: '', timestamp: '' },
  summary: { servicesRolledBack: 0, duration: 0, dataPreserved: true },
  validation: { healthChecks: false, configValid: false, servicesRunning: 0 },
  warnings: [reason, ...more]
})

/** 0: what serves is the target. 6: done, but not all of it is well or proven. 1: failed. */
export function exitCodeOf(result: RunResult): 0 | 1 | 6 {
  if (result.outcome === 'done') return 0
  return result.outcome === 'done-with-warnings' ? 6 : 1
}

/** The sentence for an environment that has nothing to go back to. */
export const noTargetSentence = (environment: string): string => `No valid rollback target found for environment '${environment}'`

const isFatal = ({ ok, kind, proven }: Finding): boolean => !ok && kind !== 'health' && !(kind === 'version' && proven === 'not-proven')

function notAsWanted({ how, differences }: ResultInput, findings: readonly Finding[]): Problem | null {
  if (how !== 'done') return null
  const message = findings.find(isFatal)?.message ?? differenceSentences(differences)[0]
  return message === undefined ? null : { code: 'not-as-wanted', message, next: 'Undo the run, or start a new rollback.' }
}

function outcomeOf({ state, how, observed }: ResultInput, problem: Problem | null, findings: readonly Finding[]): Outcome {
  if (how !== 'done') return how
  if (problem !== null) return 'failed'
  const isWell = findings.every(({ ok, proven }) => ok && proven !== 'not-proven')
  return isWell && observed !== null && skippedVerifications(state).length === 0 ? 'done' : 'done-with-warnings'
}

function specResult(input: ResultInput, outcome: Outcome, problem: Problem | null, findings: readonly Finding[]): RollbackDeploymentResult {
  const { state, finishedAt } = input
  const { header } = state
  const { deploymentId, version, timestamp } = header.plan.to
  const success = outcome === 'done' || outcome === 'done-with-warnings'
  const isVerified = header.plan.steps.filter(({ phase }) => phase === 'verify').every(({ id }) => state.steps[id]?.status === 'done')
  const isGood = (kinds: readonly Finding['kind'][]): boolean => isVerified && findings.every(({ ok, kind }) => ok || !kinds.includes(kind))
  return {
    success, rollbackId: header.runId, timestamp: header.startedAt,
    rolledBackTo: { deploymentId, version, timestamp },
    summary: { servicesRolledBack: servicesRolledBack(input), duration: Math.max(0, Date.parse(finishedAt) - Date.parse(header.startedAt)), dataPreserved: !lostData(state) },
    validation: { healthChecks: isGood(['process', 'version', 'health']), configValid: isGood(['config']), servicesRunning: servicesRunning(input, findings) },
    warnings: [...warningsOf(input, problem, findings, success)]
  }
}

/** Services, not hosts, that differed somewhere before the run and are as wanted everywhere now. */
function servicesRolledBack({ state, observed, differences }: ResultInput): number {
  const { plan } = state.header
  const left = new Set(differences.map(({ key }) => key))
  return observed === null ? 0 : plan.definition.services.filter(({ name, hosts }) => {
    const keys = hosts.map((host) => serviceKey(name, host)).filter((key) => key in plan.wanted)
    return keys.some((key) => differedBefore(plan, key)) && keys.every((key) => !left.has(key))
  }).length
}

function differedBefore({ relies, wanted }: Plan, key: string): boolean {
  const [is, part] = [relies[key], wanted[key]]
  return part !== undefined && (is === undefined || !matches(is, part))
}

/**
 * Rows that restores which were begun have lost: as counted when each was swapped, or before the run where that was more or is not known,
 * for it may have happened. One whose database is seen to be the one of before has lost none. Null when none was begun, or nothing was counted.
 */
export function rowsLostBy(state: RunState, observed: Observed | null): number | null {
  const counted = lossesBegun(state).map((step) => (isStillThere(state, step, observed) ? { rowsLost: 0, atLeast: false } : (state.steps[step.id]?.evidence ?? null)))
  const before = state.header.rowsAtStake ?? null
  if (counted.length === 0) return null
  const rows = counted.reduce((sum, evidence) => sum + (evidence?.rowsLost ?? 0), 0)
  if (counted.every((evidence) => evidence?.rowsLost !== undefined && !evidence.atLeast)) return rows
  return rows > (before ?? 0) ? rows : before
}

/** Never put in place of it. A migration leaves the same database, whatever it did to it. */
function isStillThere({ header, steps }: RunState, { id, action, resource }: Step, observed: Observed | null): boolean {
  const [before, fact] = [header.plan.relies[resource], observed?.facts[resource]]
  if (action.kind !== 'swap' || steps[id]?.status === 'done' || before?.kind !== 'database' || !fact?.known || fact.is.kind !== 'database') return false
  return before.lineage !== null && fact.is.lineage === before.lineage
}

const lostData = (state: RunState): boolean => lossesBegun(state).length > 0

function servicesRunning({ state, observed }: ResultInput, findings: readonly Finding[]): number {
  if (observed === null) return new Set(findings.filter(({ kind, ok }) => kind === 'process' && ok).map(({ subject }) => subject)).size
  return state.header.plan.definition.services.filter(({ name, hosts }) => hosts.every((host) => isRunning(observed.facts[serviceKey(name, host)]))).length
}
