/**
 * Puts another database in place of the live one, which is kept. Killed at any point, either the old one or the new one has the name,
 * and doing it again finishes it:
 *
 *   live old, source new ─▶ the old one gets its second name (kept) ─▶ the new one is renamed over the first ─▶ verified
 */
import { stat } from 'node:fs/promises'
import { fail } from '../../domain/problem'
import { listOf } from '../../domain/text'
import type { RowsAtStake } from '../adapter'
import type { EnvironmentContext } from '../context'
import { userWords, usersOf, type FileUser } from '../hosts/file-users'
import { one, withDatabase } from './connection'
import { inspectCopy } from './copy'
import { besideOf, fileId, findKept, keptName, lineageOf } from './lineage'
import { requireIntegrity, shapeDifference, shapeOf, type Shape } from './shape'
import { rowsAtStake } from './stake'

/** Answers of what goes with the live one, as it is when it is swapped. Null when it was swapped already, or there was none. */
export async function swapDatabase(context: EnvironmentContext, path: string, from: 'beside' | 'kept', lineage: string): Promise<RowsAtStake | null> {
  const { store, files } = context
  if ((await lineageOf(store, path)) === lineage) {
    await verifyLive(path, null)
    return null
  }
  const source = await sourceOf(context, path, from, lineage)
  const wanted = await inspectCopy(source)
  const old = await lineageOf(store, path)
  const goes = old === null ? null : await keepOld(context, path, keptName(path, old), source)
  if (old === null) await refuseLeftOvers(path)
  await files.rename(source, path)
  await verifyLive(path, wanted)
  return goes
}

async function sourceOf({ store }: EnvironmentContext, path: string, from: 'beside' | 'kept', lineage: string): Promise<string> {
  const found = from === 'kept' ? await findKept(store, path, lineage) : ((await lineageOf(store, besideOf(path))) === lineage ? besideOf(path) : null)
  if (found !== null) return found
  const what = from === 'kept' ? `No kept database beside ${path} is the one` : `What stands beside ${path} is not the one`
  throw fail('database-source-missing', `${what} that was to take its place. The live database was not touched.`, 'Make a new plan.', { place: { file: path } })
}

/** Services are down while it is counted: then it is "at least". */
const COUNTED_FOR = 500

/** Everything of it is in the one file before it gets its second name. */
async function keepOld({ files }: EnvironmentContext, path: string, kept: string, source: string): Promise<RowsAtStake | null> {
  // Looking may leave a log beside it, so that comes first. It is evidence alone: what was killed in the middle of writing cannot be looked at yet.
  const goes = await rowsAtStake(path, source, COUNTED_FOR).catch(() => null)
  await quiet(path)
  if (!(await files.databases.nameTwice(path, kept))) await files.rename(path, kept)
  return goes
}

const PATIENCE = 5_000

/** Nobody has it open any more, and no journal is left that would be read into another file of the same name. */
const quiet = async (path: string): Promise<void> => {
  const end = performance.now() + PATIENCE
  for (;;) {
    await withDatabase(path, 'writable', (database) => {
      if (one(database, 'PRAGMA journal_mode')['journal_mode'] !== 'wal') {
        database.exec('BEGIN EXCLUSIVE; COMMIT')
        return one(database, 'PRAGMA journal_mode = DELETE')
      }
      const { busy } = one(database, 'PRAGMA wal_checkpoint(TRUNCATE)')
      if (busy !== 0) throw inUse(path, [])
      return null
    }, PATIENCE)
    const isQuiet = (await leftOver(path)) === null
    if (isQuiet && usersOf(path).length === 0) return
    if (performance.now() >= end) throw inUse(path, usersOf(path))
    // Who has it open is asked of every process there is.
    await new Promise((resolve) => setTimeout(resolve, isQuiet ? 250 : 50))
  }
}

function inUse(path: string, users: readonly FileUser[]): Error {
  const who = users.length === 0 ? 'another program' : listOf(users.map(userWords))
  return fail('database-in-use', `${path} is still in use by ${who}, so it was not replaced.`, 'Stop what uses it, then retry.', { place: { file: path } })
}

async function leftOver(path: string): Promise<string | null> {
  for (const suffix of ['-wal', '-shm', '-journal']) if ((await fileId(`${path}${suffix}`)) !== null) return `${path}${suffix}`
  return null
}

/** A log without its database would be read into the one that comes. */
async function refuseLeftOvers(path: string): Promise<void> {
  const found = await leftOver(path)
  if (found !== null && (await stat(found)).size > 0) throw fail('database-left-over', `${found} belongs to a database that is gone and would be read into the new one. Nothing was changed.`, 'Move it away.', { place: { file: found } })
}

/** Opened as its services will open it, so that what they would see is what is verified. */
async function verifyLive(path: string, wanted: Shape | null): Promise<void> {
  const found = await withDatabase(path, 'writable', (database) => {
    requireIntegrity(database, path)
    return shapeOf(database)
  })
  const difference = wanted && shapeDifference(wanted, found)
  if (difference) throw fail('swap-not-verified', `${path} is not what was put there: ${difference}. The one before is kept beside it.`, 'Undo: it puts the kept one back.', { place: { file: path } })
}
