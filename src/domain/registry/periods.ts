import type { Deployment, Registry } from '../deployment'
import type { Instant } from '../facts'
import { indexOf, isRollback, succeeded } from './order'

/** A time in which a deployment was in force: from its own record or that of a rollback to it, until the next (null: still). */
export interface Period { readonly from: Deployment; readonly until: Instant | null }

/** The deployment that is in force after this record; null when a rollback names one that is not there. */
export const inForceBy = (registry: Registry, record: Deployment): Deployment | null =>
  isRollback(record) ? (indexOf(registry).byId.get(record.rollback.to) ?? null) : record

/** Did this record change what is in force? A deployment that was rolled back later was in force until then. */
export const cameIntoForce = (record: Deployment): boolean =>
  isRollback(record) ? succeeded(record) && record.rollback.kind !== 'partial' : succeeded(record) || record.status === 'rolled-back'

/** When it was in force, oldest first. */
export const periodsOf = (registry: Registry, { environment, id }: Deployment): readonly Period[] => allPeriods(registry, environment).get(id) ?? []

type Periods = ReadonlyMap<string, readonly Period[]>
const cache = new WeakMap<Registry, Map<string, Periods>>()

function allPeriods(registry: Registry, environment: string): Periods {
  const known = cache.get(registry) ?? new Map<string, Periods>()
  cache.set(registry, known)
  const periods = known.get(environment) ?? periodsIn(registry, environment)
  known.set(environment, periods)
  return periods
}

function periodsIn(registry: Registry, environment: string): Periods {
  const changes = (indexOf(registry).byEnvironment.get(environment) ?? []).filter(cameIntoForce).reverse()
  const periods = new Map<string, Period[]>()
  for (const [at, from] of changes.entries()) {
    const id = inForceBy(registry, from)?.id
    if (id === undefined) continue
    const of = periods.get(id) ?? []
    of.push({ from, until: changes[at + 1]?.timestamp ?? null })
    periods.set(id, of)
  }
  return periods
}
