/** Ending runs that nobody drives any more: marked as failed, or closed because they are being undone. */
import { fail, type Problem } from '../../domain/problem'
import type { Actor, RunState } from '../../domain/run'
import { applyEvent } from '../../domain/run-state'
import { canBeUndone } from '../../domain/situation'
import { observeEnvironment } from '../gather/observe'
import type { Session } from '../session/session'
import type { Driver } from './driver'
import { finish } from './finish'
import { stateOf } from './header'
import { hold, letGo, takeHold, takeOn, type Listeners } from './hold'
import { endOrphans } from './orphans'
import { flushOutbox } from './outbox'
import { keptReason } from './reason'
import { journalTakeovers } from './taken'
import { removeUnused, tidy } from './tidy'

/** An undo of an unfinished run ends that run first, as its holder; the caller has the lock and takes hold again. False: it had ended. */
export async function closeForUndo(session: Session, runId: string, actor: Actor, listeners: Listeners): Promise<boolean> {
  const state = await stateOf(session.store, runId)
  if (state.status === 'finished') return false
  const { environment } = state.header.plan
  const { epoch } = await takeHold(session, environment, runId, actor)
  try {
    const taken = await withTakeovers(session, state, epoch, listeners)
    await end(session, taken, epoch, 'failed', { code: 'undone', message: `The run was left to be undone by ${actor.user}.`, next: '' }, listeners)
    await flushOutbox(session)
  } finally {
    // What fails from here on must not leave a row of a run that has ended, with this process in it.
    await session.store.release(environment, epoch).catch(() => undefined)
  }
  return true
}

/** Marks an interrupted or waiting run as failed; `waiting` drives it here. Things stay as they are. Answers what the registry does not have yet. */
export async function abandon(session: Session, runId: string, reason: string, actor: Actor, listeners: Listeners, waiting: Driver | null = null): Promise<Problem | null> {
  requireUnfinished(await stateOf(session.store, runId))
  const { environment } = (await stateOf(session.store, runId)).header.plan
  const held = await (waiting ? takeOn(session, await waiting.handOver(), environment, runId, actor) : hold(session, environment, runId, actor))
  try {
    const before = requireUnfinished(await stateOf(session.store, runId))
    await endOrphans(session, before)
    const state = await withTakeovers(session, before, held.epoch, listeners)
    await tidy(session, state.header.plan.definition, state)
    const kept = await keptReason(session, reason, [state.header.plan.definition])
    const why = kept === '' ? '' : `: ${kept}`
    await end(session, state, held.epoch, 'abandoned', { code: 'abandoned', message: `Marked as failed by ${actor.user}${why}.`, next: nextOf(state) }, listeners)
    return await flushOutbox(session)
  } finally {
    await letGo(session, environment, held)
  }
}

/** What somebody had begun of it and could not write down. */
export async function withTakeovers(session: Session, state: RunState, epoch: number, listeners: Listeners): Promise<RunState> {
  const events = await journalTakeovers(session, state, epoch)
  listeners.onEvents(events)
  return events.reduce<RunState>(applyEvent, state)
}

export function requireUnfinished(state: RunState): RunState {
  if (state.status !== 'finished') return state
  throw fail('run-finished', `Run ${state.header.runId} has ended already. Nothing was changed.`, nextOf(state))
}

const nextOf = (state: RunState): string => (canBeUndone(state) ? 'Undo it, or start a new rollback.' : 'Start a new rollback: there is nothing of it to undo.')

async function end(session: Session, state: RunState, epoch: number, how: 'failed' | 'abandoned', problem: Problem, listeners: Listeners): Promise<void> {
  const observed = await observeEnvironment(session, state.header.plan.definition, { probes: { version: state.header.plan.to.version } }).catch(() => null)
  const { event } = await finish(session, { state, epoch, observed, how, problem })
  await removeUnused(session, state)
  listeners.onEvents([event])
}
