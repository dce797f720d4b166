/** Holding an environment, for a run or for other work: the lock, and the row that says who has it. */
import { heldWords, purposeWords, type Held as HeldBesides, type HolderView, type Work } from '../../domain/holder'
import { fail, problemOf, type BackstepError } from '../../domain/problem'
import { dayTime } from '../../domain/text'
import { phaseNow } from '../../domain/situation'
import type { Actor, OutputLine, RunEvent } from '../../domain/run'
import { isSameProcess, lifeOf } from '../lock/holder'
import { acquire, isHeld, type Held } from '../lock/lock'
import { projectPaths } from '../paths'
import type { Session } from '../session/session'
import type { Holder } from '../store/store'
import { heldElsewhere, type HolderElsewhere } from './elsewhere'
import { fold } from './header'

export interface Listeners {
  onEvents(events: readonly RunEvent[]): void
  onOutput(lines: readonly OutputLine[]): void
}

/** The environment's lock with its holder's row. A run that nobody drives does not hold it. */
export const hold = async (session: Session, environment: string, runId: string, actor: Actor, wait = 0): Promise<Hold> =>
  takeOn(session, await acquire(session.path, environment, { wait, held: () => lockedBy(session, environment) }), environment, runId, actor)

/** With a lock that the caller has; it is released when the row cannot be written. */
export async function takeOn(session: Session, lock: Held, environment: string, runId: string, actor: Actor): Promise<Hold> {
  try {
    return { lock, epoch: (await takeHold(session, environment, runId, actor)).epoch }
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** Names this process as the holder, with the next epoch; the caller has the lock. */
export const takeHold = (session: Session, environment: string, runId: string, actor: Actor): Promise<Holder> => nameHolder(session, environment, { runId }, actor)

const nameHolder = (session: Session, environment: string, purpose: { readonly runId: string } | { readonly runId: null; readonly work: Work }, { user, host }: Actor): Promise<Holder> =>
  session.store.takeHold({ environment, ...purpose, ...session.context.host('local').self(), user, host, since: session.context.clock.now().toISOString() })

/** For what is no run. Throws `environment-locked`. */
export async function holdFor(session: Session, environment: string, work: Work): Promise<Held> {
  const lock = await acquire(session.path, environment, { held: () => lockedBy(session, environment) })
  const row = await nameHolder(session, environment, { runId: null, work }, session.actor).catch(async (error: unknown) => {
    // The lock alone keeps others away: what frees space has to work where there is none left for the row.
    if (problemOf(error).code === 'disk-full') return null
    await lock.release()
    throw error
  })
  return { release: () => (row ? letGo(session, environment, { lock, epoch: row.epoch }) : lock.release()) }
}

/** Does it while the environment is held for it. Throws `environment-locked`. */
export async function whileHeld<T>(session: Session, environment: string, work: Work, doing: () => Promise<T>): Promise<T> {
  const held = await holdFor(session, environment, work)
  try {
    return await doing()
  } finally {
    await held.release()
  }
}

export interface Hold { readonly lock: Held; readonly epoch: number }
export async function letGo(session: Session, environment: string, { lock, epoch }: Hold): Promise<void> {
  await session.store.release(environment, epoch).catch(() => undefined)
  await lock.release()
}

/** Who holds the environment now; null when nobody does, or whoever does has not said so yet. */
export async function holderOf(session: Session, environment: string): Promise<HolderView | null> {
  const holder = await session.store.holder(environment)
  if (!holder || !isHeld(session.path, environment)) return null
  const host = session.context.host('local')
  const life = await lifeOf(host, holder)
  if (life === 'gone') return null
  const state = holder.runId === null ? null : fold(await session.store.events(holder.runId))
  const here = life === 'alive' && holder.pid === host.self().pid
  const also = [...(await alsoHeldBy(session, holder)), ...(here ? [] : await heldElsewhere(session, holder))]
  return { ...asView(holder), phase: state && phaseNow(state), here, also: also.map(asHeld) }
}

/** As its row tells it, without looking any further. */
export const asView = ({ user, host, pid, since, epoch, runId, work }: Holder): HolderView => ({ user, host, pid, since, epoch, runId, work, phase: null, here: false, also: [] })
export const asHeld = (holder: Holder | HolderElsewhere): HeldBesides => {
  const { environment, runId, work } = holder
  return { environment, runId, work, ...('project' in holder ? { project: holder.project } : {}) }
}

/** The other environments of this project that the same process holds. */
export async function alsoHeldBy(session: Session, holder: Holder): Promise<readonly Holder[]> {
  const all = await session.store.holders()
  return all.filter((one) => one.environment !== holder.environment && isSameProcess(one, holder) && isHeld(session.path, one.environment))
}

/** "kim on laptop since 22 Nov 03:12 UTC (run …, phase stop, process 42)" */
export const holderWords = ({ user, host, since, runId, work, phase, pid, also }: HolderView): string =>
  `${user} on ${host} since ${dayTime(since, 'utc')} UTC (${purposeWords({ runId, work })}${phase === null ? '' : `, phase ${phase}`}, process ${pid}${also.length === 0 ? '' : `, which also holds ${heldWords(also)}`})`

/** Why the environment cannot be taken, with who has it where that is known. */
export async function lockedBy(session: Session, environment: string): Promise<BackstepError> {
  const holder = await holderOf(session, environment).catch(() => null)
  return fail('environment-locked', `${lockedWords(environment, holder)} Nothing was changed.`, nextTo(environment, holder), { place: { file: projectPaths(session.path).lock(environment) }, ...(holder ? { holder } : {}) })
}

function lockedWords(environment: string, holder: HolderView | null): string {
  if (holder === null) return `${environment} is held by another program that has not said who it is.`
  return `${holder.work === null ? `A run is going on in ${environment}: it` : environment} is held by ${holderWords(holder)}.`
}

function nextTo(environment: string, holder: HolderView | null): string {
  const takeOver = `take it over: backstep takeover --env ${environment} --reason "…"`
  if (holder?.work === null) return `Wait for it to end (--wait 10m), ${holder.here ? 'or open it in the window to watch or cancel it.' : `open it in the window to watch it, or ${takeOver}`}`
  return holder === null || holder.here ? 'Wait for it to end (--wait 10m).' : `Wait for it to end (--wait 10m), or ${takeOver}`
}
