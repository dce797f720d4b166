/** What was confirmed, held against what is decided now: the same plan, no check that blocks, the name typed, the loss of data accepted. */
import { blocks, wayOn, type Check } from '../../domain/check'
import { registryKey } from '../../domain/facts'
import { planHash } from '../../domain/planner'
import type { EnvironmentDefinition } from '../../domain/definition'
import type { Plan, RollbackRequest } from '../../domain/plan'
import { isStale } from '../../domain/plan-changes'
import { BackstepError, fail, problemOf, type Problem } from '../../domain/problem'
import type { StartInput } from '../engine'
import { decide, type Decided } from '../guide/decide'
import { rowsToLose } from '../guide/stake'
import type { Session } from '../session/session'
import { stalePlan } from './stale'

export interface Confirmed { readonly decided: Decided; readonly plan: Plan; readonly forced: readonly string[] }

/** Observes and decides; reads only. Throws why it may not run, for one `stale-plan` when it is another plan than the confirmed one. */
export async function decideConfirmed(session: Session, definition: EnvironmentDefinition, input: StartInput): Promise<Confirmed> {
  const decided = await decide(session, input.request)
  const forced = forcedOf(decided.checks, input.forced)
  const plan = await requireConfirmedPlan(session, decided, forced, input)
  requireConfirmed(definition, decided, forced, input)
  if (!input.acceptsDataLoss) await requireNoLoss(session, definition, decided)
  return { decided, plan, forced }
}

/** For a refusal that comes after something was ended for it: it says so. */
export const afterEnding = (what: string) => (error: unknown): never => {
  const { message, ...problem } = problemOf(error)
  throw new BackstepError({ ...problem, message: `${message.replace(/ ?Nothing was changed\./, '')} ${what} Nothing else was changed.` }, { cause: error })
}

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
async function requireConfirmedPlan(session: Session, decided: Decided, forced: readonly string[], { request, planHash: confirmed }: StartInput): Promise<Plan> {
  if (confirmed !== null && isStale(decided, (hash) => hash === confirmed)) throw await stalePlan(session, confirmed, request.environment, decided, blockingOf(decided.checks, forced))
  return requirePlan(decided)
}

/** Why a plan that was confirmed, by its hash or the beginning of it, is another one now, and what blocks that one. */
export async function whyStale(session: Session, asked: string, request: RollbackRequest, forced: StartInput['forced']): Promise<Problem> {
  const decided = await decide(session, request)
  return (await stalePlan(session, asked, request.environment, decided, blockingOf(decided.checks, forcedOf(decided.checks, forced)))).problem
}

/** Ending the run that is undone adds its record to the registry; nothing else may differ from what was confirmed. */
export function requireSame(confirmed: Plan, plan: Plan): void {
  const key = registryKey(plan.environment)
  const hashOf = ({ relies, ...rest }: Plan): string => planHash({ ...rest, from: null, relies: Object.fromEntries(Object.entries(relies).filter(([name]) => name !== key)) })
  if (hashOf(confirmed) !== hashOf(plan)) throw fail('stale-plan', 'What was observed has changed since this plan was made. The run that is undone was ended; nothing else was changed.', 'Look at the new plan and confirm it.')
}

const blockingOf = (checks: readonly Check[], forced: readonly string[]): readonly Check[] => checks.filter((check) => blocks(check, forced))

const forcedOf = (checks: readonly Check[], forced: StartInput['forced']): readonly string[] =>
  forced === 'all' ? checks.filter((check) => !check.passed && check.blocking === 'unless-forced').map((check) => check.id) : forced

function requireConfirmed(definition: EnvironmentDefinition, { checks }: Decided, forced: readonly string[], input: StartInput): void {
  const [first, ...others] = blockingOf(checks, forced)
  if (first) throw blockedBy([first, ...others])
  const mustType = definition.protected || checks.some((check) => !check.passed && forced.includes(check.id))
  if (mustType && input.typedName !== definition.name) throw fail('name-not-typed', `${definition.name} ${definition.protected ? 'is protected' : 'is rolled back against a check'}: its name has to be typed to confirm. Nothing was changed.`, `Type ${definition.name}.`)
}

/** Where nothing was accepted nothing may be lost, as it is counted now: a migration never is. */
async function requireNoLoss(session: Session, definition: EnvironmentDefinition, { plan, gathered, observed }: Decided): Promise<void> {
  if (!plan?.steps.some((step) => step.effect === 'loses-data')) return
  const migrates = gathered === null || gathered.sources.some(({ choice }) => choice === 'migrate')
  if (!migrates && (await rowsToLose(session, definition, gathered, observed)) === 0) return
  throw fail('data-loss-not-accepted', 'This rollback loses data, and that was not accepted. Nothing was changed.', 'Tick that rows will be lost, or keep the data.')
}

function blockedBy([first, ...others]: readonly [Check, ...Check[]]): Error {
  const more = others.length > 0 ? ` (and ${others.length} more)` : ''
  return fail(`check-${first.name.replaceAll('_', '-')}`, `${first.message}${more}`, wayOn(first))
}
