/** The schema of a database: its digest, what a target would miss, and what differs. */
import { canonicalJson, sha256Hex } from '../canonical'
import type { Column, DatabaseSchema, SchemaObject, Table } from '../facts'
import { listOf, plural } from '../text'
import type { DiffLine } from '../views'

/** SHA-256 of the canonical schema (64 hex digits); the order of tables, columns and objects does not count. */
export function schemaDigest(schema: DatabaseSchema): string {
  const tables = sorted(schema.tables, (table) => table.name).map((table) => ({ name: table.name, columns: sorted(table.columns, (column) => column.name) }))
  return sha256Hex(canonicalJson({ tables, objects: sorted(schema.objects, objectName) }))
}

/** Why a release made for one schema would fail on another. */
export interface Missing {
  /** `table`, `column`, `view`: needed and not there. `required`: there, unknown to the target, and every insert must give it a value. */
  readonly kind: 'table' | 'column' | 'view' | 'required'
  readonly table: string
  readonly column: string | null
  /** A sentence's part: `column orders.discount_code is gone`. */
  readonly what: string
}

/** Why `version` would fail on it: `v1.0.0 needs column orders.sum, which main no longer has`. Without a full stop. */
export function missingSentence(version: string, database: string, missing: readonly Missing[]): string {
  const gone = missing.filter(({ kind }) => kind !== 'required')
  const required = missing.filter(({ kind }) => kind === 'required')
  const clauses = [
    ...(gone.length > 0 ? [`needs ${someOf(gone)}, which ${database} no longer has`] : []),
    ...(required.length > 0 ? [`does not know ${someOf(required)}, which ${required.length === 1 ? 'needs' : 'need'} a value on every insert`] : [])
  ]
  return `${version} ${clauses.join(', and ')}`
}

const NAMED = 3
function someOf(missing: readonly Missing[]): string {
  const named = missing.slice(0, NAMED).map(({ kind, table, column }) => (column === null ? `${kind} ${table}` : `column ${table}.${column}`))
  return listOf(missing.length > NAMED ? [...named, `${missing.length - NAMED} more`] : named)
}

/** What the target's release needs and the present schema no longer has, and what would break its inserts. */
export function missingFor(target: DatabaseSchema, present: DatabaseSchema): readonly Missing[] {
  const there = byName(present.tables)
  return [...target.tables.flatMap((table) => missingOf(table, there.get(table.name))), ...missingViews(target, present)]
}

function missingOf(needed: Table, found: Table | undefined): readonly Missing[] {
  const table = needed.name
  if (found === undefined) return [{ kind: 'table', table, column: null, what: `table ${table} is gone` }]
  const [there, known] = [byName(found.columns), byName(needed.columns)]
  const gone = needed.columns.filter((column) => !there.has(column.name))
  const required = found.columns.filter((column) => !known.has(column.name) && needsValue(column))
  return [
    ...gone.map(({ name }): Missing => ({ kind: 'column', table, column: name, what: `column ${table}.${name} is gone` })),
    ...required.map(({ name }): Missing => ({ kind: 'required', table, column: name, what: `column ${table}.${name} needs a value on every insert, and the target does not know it` }))
  ]
}

// A key of type integer is given by the database itself.
const needsValue = (column: Column): boolean =>
  column.default === null && (column.notNull || column.primaryKey) && !(column.primaryKey && /^(big|small)?(int(eger)?|serial)$/i.test(column.type))

function missingViews(target: DatabaseSchema, present: DatabaseSchema): readonly Missing[] {
  const there = new Set([...present.objects.filter((object) => object.kind === 'view').map((view) => view.name), ...present.tables.map((table) => table.name)])
  return target.objects
    .filter((object) => object.kind === 'view' && !there.has(object.name))
    .map(({ name }) => ({ kind: 'view', table: name, column: null, what: `view ${name} is gone` }))
}

/** In the direction of travel: `away` is in the present schema only, `back` in the target's only; what changed is both. */
export function diffSchema(present: DatabaseSchema, target: DatabaseSchema): readonly DiffLine[] {
  const [now, then] = [byName(present.tables), byName(target.tables)]
  const tables = namesOf(present.tables, target.tables).flatMap((name) => diffTable(now.get(name), then.get(name)))
  return [...tables, ...diffObjects(present.objects, target.objects)]
}

function diffTable(now: Table | undefined, then: Table | undefined): readonly DiffLine[] {
  if (now === undefined || then === undefined) return [...tableLine('away', now), ...tableLine('back', then)]
  const [left, right] = [byName(now.columns), byName(then.columns)]
  return namesOf(now.columns, then.columns).flatMap((name) => {
    const [away, back] = [left.get(name), right.get(name)]
    if (away !== undefined && back !== undefined && canonicalJson(away) === canonicalJson(back)) return []
    return [...columnLine('away', now.name, away), ...columnLine('back', now.name, back)]
  })
}

const tableLine = (kind: DiffLine['kind'], table: Table | undefined): readonly DiffLine[] =>
  table === undefined ? [] : [{ kind, name: `table ${table.name}`, value: plural(table.columns.length, 'column', 'columns'), note: '' }]

const columnLine = (kind: DiffLine['kind'], table: string, column: Column | undefined): readonly DiffLine[] =>
  column === undefined ? [] : [{ kind, name: `${table}.${column.name}`, value: columnText(column), note: '' }]

const columnText = ({ type, primaryKey, notNull, default: preset }: Column): string =>
  [type, primaryKey ? 'primary key' : '', notNull ? 'not null' : '', preset === null ? '' : `default ${preset}`].filter((part) => part !== '').join(' ')

function diffObjects(present: readonly SchemaObject[], target: readonly SchemaObject[]): readonly DiffLine[] {
  const [now, then] = [present, target].map((objects) => new Map(objects.map((object) => [objectName(object), object]))) as [Map<string, SchemaObject>, Map<string, SchemaObject>]
  return [...new Set([...now.keys(), ...then.keys()])].sort().flatMap((name) => {
    const [away, back] = [now.get(name), then.get(name)]
    if (away?.definition === back?.definition) return []
    const note = away !== undefined && back !== undefined ? 'its definition changed' : ''
    const line = (kind: DiffLine['kind'], object: SchemaObject): DiffLine => ({ kind, name, value: object.table === null ? '' : `on ${object.table}`, note })
    return [...(away === undefined ? [] : [line('away', away)]), ...(back === undefined ? [] : [line('back', back)])]
  })
}

const objectName = ({ kind, name }: SchemaObject): string => `${kind} ${name}`
const byName = <T extends { readonly name: string }>(items: readonly T[]): ReadonlyMap<string, T> => new Map(items.map((item) => [item.name, item]))
const namesOf = (a: readonly { readonly name: string }[], b: readonly { readonly name: string }[]): readonly string[] => [...new Set([...a, ...b].map((item) => item.name))].sort()
const sorted = <T>(items: readonly T[], key: (item: T) => string): readonly T[] => [...items].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
