/** Runs that have not ended: driven by us, by another process, or interrupted. */
import { phasesOf, progressOf } from '../../domain/run-state'
import type { RunState } from '../../domain/run'
import type { RunInProgress } from '../../domain/views'
import { isHeld } from '../lock/lock'
import { holderAlive } from '../lock/holder'
import type { Session } from '../session/session'
import { stateOf } from './header'

export async function unfinishedRuns(session: Session, environment?: string): Promise<readonly RunInProgress[]> {
  const runs = await session.store.runs({ unfinished: true, ...(environment === undefined ? {} : { environment }) })
  return Promise.all(runs.map(async (summary) => inProgress(await stateOf(session.store, summary.runId), summary.lastAt, await isDriven(session, summary.environment, summary.runId))))
}

/** Somebody alive holds the environment's lock for this run. */
export async function isDriven(session: Session, environment: string, runId: string): Promise<boolean> {
  const holder = await session.store.holder(environment)
  if (holder?.runId !== runId) return false
  return (await holderAlive(session.store, session.context.host('local'), environment)) && isHeld(session.path, environment)
}

function inProgress(state: RunState, at: string, driven: boolean): RunInProgress {
  const { header } = state
  const progress = progressOf(state)
  const phase = phasesOf(state).find((one) => one.status === 'running' || one.status === 'failed')?.phase ?? null
  const status = driven && state.status !== 'finished' ? state.status : 'interrupted'
  return {
    runId: header.runId, environment: header.plan.environment, kind: header.plan.kind, to: header.plan.to.version, status, actor: header.actor, startedAt: header.startedAt, at,
    stepsDone: progress.done, stepsTotal: progress.total, phase, sentence: stateSentence(state, driven), snapshotVerified: state.snapshot !== null
  }
}

/** What state things are in, for somebody who opens the window now. */
export function stateSentence(state: RunState, driven: boolean): string {
  const stopped = namesOf(state, 'stop')
  const started = namesOf(state, 'start')
  const down = stopped.filter((name) => !started.includes(name))
  const services = down.length > 0 ? `${list(down)} ${down.length === 1 ? 'is' : 'are'} stopped` : stopped.length > 0 ? 'every service was started again' : 'no service was stopped'
  if (!driven) return `${services}, nothing has run since. ${state.snapshot ? 'Both ways are open: the snapshot is verified.' : 'Nothing was changed before the snapshot was verified.'}`
  return state.decision ? `${services}; the run waits for you.` : `${services}.`
}
const namesOf = (state: RunState, verb: string): readonly string[] =>
  state.header.plan.steps.filter((step) => step.phase === verb && step.id.startsWith(`${verb}/`) && state.steps[step.id]?.status === 'done').map((step) => step.id.slice(verb.length + 1).replace(/@local$/, ''))
const list = (names: readonly string[]): string => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`)
