/**
 * Which snapshots go, and why each stays or goes. Beyond any limit one goes, the oldest first; what an unfinished run, the newest runs or a
 * restore need stays whatever the limits say. The same input gives the same answer.
 */
import { bytes, span } from '../text'
import { keepsAll } from '../snapshot-policy'
import { keyOf, type Keepable, type RetentionInput, type Verdict } from './input'
import { sparedBecause } from './spared'

/** In the order of `items`. */
export function decideRetention(input: RetentionInput): readonly Verdict[] {
  const { items } = input
  const gone = new Set<string>()
  const whys = new Map<string, string>()
  const oldestFirst = [...items].sort((a, b) => compare(a.takenAt, b.takenAt) || compare(keyOf(a), keyOf(b)))
  const beyond = new Map(items.map((item) => [keyOf(item), beyondWhy(input, item)]))
  const spared = new Map<string, string>()
  const consider = (item: Keepable, why: string): void => {
    const because = sparedBecause(input, item, gone)
    if (because !== null) return void spared.set(keyOf(item), because)
    gone.add(keyOf(item))
    whys.set(keyOf(item), why)
  }
  for (const item of oldestFirst) {
    const why = beyond.get(keyOf(item)) ?? null
    if (why !== null) consider(item, why)
  }
  const { size } = input.policy
  if (size !== null) for (const item of oldestFirst) if (!gone.has(keyOf(item)) && sizeOf(items, gone) > size) consider(item, `All together take more than ${bytes(size)}.`)
  return items.map((item) => verdict(input, item, whys.get(keyOf(item)) ?? null, spared.get(keyOf(item)) ?? null))
}

function verdict(input: RetentionInput, item: Keepable, goes: string | null, spared: string | null): Verdict {
  const { policy, now } = input
  const base = { store: item.store, id: item.id, goes: goes !== null, spared: spared !== null, until: null }
  if (goes !== null) return { ...base, why: goes, stays: null }
  if (spared !== null) return { ...base, why: spared, stays: 'needed' }
  if (keepsAll(policy) && !input.pinned.has(keyOf(item))) return { ...base, why: 'No limit is set: everything is kept.', stays: 'unlimited' }
  const because = sparedBecause({ ...input, targets: [] }, item, new Set())
  if (because !== null) return { ...base, why: because, stays: 'needed' }
  const until = policy.age === null ? null : new Date(Date.parse(item.takenAt) + policy.age).toISOString()
  return { ...base, why: 'Within the limits.', stays: 'within-limits', until: until !== null && until > now ? until : null }
}

/** Why it is too old or one too many; null when it is not. */
function beyondWhy({ policy, now, items }: RetentionInput, item: Keepable): string | null {
  const { age, count } = policy
  if (age !== null && Date.parse(now) - Date.parse(item.takenAt) > age) return `Older than ${span(age)}.`
  if (count === null) return null
  const newer = items.filter((other) => other.environment === item.environment && isNewer(other, item)).length
  return newer >= count ? `Beyond the newest ${count} of ${item.environment}.` : null
}

const isNewer = (one: Keepable, than: Keepable): boolean => (compare(one.takenAt, than.takenAt) || compare(keyOf(one), keyOf(than))) > 0
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const sizeOf = (items: readonly Keepable[], gone: ReadonlySet<string>): number => items.reduce((sum, item) => sum + (gone.has(keyOf(item)) ? 0 : item.bytes), 0)
