/**
 * Closing with prepared statements left open leaves the file, its `-wal` and its `-shm` open until the statements happen to
 * be collected: this library cannot finalize them. Where the file must really be let go, they are collected now.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { DatabaseSyncInstance } from '@photostructure/sqlite'

let collect: (() => void) | null = null

function collector(): () => void {
  if (collect) return collect
  setFlagsFromString('--expose-gc')
  collect = runInNewContext('gc') as () => void
  setFlagsFromString('--no-expose-gc')
  return collect
}

/** Milliseconds after which what was closed soon is collected: a collection of everything holds up all else, so many share one. */
const SOON = 30_000
let planned: NodeJS.Timeout | null = null

/**
 * Closes; the file is let go within half a minute, or with the end of the process. For a file that nobody replaces, and of which
 * nobody waits for the `-wal` to leave: what stands in it is in the file itself, unless another connection holds that up.
 */
export function closeSoon(database: DatabaseSyncInstance): void {
  if (database.isOpen) database.close()
  planned ??= setTimeout(() => {
    planned = null
    void letGo()
  }, SOON).unref()
}

/** Closes and lets the file go. The caller holds no prepared statement of it any more; keep them in no variable that lives on. */
export async function closeFully(database: DatabaseSyncInstance): Promise<void> {
  if (database.isOpen) database.close()
  await letGo()
}

/** The files of what was closed are let go now. */
export async function letGo(): Promise<void> {
  // Statements are freed by finalizers, which run after the collection.
  for (let round = 0; round < 2; round++) {
    collector()()
    await new Promise((resolve) => setImmediate(resolve))
  }
}
