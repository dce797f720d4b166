import type { Deployment, Registry } from '../deployment'
import type { Instant } from '../facts'
import { indexOf, isRollback, newestFirst, succeeded } from './order'

/** A time in which a deployment was in force: from its own record or that of a rollback to it, until the next (null: still). */
export interface Period { readonly from: Deployment; readonly until: Instant | null }

/** The deployment that is in force after this record; null when a rollback names one that is not there. */
export const inForceBy = (registry: Registry, record: Deployment): Deployment | null =>
  isRollback(record) ? (indexOf(registry).byId.get(record.rollback.to) ?? null) : record

/** Did this record change what is in force? A deployment that was rolled back later was in force until then. */
export const cameIntoForce = (record: Deployment): boolean =>
  isRollback(record) ? succeeded(record) && record.rollback.kind !== 'partial' : succeeded(record) || record.status === 'rolled-back'

/** When it was in force, oldest first. */
export function periodsOf(registry: Registry, deployment: Deployment): readonly Period[] {
  const { environment, id } = deployment
  const own = isRollback(deployment) ? [] : [deployment]
  const began = [...own, ...(indexOf(registry).rollbacksTo.get(id) ?? [])].filter((record) => record.environment === environment && cameIntoForce(record))
  return began.sort((a, b) => newestFirst(b, a)).map((from) => ({ from, until: nextChange(registry, from)?.timestamp ?? null }))
}

/** The first record of its environment after this one that changed what is in force. */
function nextChange(registry: Registry, record: Deployment): Deployment | undefined {
  const newest = indexOf(registry).byEnvironment.get(record.environment) ?? []
  for (let at = placeIn(newest, record) - 1; at >= 0; at--) {
    const later = newest[at]
    if (later !== undefined && cameIntoForce(later)) return later
  }
  return undefined
}

/** Where a record stands among records that are sorted newest first. */
export function placeIn(newest: readonly Deployment[], record: Deployment): number {
  let [low, high] = [0, newest.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    const there = newest[middle]
    if (there !== undefined && newestFirst(there, record) < 0) low = middle + 1
    else high = middle
  }
  return low
}
