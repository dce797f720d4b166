/**
 * Starting a run: lock → complete what the registry is owed → observe again → the same plan? → checks → journal → drive.
 * Everything is observed under the lock, so nothing that the plan relies on can be changed by another run meanwhile.
 */
import { randomBytes } from 'node:crypto'
import { blocks, type Check } from '../../domain/check'
import { registryKey } from '../../domain/facts'
import { applyEvent } from '../../domain/run-state'
import { planHash } from '../../domain/planner'
import type { EnvironmentDefinition } from '../../domain/definition'
import type { Plan } from '../../domain/plan'
import { fail } from '../../domain/problem'
import type { Actor, RunEvent, OutputLine, RunHeader } from '../../domain/run'
import type { StartInput } from '../engine'
import { decide, type Decided } from '../guide/decide'
import { expectedFor } from '../guide/prepare'
import { rowsToLose } from '../guide/stake'
import { acquire, type Held } from '../lock/lock'
import { clearLeft } from '../manifests/left'
import type { Holder } from '../store/store'
import { environmentOf, type Session } from '../session/session'
import { drive, type Driver } from './driver'
import { flushOutbox } from './finish'
import { closeForUndo } from './close'

export interface Listeners {
  onEvents(events: readonly RunEvent[]): void
  onOutput(lines: readonly OutputLine[]): void
}

export async function startRun(session: Session, input: StartInput, actor: Actor, listeners: Listeners): Promise<Driver> {
  if (session.readOnly !== null) throw fail('read-only', session.readOnly, 'Make the folder writable, or run as a user who may write it.')
  requireReason(input.reason)
  const definition = await environmentOf(session, input.request.environment)
  const runId = newRunId(session.context.clock.now())
  const { lock, holder: first } = await hold(session, definition.name, runId, actor)
  let holder = first
  try {
    await flushOutbox(session)
    await clearLeft(session.context).catch(() => undefined)
    let decided = await decide(session, input.request)
    const confirmed = requirePlan(decided, input.planHash)
    const forced = forcedOf(decided.checks, input.forced)
    requireConfirmed(definition, decided, forced, input)
    if (input.request.undo !== null && (await closeForUndo(session, input.request.undo, actor, listeners))) {
      holder = await takeHold(session, definition.name, runId, actor)
      decided = await decide(session, input.request)
      requireSame(confirmed, requirePlan(decided, null))
    }
    const plan = requirePlan(decided, null)
    const header: RunHeader = {
      runId: holder.runId, startedAt: session.context.clock.now().toISOString(), actor, via: input.via, reason: session.context.mask(input.reason.trim()), plan, forced, checks: decided.checks, onFailure: input.onFailure, expected: await expectedFor(session, plan)
    }
    const rowsLost = decided.gathered && (await rowsToLose(session, definition, decided.gathered, decided.observed))
    const event = await session.store.createRun(header)
    listeners.onEvents([event])
    return drive({
      session, state: applyEvent(null, event), epoch: holder.epoch, lock, observed: decided.observed, registryText: decided.registryText, steps: plan.steps, actor,
      rowsLost, mayAsk: input.via !== 'library', ...listeners
    })
  } catch (error) {
    await session.store.release(definition.name, holder.epoch).catch(() => undefined)
    await lock.release()
    throw error
  }
}

/** The environment's lock with its holder's row. A run that nobody drives does not hold it; `startRun` then meets `unfinished_run`. */
export async function hold(session: Session, environment: string, runId: string, actor: Actor): Promise<{ lock: Held; holder: Holder }> {
  const lock = await acquire(session.path, environment, { store: session.store })
  try {
    return { lock, holder: await takeHold(session, environment, runId, actor) }
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** Names this process as the holder, with the next epoch; the caller has the lock. */
export const takeHold = (session: Session, environment: string, runId: string, actor: Actor): Promise<Holder> =>
  session.store.takeHold({ environment, runId, ...session.context.host('local').self(), user: actor.user, host: actor.host, since: session.context.clock.now().toISOString() })

/** `20261122-031622-4f2a`: sorts by time, unique within the second. */
export const newRunId = (now: Date): string => `${now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}-${randomBytes(2).toString('hex')}`

export function requireReason(reason: string): void {
  if (reason.trim() !== '') return
  throw fail('reason-missing', 'A rollback needs a reason: it goes into the history. Nothing was changed.', 'Say in a sentence why, for example with --reason "Checkout answers 500 since 02:41".')
}

function requirePlan({ plan, checks }: Decided, hash: string | null): Plan {
  const first = checks.find((check) => !check.passed && check.blocking === 'always')
  if (!plan) throw fail(first?.name === 'already_running' ? 'already-running' : 'blocked', first?.message ?? 'No plan can be made.', first?.remedies[0]?.title ?? 'Read the checks.')
  if (hash !== null && plan.hash !== hash) throw fail('stale-plan', `What was observed has changed since this plan was made. Nothing was changed. The plan would now be ${plan.hash.slice(0, 8)}, not ${hash.slice(0, 8)}.`, 'Look at the new plan and confirm it.')
  return plan
}

/** Ending the run that is undone adds its record to the registry; nothing else may differ from what was confirmed. */
function requireSame(confirmed: Plan, plan: Plan): void {
  const key = registryKey(plan.environment)
  const hashOf = ({ relies, ...rest }: Plan): string => planHash({ ...rest, from: null, relies: Object.fromEntries(Object.entries(relies).filter(([name]) => name !== key)) })
  if (hashOf(confirmed) !== hashOf(plan)) throw fail('stale-plan', 'What was observed has changed since this plan was made. The run that is undone was ended; nothing else was changed.', 'Look at the new plan and confirm it.')
}

const forcedOf = (checks: readonly Check[], forced: StartInput['forced']): readonly string[] =>
  forced === 'all' ? checks.filter((check) => !check.passed && check.blocking === 'unless-forced').map((check) => check.id) : forced

function requireConfirmed(definition: EnvironmentDefinition, { plan, checks }: Decided, forced: readonly string[], input: StartInput): void {
  const [first, ...others] = checks.filter((check) => blocks(check, forced))
  if (first) throw blockedBy([first, ...others])
  const mustType = definition.protected || checks.some((check) => !check.passed && forced.includes(check.id))
  if (mustType && input.typedName !== definition.name) throw fail('name-not-typed', `${definition.name} ${definition.protected ? 'is protected' : 'is rolled back against a check'}: its name has to be typed to confirm. Nothing was changed.`, `Type ${definition.name}.`)
  const loses = plan?.steps.some((step) => step.effect === 'loses-data') ?? false
  if (loses && !input.acceptsDataLoss) throw fail('data-loss-not-accepted', 'This rollback loses data, and that was not accepted. Nothing was changed.', 'Tick that rows will be lost, or keep the data.')
}

function blockedBy([first, ...others]: readonly [Check, ...Check[]]): Error {
  const more = others.length > 0 ? ` (and ${others.length} more)` : ''
  const otherwise = first.blocking === 'always' ? 'This check cannot be overridden.' : 'Override the check, or choose another target.'
  return fail(`check-${first.name.replaceAll('_', '-')}`, `${first.message}${more}`, first.remedies[0]?.title ?? otherwise)
}
