/** The copies of the registry against what can be read of it, and putting one back. */
import { sha256Hex } from '../../domain/canonical'
import { compareRecords, readableRecords, type ReadableRecord } from '../../domain/registry/salvage'
import type { RegistryCopiesView, RegistryCopyRow, RegistryRecordRow, RegistryRecords, RegistryRestored } from '../../domain/views'
import type { GoodCopy } from '../registry/backups'
import { requireWritable, type Session } from '../session/session'

const NAMED = 20

export async function registryCopies(session: Session): Promise<RegistryCopiesView> {
  const { bytes, problem, copies } = await session.registry.copies()
  const present = bytes === null ? [] : readableRecords(bytes)
  return {
    file: session.paths.registry, problem, readable: bytes === null ? null : present.length, digest: bytes && sha256Hex(bytes),
    copies: copies.map((copy) => rowOf(copy, present))
  }
}

function rowOf({ name, takenAt, bytes, registry }: GoodCopy, present: readonly ReadableRecord[]): RegistryCopyRow {
  const { same, comesBack, changes, lost } = compareRecords(present, readableRecords(bytes))
  const newest = registry.deployments.reduce<RegistryRecordRow | null>((newer, one) => (newer === null || one.timestamp >= newer.timestamp ? one : newer), null)
  return {
    name, takenAt, bytes: bytes.length, deployments: registry.deployments.length, newest: newest && recordOf(newest), same,
    comesBack: some(comesBack), changes: some(changes), lost: some(lost)
  }
}

const some = (records: readonly ReadableRecord[]): RegistryRecords => ({ total: records.length, first: records.slice(-NAMED).reverse().map(recordOf) })
const recordOf = ({ id, environment, version, timestamp }: RegistryRecordRow): RegistryRecordRow => ({ id, environment, version, timestamp })

/** `digest` is that of the file as it was looked at; null when there was none. */
export async function restoreRegistry(session: Session, copy: string, digest: string | null): Promise<RegistryRestored> {
  requireWritable(session)
  const { registry, keptAs } = await session.registry.restoreCopy(copy, digest)
  return { copy, deployments: registry.deployments.length, keptAs }
}
