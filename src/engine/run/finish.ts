/** How a run ends: judged against what is wanted, recorded in history and outbox in one transaction. The registry is written afterwards, and need not be readable now. */
import { leftDown } from '../../domain/down'
import { differences, substituteRun } from '../../domain/differences'
import { currentOf } from '../../domain/registry/lineage'
import { resultOf, rowsLostBy } from '../../domain/results'
import { skippedSentences } from '../../domain/results-skipped'
import type { Deployment } from '../../domain/deployment'
import type { Instant, Json, Observed } from '../../domain/facts'
import type { Problem } from '../../domain/problem'
import type { HistoryEntry, HistoryRecord, Outcome, RunResult, RunState } from '../../domain/run'
import { maskedResult } from '../masked-problems'
import { seal, type Sealed } from '../history/seal'
import type { Session } from '../session/session'
import { progressOf } from '../../domain/run-state'

export interface Ending {
  readonly state: RunState
  readonly epoch: number
  /** Null when nothing could be observed any more. */
  readonly observed: Observed | null
  /** Set when the run did not get to its end. */
  readonly how: 'done' | 'stopped' | 'failed' | 'abandoned'
  readonly problem: Problem | null
  /** What could not be done besides, a sentence each. */
  readonly besides?: readonly string[]
}

export async function finish(session: Session, ending: Ending): Promise<Sealed> {
  const { state } = ending
  const { plan, runId } = state.header
  const finishedAt = session.context.clock.now().toISOString()
  const left = ending.observed ? differences(ending.observed.facts, substituteRun(plan.wanted, runId)) : []
  const result = maskedResult(resultOf({ state, observed: ending.observed, differences: left, how: ending.how, problem: ending.problem, finishedAt, rowsLost: rowsLostBy(state, ending.observed), besides: ending.besides ?? [] }), session.context.mask)
  const registry = await session.registry.read().then((content) => content.registry, () => null)
  const { current, newest } = registry ? currentOf(registry, plan.environment) : { current: null, newest: null }
  const at = { current: current?.id ?? null, timestamp: dateOf(state, finishedAt, newest) }
  return seal(session.store, () => session.identity.proven(), {
    runId, epoch: ending.epoch, result,
    entry: (shown) => withoutSecrets(historyEntry(state, shown), session.context.mask),
    outbox: (record, chain) => ({ environment: plan.environment, record: JSON.stringify(registryRecord(state, result, record, chain, at)) })
  })
}

function historyEntry(state: RunState, result: RunResult): HistoryEntry {
  const { header, takeovers, resumed } = state
  const { plan } = header
  const skipped = skippedSentences(state)
  const down = leftDown(result.asked)
  return {
    runId: header.runId, environment: plan.environment, kind: plan.kind,
    from: plan.from && { deploymentId: plan.from.deploymentId, version: plan.from.version },
    to: { deploymentId: plan.to.deploymentId, version: plan.to.version },
    services: servicesOf(state), actor: header.actor, via: header.via, reason: header.reason, planHash: plan.hash, forced: header.forced,
    data: plan.request.data, startedAt: header.startedAt, finishedAt: result.finishedAt, outcome: result.outcome, downtime: result.downtime,
    duration: result.result.summary.duration, steps: progressOf(state), warnings: result.result.warnings, undoes: plan.request.undo,
    ...(takeovers.length > 0 ? { takeovers } : {}), ...(resumed.length > 0 ? { resumed } : {}), ...(skipped.length > 0 ? { skipped } : {}), ...(header.downBefore ? { downBefore: header.downBefore } : {}), ...(down.length > 0 ? { staysDown: down } : {})
  }
}

/** What people and programs wrote; ids and names stay as everything else knows them. */
const withoutSecrets = (entry: HistoryEntry, mask: (text: string) => string): HistoryEntry =>
  ({
    ...entry, reason: mask(entry.reason), warnings: entry.warnings.map(mask),
    ...(entry.takeovers ? { takeovers: entry.takeovers.map((takeover) => ({ ...takeover, reason: mask(takeover.reason) })) } : {})
  })

const servicesOf = (state: RunState): readonly string[] => {
  const { plan } = state.header
  return plan.request.services.length > 0 ? plan.request.services : plan.definition.services.map((service) => service.name)
}

interface At { readonly current: string | null; readonly timestamp: Instant }

/** Records are ordered by their time. One that this run left, or that is dated after its end, was written by a clock that is ahead: this one came after it all the same. */
const dateOf = ({ header: { startedAt, plan } }: RunState, finishedAt: Instant, newest: Deployment | null): Instant =>
  [plan.from?.timestamp, newest !== null && newest.timestamp > finishedAt ? newest.timestamp : undefined].reduce<Instant>((last, one) => (one !== undefined && one > last ? one : last), startedAt)

/** The record that the registry gets: its own fields as other tools write them, and ours under `rollback`. Where nothing was in force, nothing is left, and an undo leads to nothing: it names a deployment all the same, as readers of the file require. */
function registryRecord(state: RunState, result: RunResult, head: HistoryRecord, chain: string, { current, timestamp }: At): { readonly [key: string]: Json } {
  const { header } = state
  const { plan } = header
  const inForce = [plan.from?.deploymentId, current, plan.to.deploymentId, header.runId].find((id) => id !== undefined && id !== null && id !== '') ?? header.runId
  return {
    id: header.runId, environment: plan.environment, strategy: 'rollback', version: plan.to.version, timestamp,
    status: result.result.success ? 'success' : 'failed', duration: result.result.summary.duration, servicesDeployed: [...servicesOf(state)],
    healthStatus: healthOf(result.outcome), rollbackAvailable: state.snapshot !== null,
    rollback: {
      kind: plan.kind, from: inForce, to: plan.to.deploymentId === '' ? inForce : plan.to.deploymentId, services: [...servicesOf(state)], reason: head.entry.reason,
      actor: header.actor.user, runId: header.runId, dataPreserved: result.result.summary.dataPreserved, historyHead: head.hash, historyNumber: head.number, historyChain: chain,
      ...(plan.request.undo === null ? {} : { undoes: plan.request.undo })
    }
  }
}
const healthOf = (outcome: Outcome): string => (outcome === 'done' ? 'healthy' : outcome === 'done-with-warnings' ? 'degraded' : 'unhealthy')
