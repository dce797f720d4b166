/** Which data a file holds: the copy that it came from, as the store remembers by device and inode, else the file itself. */
import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { sha256Hex } from '../../domain/canonical'
import type { Store } from '../store/store'

/** The store's name for a file; null when there is none. A rename does not change it. */
export async function fileId(path: string): Promise<string | null> {
  const stats = await stat(path, { bigint: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
    throw error
  })
  return stats && `${stats.dev}:${stats.ino}`
}

/** Null when there is no such file. */
export async function lineageOf(store: Store, path: string): Promise<string | null> {
  const id = await fileId(path)
  return id === null ? null : ((await store.lineage(id)) ?? `file:${id}`)
}

export async function setLineage(store: Store, path: string, lineage: string): Promise<void> {
  const id = await fileId(path)
  if (id !== null) await store.setLineage(id, lineage)
}

/** A database that is restored stands here until it is swapped. */
export const besideOf = (path: string): string => `${path}.backstep-beside`

/** Where a database of this lineage goes when another takes its place. */
export const keptName = (path: string, lineage: string): string => `${path}.kept-${sha256Hex(lineage).slice(0, 12)}`

/** The kept database with this lineage; null when there is none. */
export async function findKept(store: Store, path: string, lineage: string): Promise<string | null> {
  const prefix = `${basename(path)}.kept-`
  const names = await readdir(dirname(path)).catch(() => [])
  for (const name of names.filter((one) => one.startsWith(prefix) && !/-(wal|shm|journal)$/.test(one))) {
    const kept = join(dirname(path), name)
    if ((await lineageOf(store, kept)) === lineage) return kept
  }
  return null
}
