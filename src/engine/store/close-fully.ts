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

/** Closes and lets the file go. The caller holds no prepared statement of it any more; keep them in no variable that lives on. */
export async function closeFully(database: DatabaseSyncInstance): Promise<void> {
  if (database.isOpen) database.close()
  // Statements are freed by finalizers, which run after the collection.
  for (let round = 0; round < 2; round++) {
    collector()()
    await new Promise((resolve) => setImmediate(resolve))
  }
}
