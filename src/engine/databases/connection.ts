/** SQLite files are opened only here (and by the store and its lock). */
import { pathToFileURL } from 'node:url'
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import { fullDiskProblem } from '../files/no-space'
import { closeFully } from '../store/close-fully'
import { BackstepError, fail } from '../../domain/problem'

export type Database = DatabaseSyncInstance
export type Row = Readonly<Record<string, string | number | bigint | null>>

/** `live`: others may write it, also while it is read. `frozen`: a copy that nobody writes; nothing is created beside it. `writable`: never creates the file. */
export type Access = 'live' | 'frozen' | 'writable'
const QUERY: Readonly<Record<Access, string>> = { live: 'mode=ro', frozen: 'immutable=1&mode=ro', writable: 'mode=rw' }

export const addressOf = (path: string, access: Access): string => `${pathToFileURL(path).href}?${QUERY[access]}`

const open = (path: string, access: Access): Database => new DatabaseSync(addressOf(path, access), { readOnly: access !== 'writable', timeout: 0, enableForeignKeyConstraints: false })

const PATIENCE = 3_000
const POLL = 25

/** Runs the work on a connection of its own and closes it. A busy database is asked again for a while, without holding up anything else. */
export async function withDatabase<T>(path: string, access: Access, work: (database: Database) => T | Promise<T>, patience = PATIENCE): Promise<T> {
  const end = performance.now() + patience
  for (;;) {
    try {
      return await once(path, access, work)
    } catch (error) {
      if (!isBusy(error) || performance.now() >= end) throw problemFor(error, path)
      await new Promise((resolve) => setTimeout(resolve, POLL))
    }
  }
}

async function once<T>(path: string, access: Access, work: (database: Database) => T | Promise<T>): Promise<T> {
  const database = open(path, access)
  try {
    return await work(database)
  } finally {
    // Where something is replaced next, also by another program, the file, its -wal and its -shm must really be let go.
    if (access !== 'frozen' && prepared.has(database)) await closeFully(database)
    else database.close()
  }
}

/** Everything read in the work is of one instant. */
export async function reading<T>(database: Database, work: () => T | Promise<T>): Promise<T> {
  database.exec('BEGIN')
  try {
    return await work()
  } finally {
    if (database.isTransaction) database.exec('ROLLBACK')
  }
}

/** Connections with prepared statements, which keep the file open after their close until they are collected. */
const prepared = new WeakSet<Database>()
export const prepare = (database: Database, sql: string): ReturnType<Database['prepare']> => {
  prepared.add(database)
  return database.prepare(sql)
}

export const all = (database: Database, sql: string, ...values: readonly (string | number)[]): readonly Row[] => prepare(database, sql).all(...values) as Row[]
export const one = (database: Database, sql: string): Row => (prepare(database, sql).get() as Row | undefined) ?? {}

/** What a query finds, in no certain order, without a prepared statement: the close that follows is one at once. */
export function rowsOf<C extends string>(database: Database, columns: readonly C[], from: string): readonly Readonly<Record<C, Row[string]>>[] {
  return collected(database, columns.map(quoted).join(', '), `FROM ${from}`)
    // Each row has a value for each column.
    .map((values) => Object.fromEntries(columns.map((column, n) => [column, values[n] ?? null])) as Record<C, Row[string]>)
}

/** The value of one expression, such as `(SELECT a FROM t)`, in the same way. */
export const valueOf = (database: Database, expression: string): Row[string] => collected(database, expression)[0]?.[0] ?? null

function collected(database: Database, expressions: string, from = ''): readonly (readonly Row[string][])[] {
  const found: Row[string][][] = []
  database.function('backstep_row', { varargs: true }, (...values: Row[string][]) => {
    found.push(values)
    return null
  })
  database.exec(`SELECT backstep_row(${expressions}) ${from}`)
  return found
}
/** A text in SQL. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

const codeOf = (error: unknown): number =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : 0
export const isBusy = (error: unknown): boolean => [5, 6].includes(codeOf(error)) || (error instanceof BackstepError && error.problem.code === 'database-in-use')

interface Words { readonly code: string; readonly message: string; readonly next: string }
const WORDS: Readonly<Record<number, Words>> = {
  3: { code: 'not-writable', message: 'may not be opened by this user', next: 'Check who owns it and its permissions.' },
  5: { code: 'database-in-use', message: 'is locked by another program', next: 'Stop what uses it, then try again.' },
  6: { code: 'database-in-use', message: 'is locked by another program', next: 'Stop what uses it, then try again.' },
  8: { code: 'not-writable', message: 'cannot be written by this user', next: 'Check who owns it and its permissions.' },
  10: { code: 'io-error', message: 'could not be read or written: the disk reported an error', next: 'Check the disk before going on.' },
  11: { code: 'database-damaged', message: 'is damaged', next: 'Restore it from a copy.' },
  14: { code: 'database-unreadable', message: 'could not be opened', next: 'Check that it exists and its permissions.' },
  26: { code: 'database-damaged', message: 'is not a SQLite database', next: 'Check `path` in backstep.yaml.' }
}

function problemFor(error: unknown, path: string): unknown {
  if (error instanceof BackstepError || codeOf(error) === 0) return error
  const full = fullDiskProblem(codeOf(error), path)
  if (full) return full
  const words = WORDS[codeOf(error)] ?? { code: 'database-failed', message: `could not be used: ${(error as Error).message}`, next: '' }
  return fail(words.code, `${path} ${words.message}.`, words.next, { place: { file: path } })
}
