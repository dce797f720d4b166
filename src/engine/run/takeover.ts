/**
 * Taking a run over from whoever holds it: write down that it is, end that very process, wait for the lock, raise the epoch, end or await
 * what it has left running. The run is an interrupted one then. What may not be ended (another user's, another machine's) may not be overtaken.
 */
import { alsoTyped, heldName, heldWords, purposeWords } from '../../domain/holder'
import { BackstepError, fail, problemOf } from '../../domain/problem'
import type { Actor } from '../../domain/run'
import type { TakeoverInput, TakenOver } from '../engine'
import type { Host, ProcessId } from '../hosts/host'
import { untilGone } from '../hosts/until-gone'
import { lifeOf } from '../lock/holder'
import { isHeld } from '../lock/lock'
import type { Holder } from '../store/store'
import { environmentOf, type Session } from '../session/session'
import { beginTakeover, forgetTakeovers, heldBy, markEnded, type BegunTakeover, type Why } from './begun'
import { alsoHeldBy, asHeld, asView, holderOf, holderWords, type Listeners } from './hold'
import { heldElsewhere, type HolderElsewhere } from './elsewhere'
import { definitionsHeld, keptReason } from './reason'
import { catchUp, recordTakeover, type Recorded } from './taken'

const DIES = 10_000
/** Somebody who has just taken the lock says who it is a moment later. */
const SETTLE = 1_000

export async function takeOver(session: Session, input: TakeoverInput, actor: Actor, listeners: Listeners): Promise<TakenOver> {
  const name = await heldOrKnown(session, input.environment)
  requireReason(input)
  const holder = await requireHolder(session, name, actor, listeners)
  await requireShown(session, holder, input)
  requireTyped(name, input)
  await requireMayEnd(session, holder)
  const also = await requireNamed(session, holder, input.also ?? [])
  const why = { actor, reason: await keptReason(session, input.reason, await definitionsHeld(session, [holder, ...also.here])) }
  await endHolder(session, holder, also, why)
  const [[own], besides] = await Promise.all([
    Promise.allSettled([recordTakeover(session, holder, why, listeners)]),
    Promise.all(also.here.map((one) => recordTakeover(session, one, why, listeners).catch(unrecorded(one))))
  ])
  // Only now: what was interrupted as well is recorded, and its programs ended, in any case.
  if (own.status === 'rejected') throw afterEnding(holder, own.reason)
  const { runId, ended } = own.value
  return { runId, environment: name, work: holder.work, from: heldBy(holder), ended: [...ended, ...besides.flatMap((one) => one.ended)], also: [...also.here, ...also.elsewhere].map(asHeld) }
}

/** Whoever holds it may have begun under another backstep.yaml: only where nobody does it says what there is. */
async function heldOrKnown(session: Session, environment: string): Promise<string> {
  if (isHeld(session.path, environment) || (await session.store.holder(environment)) !== null) return environment
  return (await environmentOf(session, environment)).name
}

/** The process is gone and its run interrupted all the same; perhaps somebody goes on with it already. */
const unrecorded = ({ environment }: Holder) => (error: unknown): Recorded =>
  ({ runId: null, ended: [`${environment} was taken over as well, which is noted and not in the journal yet: ${withoutComfort(problemOf(error).message)}`] })

/** What fails once the holder is gone has changed something. */
function afterEnding(holder: Holder, error: unknown): BackstepError {
  const { message, ...problem } = problemOf(error)
  return new BackstepError({ ...problem, message: `Process ${holder.pid} of ${holder.user} on ${holder.host}, which held ${holder.environment}, was ended, and ${NOTED} ${withoutComfort(message)}` }, { cause: error })
}
const NOTED = 'that is noted for the history.'
const withoutComfort = (message: string): string => message.replace(/ ?Nothing was changed\./, '')

interface Also { readonly here: readonly Holder[]; readonly elsewhere: readonly HolderElsewhere[] }

/** Whoever ends a process ends all that it drives, and has to know it. */
async function requireNamed(session: Session, holder: Holder, named: readonly string[]): Promise<Also> {
  const also = { here: await alsoHeldBy(session, holder), elsewhere: await heldElsewhere(session, holder) }
  const unnamed = [...also.here, ...also.elsewhere].map(asHeld).filter((held) => !named.includes(heldName(held)))
  if (unnamed.length === 0) return also
  throw fail('takeover-ends-more', `Process ${holder.pid}, which holds ${holder.environment}, holds ${heldWords(unnamed)} as well: ending it interrupts that, too. Nothing was changed.`,
    `Confirm it: ${alsoTyped(unnamed)}.`)
}

function requireReason({ reason }: TakeoverInput): void {
  if (reason.trim() === '') throw fail('reason-missing', 'A takeover needs a reason: it goes into the history. Nothing was changed.', 'Say why, for example with --reason "The laptop it ran on hangs".')
}

function requireTyped(name: string, { typedName }: TakeoverInput): void {
  if (typedName !== name) throw fail('name-not-typed', `A takeover ends the program that holds the environment: its name has to be typed to confirm. Nothing was changed.`, `Type ${name}.`)
}

