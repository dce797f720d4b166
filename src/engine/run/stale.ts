/** Plans that were shown are remembered, here and in the store, so that whoever confirms one later is told what has changed since. */
import { wayOn, type Check } from '../../domain/check'
import { planChanges, RECORDS_COMPARED, recordSeen, type KeptPlan, type RecordSeen } from '../../domain/plan-changes'
import { deploymentsOf } from '../../domain/registry/lineage'
import type { Registry } from '../../domain/deployment'
import type { Observed } from '../../domain/facts'
import type { Plan } from '../../domain/plan'
import { fail, type BackstepError } from '../../domain/problem'
import { listOf } from '../../domain/text'
import type { Session } from '../session/session'

const REMEMBERED = 30
/** Shown hashes may be shortened to so many digits. */
const SHORT = 8
const here = new WeakMap<Session, Map<string, KeptPlan>>()

export const recordsSeen = (registry: Registry, environment: string): readonly RecordSeen[] => deploymentsOf(registry, environment).slice(0, RECORDS_COMPARED).map(recordSeen)

/** Never throws, and is not waited for: a plan that cannot be remembered can be confirmed all the same. */
export function rememberPlan(session: Session, plan: Plan, records: readonly RecordSeen[], at: string): void {
  const known = here.get(session) ?? new Map<string, KeptPlan>()
  here.set(session, known)
  if (known.has(plan.hash)) return
  known.set(plan.hash, { plan, records })
  for (const old of [...known.keys()].slice(0, Math.max(0, known.size - REMEMBERED))) known.delete(old)
  if (session.readOnly === null) session.store.keepPlan(plan.hash, plan.environment, JSON.stringify({ plan, records } satisfies KeptPlan), at).catch(() => undefined)
}

/** By its hash, or the beginning of it; null when it is not known here. */
export async function keptPlan(session: Session, asked: string): Promise<KeptPlan | null> {
  const [found, other] = [...(here.get(session) ?? new Map<string, KeptPlan>()).values()].filter(({ plan }) => plan.hash.startsWith(asked))
  if (found && !other) return found
  const text = await session.store.keptPlan(asked).catch(() => null)
  return text === null ? null : (JSON.parse(text) as KeptPlan)
}

export interface PlannedNow { readonly plan: Plan | null; readonly observed: Observed }

/** `asked` is the confirmed hash, or its beginning. */
export async function changesSince(session: Session, asked: string, environment: string, { plan, observed }: PlannedNow): Promise<readonly string[]> {
  const kept = await keptPlan(session, asked)
  if (kept === null) return [`the plan ${asked.slice(0, SHORT)} is not known here (made elsewhere, or too long ago), so it cannot be said what changed`]
  const { registry } = await session.registry.read()
  return planChanges(kept, { plan, facts: observed.facts, records: recordsSeen(registry, environment) })
}

/** `blocking` are the checks that keep the new plan from being run as well. */
export async function stalePlan(session: Session, asked: string, environment: string, now: PlannedNow, blocking: readonly Check[]): Promise<BackstepError> {
  const changes = await changesSince(session, asked, environment, now)
  const would = now.plan === null ? 'No plan can be made now.' : `The plan would now be ${now.plan.hash.slice(0, SHORT)}, not ${asked.slice(0, SHORT)}.`
  return fail('stale-plan', `What was observed has changed since this plan was made. Nothing was changed. ${would}${blockedWords(blocking)}`, blocking[0] ? wayOn(blocking[0]) : 'Look at the new plan and confirm it.', {
    changes, ...(now.plan ? { hash: now.plan.hash } : {}), ...(blocking.length > 0 ? { blockedBy: blocking.map(({ id }) => id) } : {})
  })
}

const blockedWords = (blocking: readonly Check[]): string =>
  blocking.length === 0 ? '' : ` Blocked by ${listOf(blocking.map(({ id }) => id))}: ${blocking.map(({ message }) => message).join(' ')}`
