/**
 * What is written down of a takeover, once the holder's process is gone: in the journal of the run that it had in hand. One that had none
 * in hand is noted with its environment, and stands in the history with the next run there.
 */
import type { Actor, HeldBy, Takeover } from '../../domain/run'
import type { Session } from '../session/session'
import type { Holder, Store } from '../store/store'
import { fold } from './header'
import { hold, letGo, type Listeners } from './hold'
import { endOrphans } from './orphans'

const LOCK_WAIT = 10_000

export interface Recorded {
  /** The run that is interrupted now; null when there was none in hand. */
  readonly runId: string | null
  /** What of its programs was ended or awaited, a sentence each. */
  readonly ended: readonly string[]
}
export const heldBy = ({ user, host, pid, since }: Holder): HeldBy => ({ user, host, pid, since })

/** Waits for the lock, raises the epoch, ends what the holder has left running. */
export async function recordTakeover(session: Session, holder: Holder, why: { readonly actor: Actor; readonly reason: string }, listeners: Listeners): Promise<Recorded> {
  const { environment, runId } = holder
  const held = await hold(session, environment, runId, why.actor, LOCK_WAIT)
  try {
    const state = fold(await session.store.events(runId))
    if (!state || state.status === 'finished') {
      await noteTakeover(session, environment, { at: session.context.clock.now().toISOString(), ...why, from: heldBy(holder) })
      return { runId: null, ended: [] }
    }
    const ended = await endOrphans(session, state)
    const event = await session.store.append(runId, held.epoch, { type: 'run-taken-over', ...why, from: heldBy(holder), epoch: held.epoch, ...(ended.length > 0 ? { ended } : {}) })
    listeners.onEvents([event])
    return { runId, ended }
  } finally {
    await letGo(session, environment, held)
  }
}

const key = (environment: string): string => `takeovers:${environment}`

async function noteTakeover({ store }: Session, environment: string, takeover: Takeover): Promise<void> {
  await store.setNote(key(environment), JSON.stringify([...(await takeoversNoted(store, environment)), takeover]))
}

/** Of holders without a run in hand, since the run before. */
export async function takeoversNoted(store: Pick<Store, 'note'>, environment: string): Promise<readonly Takeover[]> {
  const text = await store.note(key(environment))
  return text === null ? [] : (JSON.parse(text) as readonly Takeover[])
}

/** They stand in the journal of a run. */
export const forgetTakeovers = (store: Pick<Store, 'setNote'>, environment: string): Promise<void> => store.setNote(key(environment), '[]')
