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
import type { Actor, RunHeader, RunState } from '../../domain/run'
import type { StartInput } from '../engine'
import { decide, type Decided } from '../guide/decide'
import { expectedFor } from '../guide/prepare'
import { rowsToLose } from '../guide/stake'
import { clearLeft } from '../manifests/left'
import { environmentOf, type Session } from '../session/session'
import { closeForUndo } from './close'
import { drive, type Driver } from './driver'
import { stateOf } from './header'
import { hold, letGo, takeHold, type Listeners } from './hold'
import { endOrphans } from './orphans'
import { flushOutbox } from './outbox'
import { rememberPlan, stalePlan } from './stale'
import { tidy } from './tidy'

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
    await tidy(session, definition, input.request.undo === null ? null : await endOrphansOf(session, input.request.undo, definition.name))
    let decided = await decide(session, input.request)
    const confirmed = await requireConfirmedPlan(session, decided, input.planHash)
    const forced = forcedOf(decided.checks, input.forced)
    requireConfirmed(definition, decided, forced, input)
    if (input.request.undo !== null && (await closeForUndo(session, input.request.undo, actor, listeners))) {
      holder = await takeHold(session, definition.name, runId, actor)
      decided = await decide(session, input.request)
      requireSame(confirmed, requirePlan(decided))
    }
    const plan = requirePlan(decided)
    rememberPlan(session, plan, decided.records, decided.observed.at)
    const [expected, rowsAtStake] = await Promise.all([expectedFor(session, plan), decided.gathered && rowsToLose(session, definition, decided.gathered, decided.observed)])
    const header: RunHeader = {
      runId: holder.runId, startedAt: session.context.clock.now().toISOString(), actor, via: input.via, reason: session.context.mask(input.reason.trim()), plan, forced, checks: decided.checks, onFailure: input.onFailure, expected,
      definition, rowsAtStake
    }
    const event = await session.store.createRun(header)
    listeners.onEvents([event])
    return drive({
      session, state: applyEvent(null, event), epoch: holder.epoch, lock, observed: decided.observed, registryText: decided.registryText, steps: plan.steps, actor,
      mayAsk: input.via !== 'library', ...listeners
    })
  } catch (error) {
    await letGo(session, definition.name, { lock, epoch: holder.epoch })
    throw error
  }
}

/** Of a run in this very environment, whose lock is ours: of any other its steps may be in good hands. */
async function endOrphansOf(session: Session, runId: string, environment: string): Promise<RunState | null> {
  const state = await stateOf(session.store, runId)
  if (state.header.plan.environment !== environment) return null
  await endOrphans(session, state)
  return state
}

/** `20261122-031622-4f2a`: sorts by time, unique within the second. */
export const newRunId = (now: Date): string => `${now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}-${randomBytes(2).toString('hex')}`

export function requireReason(reason: string): void {
  if (reason.trim() !== '') return
  throw fail('reason-missing', 'A rollback needs a reason: it goes into the history. Nothing was changed.', 'Say in a sentence why, for example with --reason "Checkout answers 500 since 02:41".')
}

function requirePlan({ plan, checks }: Decided): Plan {
  if (plan) return plan
  const first = checks.find((check) => !check.passed && check.blocking === 'always')
  throw fail(first?.name === 'already_running' ? 'already-running' : 'blocked', first?.message ?? 'No plan can be made.', first?.remedies[0]?.title ?? 'Read the checks.')
}

/** The plan as it would be now has to be the one that was confirmed; null = whatever it is now. */
async function requireConfirmedPlan(session: Session, decided: Decided, hash: string | null): Promise<Plan> {
  const plan = requirePlan(decided)
  if (hash !== null && plan.hash !== hash) throw await stalePlan(session, hash, plan.environment, decided)
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
