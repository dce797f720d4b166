/** Copies a database by SQLite's own means, also while others write it; never by copying the file. */
import { backup } from '@photostructure/sqlite'
import { BackstepError, fail } from '../../domain/problem'
import type { Files } from '../files/files'
import { withDatabase, type Access } from './connection'
import { requireIntegrity, shapeDifference, shapeIn, shapeOf, type Shape } from './shape'

const PAGES = 4_096
const BESIDE = ['', '-journal', '-wal', '-shm'] as const

/** Removes a database that is not in use, and what SQLite left beside it. */
export async function removeDatabase(files: Files, path: string): Promise<void> {
  for (const suffix of BESIDE) await files.remove(`${path}${suffix}`)
}

export interface CopyOptions {
  /** Permission bits of the copy. */
  readonly mode: number
  readonly abort?: AbortSignal
  /** When the new file is there, before anything is in it. */
  readonly onCreated?: () => Promise<void>
}

/**
 * Copies one instant of the source to a new file and checks that all of it arrived. The copy is one file, synced, without a journal
 * beside it.
 */
export async function copyDatabase(files: Files, from: string, access: Access, to: string, options: CopyOptions): Promise<Shape> {
  refuseAborted(options.abort)
  await removeDatabase(files, to)
  await files.write(to, '', { mode: options.mode, lasts: 'none' })
  await options.onCreated?.()
  const shape = await withDatabase(from, access, async (source) => {
    source.exec('BEGIN')
    // Reading the shape fixes the instant that the backup then copies: it goes on in the same transaction.
    const read = shapeIn(source)
    await backup(source, to, { rate: PAGES, progress: () => refuseAborted(options.abort) })
    source.exec('ROLLBACK')
    return read
  })
  await withDatabase(to, 'writable', (copy) => {
    copy.exec('PRAGMA synchronous = OFF; PRAGMA journal_mode = DELETE')
  })
  await files.databases.syncWithFolder(to)
  const difference = shapeDifference(shape, await withDatabase(to, 'frozen', shapeOf))
  if (difference !== null) throw fail('copy-damaged', `The copy ${to} is not what was copied: ${difference}.`, 'Check the disk, then try again.', { place: { file: to } })
  return shape
}

function refuseAborted(abort?: AbortSignal): void {
  if (abort?.aborted) throw fail('cancelled', 'Cancelled while a database was copied. The database was not touched.', '')
}

/** Opens a copy that nobody writes: integrity, schema, rows. Throws `copy-damaged`. */
export async function inspectCopy(path: string): Promise<Shape> {
  try {
    return await withDatabase(path, 'frozen', (copy) => {
      requireIntegrity(copy, path)
      return shapeOf(copy)
    })
  } catch (error) {
    if (error instanceof BackstepError && error.problem.code === 'copy-damaged') throw error
    throw fail('copy-damaged', error instanceof Error ? error.message : String(error), 'Use another copy.', { place: { file: path } })
  }
}
