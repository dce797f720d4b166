/** The hash that is confirmed: the same state gives the same hash in window and terminal. */
import { canonicalJson, sha256Hex } from '../canonical'
import type { Plan, Step } from '../plan'

/** SHA-256 (64 hex) of what the plan does and relies on; no titles, no times, no request. */
export function planHash(plan: Omit<Plan, 'hash'>): string {
  const { format, kind, environment, relies, wanted, definition } = plan
  const hashed = { format, kind, environment, relies, wanted, definition, steps: plan.steps.map(withoutTitle) }
  return sha256Hex(canonicalJson(plain(hashed)))
}

/** False when the plan is not the one that its hash was made for. */
export const verifyPlanHash = (plan: Plan): boolean => planHash(plan) === plan.hash

function withoutTitle(step: Step): Omit<Step, 'title'> {
  const { title: _title, ...rest } = step
  return rest
}

/** As it is after a journey through JSON: a key without a value is no key. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
