/**
 * Taking a run over from whoever holds it: end that very process, wait for the lock, raise the epoch, end or await what it has left
 * running. The run is an interrupted one then. What may not be ended (another user's, another machine's) may not be overtaken.
 */
import { heldWords, type HolderView } from '../../domain/holder'
import { fail, problemOf } from '../../domain/problem'
import type { Actor } from '../../domain/run'
import type { TakeoverInput, TakenOver } from '../engine'
import type { Host, ProcessId } from '../hosts/host'
import { untilGone } from '../hosts/until-gone'
import { lifeOf } from '../lock/holder'
import { isHeld } from '../lock/lock'
import type { Holder } from '../store/store'
import { environmentOf, type Session } from '../session/session'
import { alsoHeldBy, holderOf, holderWords, type Listeners } from './hold'
import { heldBy, recordTakeover, type Recorded } from './taken'

const DIES = 10_000
/** Somebody who has just taken the lock says who it is a moment later. */
const SETTLE = 1_000

export async function takeOver(session: Session, input: TakeoverInput, actor: Actor, listeners: Listeners): Promise<TakenOver> {
  const { name } = await environmentOf(session, input.environment)
  requireAsked(name, input)
  const holder = await requireHolder(session, name)
  await requireMayEnd(session, holder)
  await requireSameHolder(session, holder)
  const also = await requireNamed(session, holder, input.also ?? [])
  await endHolder(session.context.host('local'), holder)
  const why = { actor, reason: session.context.mask(input.reason.trim()) }
  const [[own], besides] = await Promise.all([
    Promise.allSettled([recordTakeover(session, holder, why, listeners)]),
    Promise.all(also.map((one) => recordTakeover(session, one, why, listeners).catch(unrecorded(one))))
  ])
  // Only now: what was interrupted as well is recorded, and its programs ended, in any case.
  if (own.status === 'rejected') throw own.reason
  const { runId, ended } = own.value
  return { runId, environment: name, from: heldBy(holder), ended: [...ended, ...besides.flatMap((one) => one.ended)], also: also.map(({ environment, runId: run }) => ({ environment, runId: run })) }
}

/** The process is gone and its run interrupted all the same; perhaps somebody goes on with it already. */
const unrecorded = ({ environment }: Holder) => (error: unknown): Recorded =>
  ({ runId: null, ended: [`That ${environment} was taken over as well could not be recorded: ${problemOf(error).message}`] })

/** Whoever ends a process ends all that it drives, and has to know it. */
async function requireNamed(session: Session, holder: Holder, named: readonly string[]): Promise<readonly Holder[]> {
  const also = await alsoHeldBy(session, holder)
  const unnamed = also.filter(({ environment }) => !named.includes(environment))
  if (unnamed.length === 0) return also
  throw fail('takeover-ends-more', `Process ${holder.pid}, which holds ${holder.environment}, drives ${heldWords(unnamed)} as well: ending it interrupts ${unnamed.length === 1 ? 'that run' : 'those runs'}, too. Nothing was changed.`,
    `Confirm it: ${unnamed.map(({ environment }) => `--also ${environment}`).join(' ')}.`)
}

function requireAsked(name: string, { reason, typedName }: TakeoverInput): void {
  if (reason.trim() === '') throw fail('reason-missing', 'A takeover needs a reason: it goes into the history. Nothing was changed.', 'Say why, for example with --reason "The laptop it ran on hangs".')
  if (typedName !== name) throw fail('name-not-typed', `Taking over a run ends the program that drives it: the environment's name has to be typed to confirm. Nothing was changed.`, `Type ${name}.`)
}

async function requireHolder(session: Session, environment: string): Promise<Holder> {
  const host = session.context.host('local')
  for (const until = performance.now() + SETTLE; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    if (!isHeld(session.path, environment)) throw fail('not-held', `Nobody holds ${environment}, so there is nothing to take over. Nothing was changed.`, 'A run that was interrupted can be resumed, undone or marked as failed.')
    const holder = await session.store.holder(environment)
    if (holder && (await lifeOf(host, holder)) !== 'gone') return holder
    if (performance.now() > until) throw fail('takeover-refused', `${environment} is held by a process that has not said who it is${holder ? ` (the last one that did was ${holder.user} on ${holder.host}, process ${holder.pid}, which is gone)` : ''}. Nothing was changed.`, 'It may be in another container, or just begin: wait, or look at what runs there.')
  }
}

async function requireMayEnd(session: Session, holder: Holder): Promise<void> {
  const host = session.context.host('local')
  const view = (await holderOf(session, holder.environment)) ?? asView(holder)
  const refuse = (why: string, next: string): Error => fail('takeover-refused', `${holder.environment} is held by ${holderWords(view)}: ${why} Nothing was changed.`, next, { holder: view })
  if (view.here) throw fail('run-driven', `This program drives run ${holder.runId} itself. Nothing was changed.`, 'Cancel it instead; it then waits for a decision.')
  if ((await lifeOf(host, holder)) === 'elsewhere') throw refuse('that is another machine (or this one before it was started anew), where nothing can be ended from here.', `End it on ${holder.host}, or take it over there.`)
  const owner = await host.ownerOf(holder)
  if (owner !== null && owner !== process.geteuid?.()) throw refuse('its process belongs to another user, who alone may end it.', `Ask ${holder.user} to end it, or take it over as ${holder.user}.`)
}

const asView = ({ user, host, pid, since, runId }: Holder): HolderView => ({ user, host, pid, since, runId, phase: null, here: false, also: [] })

/** Asked again right before it is ended: meanwhile another run may have begun there, also in the same process. */
async function requireSameHolder(session: Session, { environment, epoch }: Holder): Promise<void> {
  const now = await session.store.holder(environment)
  if (now?.epoch === epoch && isHeld(session.path, environment)) return
  throw fail('takeover-changed', `${environment} is not held any more by whom it was held when the takeover began. Nothing was changed.`, 'Look who holds it now, and take that over if it is still needed.')
}

/** SIGKILL works on a process that is paused, too. Only it: its programs are ended as orphans, its services live. */
async function endHolder(host: Host, holder: ProcessId): Promise<void> {
  const id: ProcessId = { pid: holder.pid, startTime: holder.startTime, bootId: holder.bootId }
  await host.signal(id, 'SIGKILL', 'alone')
  if (await untilGone(host, [id], DIES)) return
  throw fail('takeover-refused', `Process ${holder.pid}, which holds the environment, could not be ended. Nothing was changed.`, 'It probably waits for a disk or a network file system. Look at it on the machine.')
}
