/** What stays whatever the limits say. */
import { listOf } from '../text'
import { keyOf, type Keepable, type RestoreTarget, type RetentionInput } from './input'

/** Why this one must stay, with what is gone already; null when it need not. */
export function sparedBecause(input: RetentionInput, item: Keepable, gone: ReadonlySet<string>): string | null {
  const key = keyOf(item)
  const run = input.needed.get(key)
  if (run !== undefined) return `Run ${run} has not ended and needs it.`
  if (input.pinned.has(key)) return 'Kept by hand.'
  const newest = item.store === 'rollback-snapshots' ? input.newest.filter(({ runId }) => runId === item.id) : []
  if (newest.length > 0) return `It is the way back from the newest ${newest.some(({ successful }) => successful) ? 'successful run' : 'run'} in ${item.environment}.`
  return onlySource(input, item, gone)
}

function onlySource({ items, targets }: RetentionInput, item: Keepable, gone: ReadonlySet<string>): string | null {
  if (item.unusable) return null
  const others = items.filter((other) => keyOf(other) !== keyOf(item) && !gone.has(keyOf(other)) && !other.unusable)
  for (const target of targets) {
    const lost = target.databases.filter((database) => holds(item, target, database) && !others.some((other) => isAsGood(other, item) && holds(other, target, database)))
    if (lost.length > 0) return `It holds the only copy of ${listOf(lost)} as ${target.version} left it, and ${target.version} is ${target.what} in ${target.environment}.`
  }
  return null
}

const isAsGood = (other: Keepable, item: Keepable): boolean => other.doubtful !== true || item.doubtful === true

const holds = (item: Keepable, target: RestoreTarget, database: string): boolean =>
  item.environment === target.environment && item.deploymentId === target.deploymentId && item.copies.includes(database)
