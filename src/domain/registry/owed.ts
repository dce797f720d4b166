/** The registry as it will be once the records that it is owed are in its file. */
import type { Deployment, DeploymentStatus, Registry } from '../deployment'
import { deploymentById, deploymentsOf, isUndone, statusesAfter } from './lineage'
import { isRollback, succeeded } from './order'

/** A finished run's record; `delivered` when it was in the file once. */
export interface Owed { readonly record: Deployment; readonly delivered: boolean }

/** Those that the file should have and has not, in the order given. One that was there is missed only while older ones are: what was cut off at the old end stays away. */
export function missingFrom<T extends Owed>(registry: Registry, owed: readonly T[]): readonly T[] {
  const ids = new Set(owed.map(({ record }) => record.id))
  for (const { id } of registry.deployments) ids.delete(id)
  return owed.filter(({ record, delivered }) => ids.has(record.id) && (!delivered || hasOlder(registry, record)))
}

/** The statuses that a finished run's record sets, by deployment id, also where it is written late: what was taken back meanwhile sets nothing. */
export function statusesSetBy(registry: Registry, record: Deployment): Readonly<Record<string, DeploymentStatus>> {
  if (!isRollback(record) || !succeeded(record) || isUndone(registry, record)) return {}
  const { kind, from, to, undoes } = record.rollback
  return statusesAfter(registry, kind, from, undoes === undefined ? null : deploymentById(registry, undoes), to)
}

/** As if `addRecord` had written it: at the end of the file, with the statuses that it sets. */
export function withRecord(registry: Registry, record: Deployment): Registry {
  const statuses = new Map(Object.entries(statusesSetBy(registry, record)))
  const marked = registry.deployments.map((one) => ({ ...one, status: statuses.get(one.id) ?? one.status }))
  return { ...registry, deployments: [...marked, { ...record, index: marked.length }] }
}

function hasOlder(registry: Registry, { environment, timestamp }: Deployment): boolean {
  const oldest = deploymentsOf(registry, environment).at(-1)
  return oldest !== undefined && oldest.timestamp < timestamp
}
