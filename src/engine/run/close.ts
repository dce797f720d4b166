/** Ending runs that nobody drives any more: marked as failed, or closed because they are being undone. */
import { fail, type Problem } from '../../domain/problem'
import type { Actor, RunState } from '../../domain/run'
import { observeEnvironment } from '../gather/observe'
import type { Session } from '../session/session'
import { finish, flushOutbox } from './finish'
import { stateOf } from './header'
import { hold, takeHold, type Listeners } from './start'

/** An undo of an unfinished run ends that run first, as its holder; the caller has the lock and takes hold again. False: it had ended. */
export async function closeForUndo(session: Session, runId: string, actor: Actor, listeners: Listeners): Promise<boolean> {
  const state = await stateOf(session.store, runId)
  if (state.status === 'finished') return false
  const { epoch } = await takeHold(session, state.header.plan.environment, runId, actor)
  await end(session, state, epoch, 'failed', { code: 'undone', message: `The run was left to be undone by ${actor.user}.`, next: '' }, listeners)
  await flushOutbox(session)
  return true
}

/** Marks an interrupted or waiting run as failed. Things stay as they are. */
export async function abandon(session: Session, runId: string, reason: string, actor: Actor, listeners: Listeners): Promise<void> {
  const state = await stateOf(session.store, runId)
  if (state.status === 'finished') throw fail('run-finished', `Run ${runId} has ended already. Nothing was changed.`, 'Undo it, or start a new rollback.')
  const { lock, holder } = await hold(session, state.header.plan.environment, runId, actor)
  try {
    const why = reason.trim() === '' ? '' : `: ${session.context.mask(reason.trim())}`
    await end(session, state, holder.epoch, 'abandoned', { code: 'abandoned', message: `Marked as failed by ${actor.user}${why}.`, next: 'Undo it, or start a new rollback.' }, listeners)
    await flushOutbox(session)
  } finally {
    await session.store.release(state.header.plan.environment, holder.epoch).catch(() => undefined)
    await lock.release()
  }
}

async function end(session: Session, state: RunState, epoch: number, how: 'failed' | 'abandoned', problem: Problem, listeners: Listeners): Promise<void> {
  const observed = await observeEnvironment(session, state.header.plan.definition, { probes: { version: state.header.plan.to.version } }).catch(() => null)
  const { event } = await finish(session, { state, epoch, observed, how, problem, rowsLost: null })
  listeners.onEvents([event])
}
