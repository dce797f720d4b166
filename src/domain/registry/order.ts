/** What is looked up in a registry again and again, made once for each registry that was read. */
import type { Deployment, Registry, RollbackNote } from '../deployment'

/** A record that notes a rollback. */
export type Rollback = Deployment & { readonly rollback: RollbackNote }

export const isRollback = (record: Deployment): record is Rollback => record.rollback !== null
export const succeeded = (record: Deployment): boolean => record.status === 'success'

export interface RegistryIndex {
  /** All of them, newest first. */
  readonly newest: readonly Deployment[]
  /** Newest first. */
  readonly byEnvironment: ReadonlyMap<string, readonly Deployment[]>
  readonly byId: ReadonlyMap<string, Deployment>
  /** Rollbacks by the deployment that they left, newest first. */
  readonly rollbacksFrom: ReadonlyMap<string, readonly Rollback[]>
  /** Rollbacks by the deployment that they went to, newest first. */
  readonly rollbacksTo: ReadonlyMap<string, readonly Rollback[]>
  /** Undo records by the run that they took back. */
  readonly undoesOf: ReadonlyMap<string, readonly Rollback[]>
  readonly byRun: ReadonlyMap<string, Rollback>
}

/** Newest first: by timestamp, of the same time the later in the file. */
export const newestFirst = (a: Deployment, b: Deployment): number => (a.timestamp < b.timestamp ? 1 : a.timestamp > b.timestamp ? -1 : b.index - a.index)

const indexes = new WeakMap<Registry, RegistryIndex>()

export function indexOf(registry: Registry): RegistryIndex {
  const known = indexes.get(registry)
  if (known !== undefined) return known
  const made = makeIndex(registry)
  indexes.set(registry, made)
  return made
}

function makeIndex({ deployments }: Registry): RegistryIndex {
  const newest = [...deployments].sort(newestFirst)
  const rollbacks = newest.filter(isRollback)
  return {
    newest,
    byEnvironment: groupBy(newest, (record) => record.environment),
    byId: new Map(deployments.map((record) => [record.id, record])),
    rollbacksFrom: groupBy(rollbacks, (record) => record.rollback.from),
    rollbacksTo: groupBy(rollbacks, (record) => record.rollback.to),
    undoesOf: groupBy(rollbacks.filter((record) => record.rollback.undoes !== undefined && record.rollback.kind === 'undo'), (record) => record.rollback.undoes ?? ''),
    byRun: new Map(rollbacks.map((record) => [record.rollback.runId, record]))
  }
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}
