import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addRecord, emptyRegistry } from './edit'
import { compareRecords, readableRecords } from './salvage'

const NOW = '2026-11-22T10:00:00.000Z'
const record = (id: string, more: object = {}): object => ({ id, environment: 'staging', version: `v-${id}`, timestamp: NOW, status: 'success', ...more })
const registry = (...records: readonly object[]): string => records.reduce<string>((text, one) => addRecord(text, one, {}, NOW), emptyRegistry('/srv/shop', NOW))
const ids = (text: string | Uint8Array): readonly string[] => readableRecords(typeof text === 'string' ? Buffer.from(text) : text).map(({ id }) => id)

describe('what can be read of a damaged registry', () => {
  const whole = registry(record('one'), record('two', { note: '}]"' }), record('three'))

  it('is every record when nothing is damaged', () => expect(ids(whole)).toEqual(['one', 'two', 'three']))
  it('is a beginning of its records wherever it is cut, and never half a record', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: whole.length }), (at) => {
      const found = ids(whole.slice(0, at))
      expect(['one', 'two', 'three'].slice(0, found.length)).toEqual(found)
      for (const { text } of readableRecords(Buffer.from(whole.slice(0, at)))) expect(whole).toContain(text)
    }))
  })
  it('ends for any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
      const at = whole.indexOf('"two"')
      expect(ids(Buffer.concat([Buffer.from(whole.slice(0, at)), noise, Buffer.from(whole.slice(at))]))[0]).toBe('one')
    }))
  })
  it.each([['nothing', ''], ['no list', '{"version":"1.0.0"}'], ['a list nested 200,000 deep', `{"deployments":${'['.repeat(200_000)}`]])('is nothing of %s', (_, text) => {
    expect(ids(text)).toEqual([])
  })
  it('keeps one of two records with the same id', () => {
    const twice = whole.replace('"three"', '"one"')
    expect(ids(twice)).toEqual(['one', 'two'])
  })
})

describe('against a copy', () => {
  const read = (text: string): ReturnType<typeof readableRecords> => readableRecords(Buffer.from(text))
  it('says what stays, what comes back, what changes and what is lost', () => {
    const now = read(registry(record('a'), record('b', { status: 'failed' }), record('later')))
    const copy = read(registry(record('a'), record('b'), record('c')))
    const { same, comesBack, changes, lost } = compareRecords(now, copy)
    expect([same, ...[comesBack, changes, lost].map((list) => list.map(({ id }) => id))]).toEqual([1, ['c'], ['b'], ['later']])
  })
})