async function requireHolder(session: Session, environment: string, actor: Actor, listeners: Listeners): Promise<Holder> {
  const host = session.context.host('local')
  for (const until = performance.now() + SETTLE; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    if (!isHeld(session.path, environment)) throw notHeld(environment, await catchUp(session, environment, actor, listeners).catch(() => []))
    const holder = await session.store.holder(environment)
    if (holder && (await lifeOf(host, holder)) !== 'gone') return holder
    if (performance.now() > until) throw fail('takeover-refused', `${environment} is held by a process that has not said who it is${holder ? ` (the last one that did was ${holder.user} on ${holder.host}, process ${holder.pid}, which is gone)` : ''}. Nothing was changed.`, 'It may be in another container, or just begin: wait, or look at what runs there.')
  }
}

function notHeld(environment: string, caughtUp: readonly string[]): Error {
  const what = caughtUp.length === 0 ? 'Nothing was changed.' : `That ${caughtUp.map((runId) => `run ${runId}`).join(', ')} was taken over before is in the journal now; nothing else was changed.`
  return fail('not-held', `Nobody holds ${environment}, so there is nothing to take over. ${what}`, 'A run that was interrupted can be resumed, undone or marked as failed.')
}

/** Ended is who was shown, or drives the run that was named; never who has come in the meantime. */
async function requireShown(session: Session, holder: Holder, { runId, epoch }: TakeoverInput): Promise<void> {
  const named = runId === undefined || runId === holder.runId
  if (named && (epoch === undefined || epoch === holder.epoch)) return
  const view = (await holderOf(session, holder.environment)) ?? asView(holder)
  const what = named ? `${holder.environment} is not held any more by whom you were shown` : `Run ${runId} does not hold ${holder.environment}`
  throw fail('takeover-changed', `${what}: it is held by ${holderWords(view)}. Nothing was changed.`, 'Take that over if it is still needed.', { holder: view })
}

async function requireMayEnd(session: Session, holder: Holder): Promise<void> {
  const host = session.context.host('local')
  const view = (await holderOf(session, holder.environment)) ?? asView(holder)
  const refuse = (why: string, next: string): Error => fail('takeover-refused', `${holder.environment} is held by ${holderWords(view)}: ${why} Nothing was changed.`, next, { holder: view })
  if (view.here) throw fail('run-driven', `This program holds ${holder.environment} itself: ${purposeWords(holder)}. Nothing was changed.`, holder.work === null ? 'Cancel it instead; it then waits for a decision.' : 'Wait for it to end.')
  if ((await lifeOf(host, holder)) === 'elsewhere') throw refuse('that is another machine (or this one before it was started anew), where nothing can be ended from here.', `End it on ${holder.host}, or take it over there.`)
  const owner = await host.ownerOf(holder)
  if (owner !== null && owner !== process.geteuid?.()) throw refuse('its process belongs to another user, who alone may end it.', `Ask ${holder.user} to end it, or take it over as ${holder.user}.`)
}

/** Asked again right before it is ended: meanwhile another run may have begun there, also in the same process. */
async function requireSameHolder(session: Session, { environment, epoch }: Holder): Promise<void> {
  const now = await session.store.holder(environment)
  if (now?.epoch === epoch && isHeld(session.path, environment)) return
  throw fail('takeover-changed', `${environment} is not held any more by whom it was held when the takeover began. Nothing was changed.`, 'Look who holds it now, and take that over if it is still needed.')
}

/** Written down first: whatever comes then, the takeover is known. In another project it is found there by whoever goes on. */
async function endHolder(session: Session, holder: Holder, also: Also, why: Why): Promise<void> {
  const host = session.context.host('local')
  const id: ProcessId = { pid: holder.pid, startTime: holder.startTime, bootId: holder.bootId }
  const begun: BegunTakeover[] = []
  try {
    for (const one of [holder, ...also.here]) begun.push(await beginTakeover(session, one, why))
    for (const one of also.elsewhere) begun.push(await beginTakeover(session, one, why, one.project))
    await requireSameHolder(session, holder)
    await kill(host, id)
  } catch (error) {
    await forgetTakeovers(session, begun)
    throw error
  }
  await markEnded(session, begun)
  if (await untilGone(host, [id], DIES)) return
  throw fail('takeover-refused', `Process ${holder.pid} of ${holder.user} on ${holder.host}, which holds ${holder.environment}, was told to end at once and has not ended yet. It ends as soon as it can, and ${NOTED}`, 'It probably waits for a disk or a network file system. Look at it on the machine.')
}

/** SIGKILL works on a process that is paused, too. Only it: its programs are ended as orphans, its services live. */
async function kill(host: Host, id: ProcessId): Promise<void> {
  if ((await host.signal(id, 'SIGKILL', 'alone')) || !(await host.isAlive(id))) return
  throw fail('takeover-refused', `Process ${id.pid}, which holds the environment, may not be ended. Nothing was changed.`, 'Look on the machine whose it is, and end it there.')
}
