/** Databases that swaps put aside, beside the live one. A name that is not made of the file's own lineage is none of ours. */
import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fail } from '../../domain/problem'
import type { KeptAside } from '../adapter'
import type { EnvironmentContext } from '../context'
import type { Store } from '../store/store'
import { withDatabase } from './connection'
import { removeDatabase } from './copy'
import { besideOf, fileId, findKept, keptName, lineageOf } from './lineage'
import { bytesOf } from './observe'

export async function listKept(store: Store, path: string): Promise<readonly KeptAside[]> {
  const prefix = `${basename(path)}.kept-`
  const names = (await readdir(dirname(path)).catch(() => [])).filter((name) => name.startsWith(prefix) && !/-(wal|shm|journal)$/.test(name)).sort()
  const found = await Promise.all(names.map(async (name) => {
    const what = join(dirname(path), name)
    const lineage = await lineageOf(store, what)
    return lineage !== null && keptName(path, lineage) === what ? [{ lineage, what, bytes: await bytesOf(what) }] : []
  }))
  return found.flat()
}

export async function removeKept({ store, files }: EnvironmentContext, path: string, lineage: string): Promise<void> {
  const kept = await findKept(store, path, lineage)
  if (kept === null || kept !== keptName(path, lineage)) throw fail('kept-missing', `The database that was put aside beside ${path} is not there any more. Nothing was removed.`, 'Look again.')
  if ((await lineageOf(store, path)) === lineage) throw fail('database-in-use', `${path} is that very database. Nothing was removed.`, 'Look again.')
  // Somebody who has it open still needs it.
  await withDatabase(kept, 'writable', (database) => database.exec('BEGIN EXCLUSIVE; ROLLBACK'), 0)
  await removeDatabase(files, kept)
}

/** Only what is surely ours: its lineage is known, or nothing is in it yet. Where no live one is, it is perhaps all that there is. */
export async function removeBeside({ store, files }: EnvironmentContext, path: string): Promise<void> {
  const beside = besideOf(path)
  const id = await fileId(beside)
  if ((await fileId(path)) === null) return
  if (id !== null && (await store.lineage(id)) === null && (await bytesOf(beside)) > 0) return
  await removeDatabase(files, beside)
}
