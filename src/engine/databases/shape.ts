/** The schema of a SQLite database and how many rows each table has. */
import { schemaDigest } from '../../domain/schema'
import type { Column, DatabaseSchema, SchemaObject, Table } from '../../domain/facts'
import { fail } from '../../domain/problem'
import { all, literal, quoted, reading, rowsOf, valueOf, type Database, type Row } from './connection'

export interface Shape {
  readonly schema: DatabaseSchema
  readonly schemaDigest: string
  readonly rows: Readonly<Record<string, number>>
}

/** Of one instant. */
export const shapeOf = (database: Database): Promise<Shape> => reading(database, () => shapeIn(database))

/** Inside a transaction that is open already. */
export function shapeIn(database: Database): Shape {
  const masters = rowsOf(database, ['type', 'name', 'tbl_name', 'sql'], "sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'").toSorted(byTypeAndName)
  const tables = masters.filter(({ type }) => type === 'table')
  const schema: DatabaseSchema = { tables: tables.map((row) => tableOf(database, row)), objects: masters.flatMap(objectOf) }
  const counted = tables.filter((row) => !isVirtual(row)).map(({ name }) => [String(name), countOf(database, String(name))] as const)
  return { schema, schemaDigest: schemaDigest(schema), rows: Object.fromEntries(counted) }
}

const isVirtual = ({ sql }: Row): boolean => /^\s*CREATE\s+VIRTUAL\b/i.test(String(sql))
const countOf = (database: Database, table: string): number => Number(valueOf(database, `(SELECT count(*) FROM main.${quoted(table)})`))
const byTypeAndName = (one: Row, other: Row): number => order(String(one['type']), String(other['type'])) || order(String(one['name']), String(other['name']))
const order = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

function tableOf(database: Database, row: Row): Table {
  const name = String(row['name'])
  return { name, columns: isVirtual(row) ? [] : columnsOf(database, name).map(columnOf) }
}

/** Also generated columns; not the hidden ones of virtual tables. */
export const columnsOf = (database: Database, table: string, schema = 'main'): readonly Row[] =>
  rowsOf(database, ['cid', 'name', 'type', 'notnull', 'dflt_value', 'pk', 'hidden'], `pragma_table_xinfo(${literal(table)}, ${literal(schema)})`)
    .filter(({ hidden }) => hidden !== 1).toSorted((one, other) => Number(one.cid) - Number(other.cid))

const columnOf = (row: Row): Column => ({
  name: String(row['name']), type: String(row['type']), notNull: row['notnull'] === 1, primaryKey: Number(row['pk']) > 0,
  default: row['dflt_value'] === null || row['dflt_value'] === undefined ? null : String(row['dflt_value'])
})

function objectOf(row: Row): readonly SchemaObject[] {
  const { type, name, tbl_name: table, sql } = row
  if (sql === null || (type !== 'index' && type !== 'view' && type !== 'trigger')) return []
  return [{ kind: type, name: String(name), table: type === 'view' ? null : String(table), definition: String(sql).replace(/\s+/g, ' ').trim() }]
}

/** Throws `copy-damaged` with SQLite's own words. */
export function requireIntegrity(database: Database, path: string): void {
  const found = all(database, 'PRAGMA integrity_check(5)').map((row) => String(Object.values(row)[0]))
  if (found.length === 1 && found[0] === 'ok') return
  throw fail('copy-damaged', `${path} is damaged: ${found[0] ?? 'it could not be checked'}`, 'Use another copy.', { place: { file: path } })
}

/** Null when both are the same, else what differs, a sentence. */
export function shapeDifference(wanted: Pick<Shape, 'schemaDigest' | 'rows'>, found: Pick<Shape, 'schemaDigest' | 'rows'>): string | null {
  if (wanted.schemaDigest !== found.schemaDigest) return 'its schema is another one'
  const tables = [...new Set([...Object.keys(wanted.rows), ...Object.keys(found.rows)])]
  const table = tables.find((name) => wanted.rows[name] !== found.rows[name])
  return table === undefined ? null : `table ${table} has ${found.rows[table] ?? 'no'} rows instead of ${wanted.rows[table] ?? 'none'}`
}
