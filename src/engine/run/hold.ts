/** Holding an environment for a run: the lock, and the row that says who has it. */
import { heldWords, type HolderView } from '../../domain/holder'
import { fail, type BackstepError } from '../../domain/problem'
import { phaseNow } from '../../domain/situation'
import type { Actor, OutputLine, RunEvent } from '../../domain/run'
import { lifeOf } from '../lock/holder'
import { acquire, isHeld, type Held } from '../lock/lock'
import { projectPaths } from '../paths'
import type { Session } from '../session/session'
import type { Holder } from '../store/store'
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
export const takeHold = (session: Session, environment: string, runId: string, actor: Actor): Promise<Holder> =>
  session.store.takeHold({ environment, runId, ...session.context.host('local').self(), user: actor.user, host: actor.host, since: session.context.clock.now().toISOString() })

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
  const state = fold(await session.store.events(holder.runId))
  const { user, pid, since, runId } = holder
  return { user, host: holder.host, pid, since, runId, phase: state && phaseNow(state), here: life === 'alive' && pid === host.self().pid, also: (await alsoHeldBy(session, holder)).map(({ environment: name, runId: run }) => ({ environment: name, runId: run })) }
}

/** The other environments of this project that the same process holds. */
export async function alsoHeldBy(session: Session, { environment, pid, startTime, bootId }: Holder): Promise<readonly Holder[]> {
  const all = await session.store.holders()
  return all.filter((one) => one.environment !== environment && one.pid === pid && one.startTime === startTime && one.bootId === bootId && isHeld(session.path, one.environment))
}

/** "kim on laptop since 2026-11-22T03:12:04.000Z (run …, phase stop, process 42)" */
export const holderWords = ({ user, host, since, runId, phase, pid, also }: HolderView): string =>
  `${user} on ${host} since ${since} (run ${runId}${phase === null ? '' : `, phase ${phase}`}, process ${pid}${also.length === 0 ? '' : `, which also holds ${heldWords(also)}`})`

/** Why the environment cannot be taken, with who has it where that is known. */
export async function lockedBy(session: Session, environment: string): Promise<BackstepError> {
  const holder = await holderOf(session, environment).catch(() => null)
  const what = holder ? `A run is going on in ${environment}: it is held by ${holderWords(holder)}.` : `${environment} is held by another program that has not said who it is: a run begins or ends, or a deployment is being recorded.`
  return fail('environment-locked', `${what} Nothing was changed.`, 'Wait for it to end (--wait 10m), open it to watch or cancel it, or take it over.', {
    place: { file: projectPaths(session.path).lock(environment) }, ...(holder ? { holder } : {})
  })
}
