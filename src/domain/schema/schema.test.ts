import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Column, DatabaseSchema } from '../facts'
import { diffSchema, missingFor, missingSentence, schemaDigest } from '.'

const column = (name: string, type = 'TEXT', more: Partial<Column> = {}): Column => ({ name, type, notNull: false, primaryKey: false, default: null, ...more })
const id = column('id', 'INTEGER', { primaryKey: true, notNull: true })
const v1: DatabaseSchema = {
  tables: [{ name: 'orders', columns: [id, column('total', 'INTEGER'), column('discount_code')] }],
  objects: [{ kind: 'index', name: 'orders_total', table: 'orders', definition: 'CREATE INDEX orders_total ON orders(total)' }]
}
const v2: DatabaseSchema = {
  tables: [{ name: 'coupons', columns: [id, column('code')] }, { name: 'orders', columns: [id, column('total', 'REAL'), column('coupon_id', 'INTEGER')] }],
  objects: []
}

const name = fc.constantFrom('a', 'b', 'c', 'd')
const columns = fc.uniqueArray(fc.record({ name, type: fc.constantFrom('TEXT', 'INTEGER'), notNull: fc.boolean(), primaryKey: fc.boolean(), default: fc.constantFrom(null, '0') }), { selector: (item) => item.name })
const schemas: fc.Arbitrary<DatabaseSchema> = fc.record({
  tables: fc.uniqueArray(fc.record({ name, columns }), { selector: (item) => item.name }),
  objects: fc.uniqueArray(fc.record({ kind: fc.constantFrom('index', 'view', 'trigger'), name, table: fc.constantFrom(null, 'a'), definition: fc.constantFrom('x', 'y') }), { selector: (item) => `${item.kind} ${item.name}` })
})
const shuffled = (schema: DatabaseSchema): DatabaseSchema => ({ tables: schema.tables.map((table) => ({ ...table, columns: table.columns.toReversed() })).toReversed(), objects: schema.objects.toReversed() })

describe('schemaDigest', () => {
  it('does not care for order, and cares for everything else', () => {
    fc.assert(fc.property(schemas, schemas, (a, b) => {
      expect(schemaDigest(shuffled(a))).toBe(schemaDigest(a))
      const differs = diffSchema(a, b).length > 0
      if (differs) expect(schemaDigest(a)).not.toBe(schemaDigest(b))
    }))
    expect(schemaDigest(v1)).toMatch(/^[0-9a-f]{64}$/)
    expect(schemaDigest(v1)).not.toBe(schemaDigest({ ...v1, objects: [] }))
  })
})

describe('missingFor', () => {
  it('names what v1 needs and v2 no longer has', () => {
    expect(missingFor(v1, v2)).toEqual([{ kind: 'column', table: 'orders', column: 'discount_code', what: 'column orders.discount_code is gone' }])
    expect(missingFor(v2, v1)).toMatchObject([{ kind: 'table', table: 'coupons', column: null }, { kind: 'column', column: 'coupon_id' }])
  })
  it('names a column that would break the target\'s inserts, not one with a default', () => {
    const present = (extra: Column): DatabaseSchema => ({ ...v1, tables: [{ name: 'orders', columns: [...v1.tables[0]!.columns, extra] }] })
    expect(missingFor(v1, present(column('tenant', 'TEXT', { notNull: true })))).toMatchObject([{ kind: 'required', table: 'orders', column: 'tenant' }])
    expect(missingFor(v1, present(column('tenant', 'TEXT', { notNull: true, default: "''" })))).toEqual([])
    expect(missingFor(v1, present(column('n', 'INTEGER', { notNull: true, primaryKey: true })))).toEqual([])
    expect(missingFor(v1, present(column('tenant')))).toEqual([])
  })
  it('names a view that is gone, but not one that is a table now', () => {
    const withView: DatabaseSchema = { tables: [], objects: [{ kind: 'view', name: 'sales', table: null, definition: 'x' }, { kind: 'index', name: 'i', table: 'a', definition: 'x' }] }
    expect(missingFor(withView, { tables: [], objects: [] })).toMatchObject([{ kind: 'view', table: 'sales' }])
    expect(missingFor(withView, { tables: [{ name: 'sales', columns: [] }], objects: [] })).toEqual([])
  })
  it('misses nothing in the same schema', () => {
    fc.assert(fc.property(schemas, (schema) => { expect(missingFor(schema, shuffled(schema))).toEqual([]) }))
  })
})

describe('missingSentence', () => {
  const one = (kind: 'table' | 'column' | 'required', name: string) => ({ kind, table: 'orders', column: kind === 'table' ? null : name, what: '' })
  it('says what is needed, and what is needed of the target', () => {
    expect(missingSentence('v1', 'main', [one('column', 'sum')])).toBe('v1 needs column orders.sum, which main no longer has')
    expect(missingSentence('v1', 'main', [one('required', 'cents')])).toBe('v1 does not know column orders.cents, which needs a value on every insert')
    expect(missingSentence('v1', 'main', [one('table', ''), one('required', 'a'), one('required', 'b')])).toBe('v1 needs table orders, which main no longer has, and does not know column orders.a and column orders.b, which need a value on every insert')
  })
  it('names three of many', () =>
    expect(missingSentence('v1', 'main', ['a', 'b', 'c', 'd', 'e'].map((name) => one('column', name)))).toBe('v1 needs column orders.a, column orders.b, column orders.c and 2 more, which main no longer has'))
})

describe('diffSchema', () => {
  it('shows what goes away and what comes back', () => {
    expect(diffSchema(v2, v1).map(({ kind, name: what, value }) => `${kind} ${what} ${value}`)).toEqual([
      'away table coupons 2 columns', 'away orders.coupon_id INTEGER', 'back orders.discount_code TEXT', 'away orders.total REAL', 'back orders.total INTEGER', 'back index orders_total on orders'
    ])
  })
  it('is empty for the same, and turns round with its arguments', () => {
    fc.assert(fc.property(schemas, schemas, (a, b) => {
      expect(diffSchema(a, shuffled(a))).toEqual([])
      const turned = diffSchema(b, a).map((line) => ({ ...line, kind: line.kind === 'away' ? 'back' : 'away' }))
      expect(new Set(turned.map((line) => JSON.stringify(line)))).toEqual(new Set(diffSchema(a, b).map((line) => JSON.stringify(line))))
    }))
  })
})
