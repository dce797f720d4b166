/** Which rows differ between the live database and a copy, by primary key. Read-only, and no longer than it may take. */
import type { RowsAtStake } from '../adapter'
import { addressOf, all, literal, prepare, quoted, reading, withDatabase, type Database, type Row } from './connection'
import { columnsOf } from './shape'

type Counts = { added: number; changed: number; removed: number }
const CHUNK = 512

/** Added = only in the live one. After `budget` ms, or when it is aborted, what was counted so far is "at least". */
export async function rowsAtStake(live: string, copy: string, budget: number, abort?: AbortSignal): Promise<RowsAtStake> {
  const until = performance.now() + budget
  const end = (): boolean => abort?.aborted === true || performance.now() >= until
  return withDatabase(live, 'live', async (database) => {
    database.exec(`ATTACH ${literal(addressOf(copy, 'frozen'))} AS copy`)
    return reading(database, async () => {
      const perTable: RowsAtStake['perTable'][number][] = []
      let atLeast = false
      for (const table of tablesOf(database)) {
        const counts: Counts = { added: 0, changed: 0, removed: 0 }
        atLeast = !(await countTable(database, table, counts, end)) || atLeast
        if (counts.added + counts.changed + counts.removed > 0) perTable.push({ table, ...counts })
      }
      return { atLeast, perTable }
    })
  })
}

const tablesOf = (database: Database): readonly string[] =>
  [...new Set(['main', 'copy'].flatMap((schema) => all(database, `SELECT name FROM ${schema}.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name`)))].map(({ name }) => String(name)).filter((name, index, names) => names.indexOf(name) === index)

/** False when time ran out. */
async function countTable(database: Database, table: string, counts: Counts, end: () => boolean): Promise<boolean> {
  const [here, there] = [columnsOf(database, table), columnsOf(database, table, 'copy')]
  if (here.length === 0 || there.length === 0) return countAlone(database, table, [...here, ...there], here.length > 0 ? 'added' : 'removed', counts, end)
  const key = keyOf(database, table, here, there)
  const common = here.map(nameOf).filter((name) => there.some((column) => nameOf(column) === name))
  const same = common.map((name) => `l.${quoted(name)} IS c.${quoted(name)}`).join(' AND ')
  const on = key.map((name) => `l.${name} IS c.${name}`).join(' AND ')
  const gone = `NOT EXISTS (SELECT 1 FROM copy.${quoted(table)} c WHERE ${on})`
  const changed = `NOT EXISTS (SELECT 1 FROM copy.${quoted(table)} c WHERE ${on} AND ${same})`
  const liveRows = `SELECT CASE WHEN ${gone} THEN 1 WHEN ${changed} THEN 2 ELSE 0 END AS kind FROM main.${quoted(table)} l`
  const copyRows = `SELECT CASE WHEN NOT EXISTS (SELECT 1 FROM main.${quoted(table)} l WHERE ${on}) THEN 3 ELSE 0 END AS kind FROM copy.${quoted(table)} c`
  return (await tally(database, liveRows, counts, end)) && tally(database, copyRows, counts, end)
}

/** Walks the rows, gives way to others now and then; false when time ran out. */
async function tally(database: Database, sql: string, counts: Counts, end: () => boolean): Promise<boolean> {
  let rows = 0
  const statement = prepare(database, sql)
  walking.add(statement)
  try {
    for (const row of statement.iterate() as Iterable<Row>) {
      if (row['kind'] === 1) counts.added += 1
      else if (row['kind'] === 2) counts.changed += 1
      else if (row['kind'] === 3) counts.removed += 1
      rows += 1
      if (end()) return false
      if (rows % CHUNK !== 0) continue
      await new Promise((resolve) => setImmediate(resolve))
    }
    return !end()
  } finally {
    walking.delete(statement)
  }
}
// Kept alive here: an iterator does not keep its statement, and one that is collected invalidates it.
const walking = new Set<object>()

/** Rows counted at once: a count of all of them would hold up everything else, for minutes where there are many. */
const AT_ONCE = 100_000
const FIRST = '-9223372036854775808'

/** A table that only one of the two has: all of its rows. */
async function countAlone(database: Database, table: string, columns: readonly Row[], kind: 'added' | 'removed', counts: Counts, end: () => boolean): Promise<boolean> {
  const from = `${kind === 'added' ? 'main' : 'copy'}.${quoted(table)}`
  if (!hasRowid(database, table, columns)) return tally(database, `SELECT ${kind === 'added' ? 1 : 3} AS kind FROM ${from}`, counts, end)
  for (let last = FIRST; ;) {
    const [part] = all(database, `SELECT count(*) AS n, CAST(max(id) AS TEXT) AS last FROM (SELECT rowid AS id FROM ${from} WHERE rowid >= CAST(? AS INTEGER) ORDER BY rowid LIMIT ${AT_ONCE})`, last)
    const n = Number(part?.['n'])
    // The last one is counted with the next part.
    counts[kind] += n < AT_ONCE ? n : n - 1
    if (n < AT_ONCE || end()) return !end()
    last = String(part?.['last'])
    await new Promise((resolve) => setImmediate(resolve))
  }
}

const hasRowid = (database: Database, table: string, columns: readonly Row[]): boolean =>
  !all(database, 'PRAGMA table_list').some(({ name, wr }) => name === table && wr === 1) && !columns.some((column) => nameOf(column).toLowerCase() === 'rowid')

/** The primary key when both have the same, else the row's number where there is one, else the whole row. */
function keyOf(database: Database, table: string, here: readonly Row[], there: readonly Row[]): readonly string[] {
  const [left, right] = [primaryKey(here), primaryKey(there)]
  if (left.length > 0 && left.join() === right.join()) return left.map(quoted)
  return hasRowid(database, table, here) ? ['rowid'] : here.map(nameOf).filter((name) => there.some((column) => nameOf(column) === name)).map(quoted)
}

const primaryKey = (columns: readonly Row[]): readonly string[] =>
  columns.filter(({ pk }) => Number(pk) > 0).sort((one, other) => Number(one['pk']) - Number(other['pk'])).map(nameOf)
const nameOf = (column: Row): string => String(column['name'])
