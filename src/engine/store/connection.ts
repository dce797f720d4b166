/** One connection to the store: opened with everything that makes a commit durable, and errors as problems. */
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import { fail } from '../../domain/problem'
import { isAbsent } from '../files/closed'
import { ensurePrivateFile } from '../files/private-file'
import { closeSoon } from './close-fully'
import { MIGRATIONS } from './schema'
import { isBusy, sqliteProblem } from './sqlite-problem'

const BUSY_TIMEOUT = 10_000
const POLL = 20

export type Row = Readonly<Record<string, string | number | null>>
type Value = string | number | null
type Statement = ReturnType<DatabaseSyncInstance['prepare']>

export interface Connection {
  readonly readOnly: boolean
  all(sql: string, ...values: readonly Value[]): readonly Row[]
  get(sql: string, ...values: readonly Value[]): Row | null
  /** Answers how many rows changed. Only inside `write`. */
  run(sql: string, ...values: readonly Value[]): number
  /** One durable transaction; anything thrown inside takes all of it back. */
  write<T>(work: () => T): T
  close(): void
}

/** Opens or creates the store. */
export async function openConnection(file: string, maxPages: number | null): Promise<Connection> {
  try {
    ensurePrivateFile(file)
    const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT, enableForeignKeyConstraints: true })
    await closeOnError(database, async () => {
      await untilFree(() => database.exec('PRAGMA journal_mode = WAL'))
      database.exec('PRAGMA synchronous = FULL')
      migrate(database, file)
      if (maxPages !== null) database.exec(`PRAGMA max_page_count = ${maxPages}`)
    })
    return connection(database, file, false)
  } catch (error) {
    throw sqliteProblem(error, file)
  }
}

/** For a project that cannot be written. Without a store it is an empty one. */
export function openReadOnlyConnection(file: string): Connection {
  try {
    if (isAbsent(file)) return emptyConnection(file)
    return connection(openForReading(file), file, true)
  } catch (error) {
    throw sqliteProblem(error, file)
  }
}

function emptyConnection(file: string): Connection {
  const database = new DatabaseSync(':memory:')
  migrate(database, file)
  return connection(database, file, true)
}

/** In a folder that cannot be written SQLite may not create what WAL needs; a store that nobody can change may be read as it lies. */
function openForReading(file: string): DatabaseSyncInstance {
  const usual = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT })
  try {
    checkVersion(usual, file)
    return usual
  } catch (error) {
    usual.close()
    if (!(error instanceof Error && 'errcode' in error)) throw error
    const frozen = new DatabaseSync(`file:${encodeURI(file).replaceAll('?', '%3f').replaceAll('#', '%23')}?immutable=1`, { readOnly: true })
    checkVersion(frozen, file)
    return frozen
  }
}

async function closeOnError(database: DatabaseSyncInstance, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    database.close()
    throw error
  }
}

/** Switching to WAL does not wait for others by itself. */
async function untilFree(work: () => void): Promise<void> {
  const until = performance.now() + BUSY_TIMEOUT
  for (;;) {
    try {
      return work()
    } catch (error) {
      if (!isBusy(error) || performance.now() > until) throw error
      await new Promise((resolve) => setTimeout(resolve, POLL))
    }
  }
}

const versionOf = (database: DatabaseSyncInstance): number => Number((database.prepare('PRAGMA user_version').get() as Row)['user_version'])

function checkVersion(database: DatabaseSyncInstance, file: string): number {
  const version = versionOf(database)
  if (version > MIGRATIONS.length) throw fail('store-newer', `${file} was written by a newer Backstep. Nothing was changed.`, 'Update Backstep.', { place: { file } })
  return version
}

function migrate(database: DatabaseSyncInstance, file: string): void {
  if (checkVersion(database, file) === MIGRATIONS.length) return
  database.exec('BEGIN IMMEDIATE')
  try {
    // Read again: another process may have been first.
    for (const step of MIGRATIONS.slice(checkVersion(database, file))) database.exec(step)
    database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`)
    database.exec('COMMIT')
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

function connection(database: DatabaseSyncInstance, file: string, readOnly: boolean): Connection {
  const statements = new Map<string, Statement>()
  const prepared = (sql: string): Statement => {
    const known = statements.get(sql) ?? database.prepare(sql)
    statements.set(sql, known)
    return known
  }
  const guarded = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw sqliteProblem(error, file)
    }
  }
  return {
    readOnly,
    all: (sql, ...values) => guarded(() => prepared(sql).all(...values) as Row[]),
    get: (sql, ...values) => guarded(() => (prepared(sql).get(...values) as Row | undefined) ?? null),
    run: (sql, ...values) => guarded(() => prepared(sql).run(...values).changes),
    write: (work) => guarded(() => {
      if (readOnly) throw fail('not-writable', `${file} cannot be written by this user. Nothing was changed.`, 'Check who owns it and its permissions.', { place: { file } })
      return transaction(database, work)
    }),
    close: () => {
      statements.clear()
      if (!readOnly && database.isOpen) moveOver(database)
      closeSoon(database)
    }
  }
}

/** What stands in the `-wal` goes into the file itself, as far as nobody is in the way: a copy of it, or a reader that may not write, sees it. */
function moveOver(database: DatabaseSyncInstance): void {
  try {
    database.exec('PRAGMA wal_checkpoint(PASSIVE)')
  } catch {
    // A full disk: it is durable where it stands.
  }
}

function transaction<T>(database: DatabaseSyncInstance, work: () => T): T {
  database.exec('BEGIN IMMEDIATE')
  try {
    const answer = work()
    database.exec('COMMIT')
    return answer
  } catch (error) {
    // A full disk ends the transaction by itself.
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}
