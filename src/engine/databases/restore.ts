/** Restores a copy beside the live database; the live one is only asked how it keeps its journal. */
import { dirname } from 'node:path'
import { fail } from '../../domain/problem'
import type { EnvironmentContext } from '../context'
import { one, withDatabase } from './connection'
import { copyDatabase, inspectCopy } from './copy'
import { besideOf, fileId, lineageOf, setLineage } from './lineage'
import { shapeDifference, type Shape } from './shape'

/** The lineage is written last, after everything was verified: what has it is whole. */
export async function restoreBeside(context: EnvironmentContext, path: string, copy: string, lineage: string, abort?: AbortSignal): Promise<void> {
  const { files, store } = context
  const beside = besideOf(path)
  const wanted = await inspectCopy(copy)
  if (await isThere(context, beside, wanted, lineage)) return
  const ownership = (await files.databases.ownershipOf(path)) ?? { mode: 0o600, uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
  await files.makeFolder(dirname(path), 0o755)
  // The new file may have the number of one that was removed, and then the store would take it for that one.
  await copyDatabase(files, copy, 'frozen', beside, { mode: ownership.mode, ...(abort ? { abort } : {}), onCreated: () => setLineage(store, beside, `unfinished:${lineage}`) })
  if (await usesWal(path)) await withDatabase(beside, 'writable', (database) => one(database, 'PRAGMA journal_mode = WAL'))
  const difference = shapeDifference(wanted, await inspectCopy(beside))
  if (difference !== null) throw fail('copy-damaged', `${beside} is not what was restored: ${difference}. The live database was not touched.`, 'Check the disk.', { place: { file: beside } })
  await files.databases.settle(beside, ownership)
  await setLineage(store, beside, lineage)
}

/** A run that goes on finds what was restored before. */
async function isThere({ store }: EnvironmentContext, beside: string, wanted: Shape, lineage: string): Promise<boolean> {
  if ((await lineageOf(store, beside)) !== lineage) return false
  return inspectCopy(beside).then((found) => shapeDifference(wanted, found) === null, () => false)
}

async function usesWal(path: string): Promise<boolean> {
  if ((await fileId(path)) === null) return false
  return (await withDatabase(path, 'live', (database) => one(database, 'PRAGMA journal_mode')))['journal_mode'] === 'wal'
}
