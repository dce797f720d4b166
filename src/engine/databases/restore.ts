/** Restores a copy beside the live database; the live one is only asked how it keeps its journal. */
import { dirname } from 'node:path'
import { fail } from '../../domain/problem'
import type { EnvironmentContext } from '../context'
import { ownershipOf, settle } from '../files/database-file'
import { one, withDatabase } from './connection'
import { copyDatabase, inspectCopy } from './copy'
import { besideOf, fileId, setLineage } from './lineage'
import { shapeDifference } from './shape'

/** The lineage is written last, after everything was verified: what has it is whole. */
export async function restoreBeside(context: EnvironmentContext, path: string, copy: string, lineage: string): Promise<void> {
  const { files, store } = context
  const beside = besideOf(path)
  const wanted = await inspectCopy(copy)
  const ownership = (await ownershipOf(path)) ?? { mode: 0o600, uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
  await files.makeFolder(dirname(path), 0o755)
  // The new file may have the number of one that was removed, and then the store would take it for that one.
  await copyDatabase(files, copy, 'frozen', beside, { mode: ownership.mode, onCreated: () => setLineage(store, beside, `unfinished:${lineage}`) })
  if (await usesWal(path)) await withDatabase(beside, 'writable', (database) => one(database, 'PRAGMA journal_mode = WAL'))
  const difference = shapeDifference(wanted, await inspectCopy(beside))
  if (difference !== null) throw fail('copy-damaged', `${beside} is not what was restored: ${difference}. The live database was not touched.`, 'Check the disk, then retry.', { place: { file: beside } })
  await settle(beside, ownership)
  await setLineage(store, beside, lineage)
}

async function usesWal(path: string): Promise<boolean> {
  if ((await fileId(path)) === null) return false
  return (await withDatabase(path, 'live', (database) => one(database, 'PRAGMA journal_mode')))['journal_mode'] === 'wal'
}
