/**
 * What is written down of a takeover: that it was begun, before its holder is ended, and then in the journal of the run that it had in
 * hand. Whoever goes on with that run writes it there when the one who took it over did not get so far. One that had none in hand stands
 * in the history with the next run there.
 */
import type { Actor, RunEvent, RunState, Takeover } from '../../domain/run'
import type { Host } from '../hosts/host'
import { lifeOf } from '../lock/holder'
import { acquire } from '../lock/lock'
import type { Session } from '../session/session'
import type { Holder } from '../store/store'
import { begunTakeovers, forgetTakeovers, type BegunTakeover, type Why } from './begun'
import { fold } from './header'
import { hold, letGo, lockedBy, takeOn, type Listeners } from './hold'
import { endOrphans } from './orphans'

const LOCK_WAIT = 10_000

export interface Recorded {
  /** The run that is interrupted now; null when there was none in hand. */
  readonly runId: string | null
  /** What of its programs was ended or awaited, a sentence each. */
  readonly ended: readonly string[]
}

/** Once the holder is gone: waits for the lock, raises the epoch, ends what the holder has left running. */
export async function recordTakeover(session: Session, { environment, runId }: Holder, { actor }: Why, listeners: Listeners): Promise<Recorded> {
  const lock = await acquire(session.path, environment, { wait: LOCK_WAIT, held: () => lockedBy(session, environment) })
  if (runId === null) {
    await lock.release()
    return { runId, ended: [] }
  }
  const held = await takeOn(session, lock, environment, runId, actor)
  try {
    const state = fold(await session.store.events(runId))
    if (!state || state.status === 'finished') return { runId: null, ended: [] }
    const orphans = await endOrphans(session, state).then((ended) => ({ ended, error: null }), (error: unknown) => ({ ended: [], error }))
    listeners.onEvents(await journalTakeovers(session, state, held.epoch, orphans.ended))
    if (orphans.error !== null) throw orphans.error
    return { runId, ended: orphans.ended }
  } finally {
    await letGo(session, environment, held)
  }
}

/** Writes what was begun of this run into its journal; the caller holds it. `ended`: what the holder had left running. */
export async function journalTakeovers(session: Session, { header: { runId, plan }, takeovers }: RunState, epoch: number, ended: readonly string[] = []): Promise<readonly RunEvent[]> {
  const begun = (await happened(session, plan.environment)).filter((one) => one.runId === runId)
  // They are forgotten only afterwards, so one may stand there already.
  const missing = begun.filter(({ takeover }) => !takeovers.some((known) => isSame(known, takeover)))
  const events: RunEvent[] = []
  for (const { takeover: { at, ...takeover } } of missing) {
    const last = events.length === missing.length - 1
    events.push(await session.store.append(runId, epoch, { type: 'run-taken-over', ...takeover, begun: at, epoch, ...(last && ended.length > 0 ? { ended } : {}) }))
  }
  if (begun.length > 0) await forgetTakeovers(session, begun)
  return events
}

const isSame = (one: Takeover, other: Takeover): boolean => one.at === other.at && one.actor.user === other.actor.user && one.from.pid === other.from.pid

/** Of holders without a run in hand, since the run before; the caller has the environment's lock. */
export async function takeoversNoted(session: Session, environment: string): Promise<readonly BegunTakeover[]> {
  const begun = await happened(session, environment)
  const unfinished = await Promise.all(begun.map(async ({ runId }) => runId !== null && (await isUnfinished(session, runId))))
  return begun.filter((_, index) => unfinished[index] !== true)
}

/** Where nobody holds it: what somebody had begun and could not write down comes into the journals of its runs. Answers of which ones. */
export async function catchUp(session: Session, environment: string, actor: Actor, listeners: Listeners): Promise<readonly string[]> {
  const runIds = new Set((await happened(session, environment)).flatMap(({ runId }) => runId ?? []))
  const told: string[] = []
  for (const runId of runIds) {
    if (!(await isUnfinished(session, runId))) continue
    const held = await hold(session, environment, runId, actor)
    try {
      const state = fold(await session.store.events(runId))
      const events = state && state.status !== 'finished' ? await journalTakeovers(session, state, held.epoch) : []
      listeners.onEvents(events)
      if (events.length > 0) told.push(runId)
    } finally {
      await letGo(session, environment, held)
    }
  }
  return told
}

const isUnfinished = async ({ store }: Session, runId: string): Promise<boolean> => {
  const state = fold(await store.events(runId))
  return state !== null && state.status !== 'finished'
}

/**
 * Those whose holder was ended. Where the taker died before it could say so, a holder that lives, or has brought its run to an end, or had
 * none, was not: the takeover never came to be.
 */
async function happened(session: Session, environment: string): Promise<readonly BegunTakeover[]> {
  const host = session.context.host('local')
  const all = await Promise.all((await begunTakeovers(session, environment)).map(async (begun) => ({ begun, became: await becameOf(session, host, begun) })))
  const never = all.filter(({ became }) => became === 'nothing').map(({ begun }) => begun)
  if (never.length > 0) await forgetTakeovers(session, never)
  return all.filter(({ became }) => became === 'ended').map(({ begun }) => begun)
}

async function becameOf(session: Session, host: Host, { holder, taker, ended, runId }: BegunTakeover): Promise<'ended' | 'nothing' | 'in-hand'> {
  const [lives, taken] = [(await lifeOf(host, holder)) === 'alive', (await lifeOf(host, taker)) === 'alive']
  if (lives) return taken ? 'in-hand' : 'nothing'
  if (ended || (runId !== null && (await isUnfinished(session, runId)))) return 'ended'
  return taken ? 'in-hand' : 'nothing'
}
