/** Runs that have not ended: driven by us, by another process, or interrupted. */
import { progressOf } from '../../domain/run-state'
import { phaseNow, stateSentence, waysFor, type SnapshotKnown } from '../../domain/situation'
import type { HolderView } from '../../domain/holder'
import type { RunState } from '../../domain/run'
import type { RunInProgress } from '../../domain/views'
import type { Session } from '../session/session'
import { stateOf } from './header'
import { holderOf } from './hold'
import { snapshotKnown } from './way-back'

export async function unfinishedRuns(session: Session, environment?: string): Promise<readonly RunInProgress[]> {
  const runs = await session.store.runs({ unfinished: true, ...(environment === undefined ? {} : { environment }) })
  return Promise.all(runs.map(async (summary) => {
    const state = await stateOf(session.store, summary.runId)
    return inProgress(state, summary.lastAt, await driverOf(session, summary.environment, summary.runId), await snapshotKnown(session, state))
  }))
}

/** Who drives this very run now; null when it is interrupted. */
export async function driverOf(session: Session, environment: string, runId: string): Promise<HolderView | null> {
  const holder = await holderOf(session, environment)
  return holder?.runId === runId ? holder : null
}

function inProgress(state: RunState, at: string, holder: HolderView | null, known: SnapshotKnown): RunInProgress {
  const { header } = state
  const { done, total } = progressOf(state)
  const driven = holder !== null
  return {
    runId: header.runId, environment: header.plan.environment, kind: header.plan.kind, to: header.plan.to.version, status: driven && state.status !== 'finished' ? state.status : 'interrupted',
    actor: header.actor, startedAt: header.startedAt, at, stepsDone: done, stepsTotal: total, phase: phaseNow(state), sentence: stateSentence(state, driven, known), snapshotVerified: state.snapshot !== null, ways: driven ? [] : waysFor(state, known), holder
  }
}
