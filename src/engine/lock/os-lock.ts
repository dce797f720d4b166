/**
 * A lock that the operating system frees when its holder dies: a SQLite file held with BEGIN EXCLUSIVE. The file is never
 * removed and never opened by anything but SQLite, since closing any other descriptor of it would free the lock.
 */
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import { fail } from '../../domain/problem'
import { isAbsent } from '../files/closed'
import { ensurePrivateFile } from '../files/private-file'
import { isBusy, sqliteProblem } from '../store/sqlite-problem'

export interface OsLock { release(): void }

/** A probe holds its shared lock for microseconds: one short wait tells it from a holder. */
const PROBE = 100
const POLL = 25

// Kept alive here, with its file: a connection that is collected frees its lock.
const held = new Map<DatabaseSyncInstance, string>()

/** The lock, or null when another holds it. */
export function tryLock(file: string): OsLock | null {
  ensurePrivateFile(file)
  const connection = open(file, PROBE)
  try {
    // In memory: a journal beside the file would outlive a killed holder.
    connection.exec('PRAGMA journal_mode = MEMORY')
    connection.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    connection.close()
    if (isBusy(error)) return null
    throw sqliteProblem(error, file)
  }
  held.set(connection, file)
  return {
    release() {
      if (!held.delete(connection)) return
      try {
        connection.exec('ROLLBACK')
      } finally {
        connection.close()
      }
    }
  }
}

/** Waits at most `wait` milliseconds; null when it was still held then. */
export async function waitForLock(file: string, wait: number, abort?: AbortSignal): Promise<OsLock | null> {
  const until = performance.now() + wait
  for (;;) {
    if (abort?.aborted) throw fail('aborted', 'Waiting for the lock was cancelled.')
    // Probing blocks this thread, which is the one that a holder in this process needs to get done.
    const lock = [...held.values()].includes(file) ? null : tryLock(file)
    if (lock || performance.now() >= until) return lock
    await new Promise((resolve) => setTimeout(resolve, POLL))
  }
}

/** Does the work while the lock is held, after at most `wait` milliseconds; throws `busy` when nobody gives it up until then. */
export async function whileLocked<T>(file: string, wait: number, busy: () => Error, work: () => Promise<T>): Promise<T> {
  const lock = await waitForLock(file, wait)
  if (!lock) throw busy()
  try {
    return await work()
  } finally {
    lock.release()
  }
}

/** Is it held, by this process or another? One that may not be read counts as held. Takes nothing, creates nothing. */
export function isLocked(file: string): boolean {
  let connection: DatabaseSyncInstance
  try {
    connection = new DatabaseSync(file, { readOnly: true, timeout: 0 })
  } catch {
    return !isAbsent(file)
  }
  try {
    // Not prepared: a statement would keep the file open after close.
    connection.exec('SELECT count(*) FROM sqlite_master')
    return false
  } catch (error) {
    if (isBusy(error)) return true
    throw sqliteProblem(error, file)
  } finally {
    connection.close()
  }
}

function open(file: string, timeout: number): DatabaseSyncInstance {
  try {
    return new DatabaseSync(file, { timeout })
  } catch (error) {
    throw sqliteProblem(error, file)
  }
}
