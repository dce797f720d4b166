/** Whose data the copies in a manifest are. The label says what the registry had as current; what ran then may have been a deployment that had failed. */
import type { Deployment, Registry } from '../deployment'
import type { Manifest } from '../manifest'
import { deploymentById, deploymentsOf } from './lineage'
import { indexOf, isRollback, succeeded, type Rollback } from './order'
import { cameIntoForce, placeIn } from './periods'

type Labelled = Pick<Manifest, 'id' | 'kind' | 'environment' | 'deploymentId' | 'takenAt'>

export interface LeftData {
  readonly deploymentId: string
  /** A deployment after it that had failed, or not ended, when the copy was taken: the data may be as that one made it. */
  readonly doubt: Deployment | null
}

/**
 * The deployment that left the data which a snapshot, or what was kept before a deployment, holds; null = none: no restore takes it.
 * A run follows a deployment that failed because of what that did, so a doubtful snapshot is none's; the next deployment comes when all is well again.
 */
export function leftDataOf(registry: Registry, manifest: Labelled): LeftData | null {
  const { deploymentId, environment, kind, takenAt } = manifest
  const own = ownRecord(registry, manifest)
  const records = deploymentsOf(registry, environment)
  const before = own === null ? records.findIndex(({ timestamp }) => timestamp <= takenAt) : placeIn(records, own) + 1
  // Who goes back to what is current mends it: what it has then is not what it left.
  const found = before < 0 || own?.rollback?.to === deploymentId ? null : dataFrom(registry, records, before)
  return found?.deploymentId === deploymentId && (found.doubt === null || kind === 'before-deployment') ? found : null
}

/** Of the run that took it, or of the deployment before which it was taken. */
function ownRecord(registry: Registry, { id, kind, environment }: Labelled): Deployment | null {
  const own = deploymentById(registry, kind === 'before-deployment' ? id.replace(/\.before$/, '') : id)
  return own?.environment === environment ? own : null
}

/** Whose data there was after the record in this place, the newest first; null = nobody can tell. */
function dataFrom(registry: Registry, records: readonly Deployment[], start: number): LeftData | null {
  let doubt: Deployment | null = null
  for (let place = start, record = records[place]; record !== undefined; record = records[place]) {
    if (!isRollback(record)) {
      if (cameIntoForce(record)) return { deploymentId: record.id, doubt }
      doubt ??= record
      place++
      continue
    }
    const { kind, to, dataPreserved } = record.rollback
    if (succeeded(record) && kind === 'full') return { deploymentId: to, doubt }
    // Of what failed, only data that was not touched is still whose it was. A selection leaves the deployment in force.
    if (!succeeded(record) && !dataPreserved) return null
    place = Math.max(place, undonePlace(registry, records, record)) + 1
  }
  return null
}

/** An undo brought back what there was before its run. */
function undonePlace(registry: Registry, records: readonly Deployment[], record: Rollback): number {
  const undone = record.rollback.kind === 'undo' && succeeded(record) ? indexOf(registry).byRun.get(record.rollback.undoes ?? '') : undefined
  return undone === undefined ? 0 : placeIn(records, undone)
}
