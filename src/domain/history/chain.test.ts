import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HistoryEntry, HistoryRecord } from '../run'
import { chainRecord, createChainCheck, readRecord, recordText, searchText, ZERO_HASH, type StoredRecord } from '.'

const entry = (reason: string): HistoryEntry => ({
  runId: '20261122-031622', environment: 'staging', kind: 'full', from: { deploymentId: 'd2', version: 'v2.0.0' }, to: { deploymentId: 'd1', version: 'v1.1.0' },
  services: ['web'], actor: { user: 'oncall', host: 'laptop' }, via: 'window', reason, planHash: 'a'.repeat(64), forced: [], data: 'keep',
  startedAt: '2026-11-22T03:16:22.000Z', finishedAt: '2026-11-22T03:17:16.000Z', outcome: 'done', downtime: 34_000, duration: 54_000,
  steps: { done: 20, total: 20 }, warnings: [], undoes: null
})
function chain(reasons: readonly string[]): readonly HistoryRecord[] {
  const records: HistoryRecord[] = []
  for (const reason of reasons) records.push(chainRecord(entry(reason), records.at(-1) ?? null))
  return records
}
const reasons = fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 8 })
const stored = (record: HistoryRecord): StoredRecord =>
  ({ number: record.number, runId: record.entry.runId, environment: record.entry.environment, text: recordText(record), search: searchText(record.entry) })
const rows = (records: readonly HistoryRecord[]): readonly StoredRecord[] => records.map(stored)
/** The faults, and from where on nothing is trusted. */
function check(all: readonly StoredRecord[]) {
  const chain = createChainCheck({ keyOf: (signature) => (signature === 'by a' ? 'SHA256:a' : null) })
  for (const row of all) chain.add(row)
  return { faults: chain.faults.map(({ kind, at }) => [kind, at]), brokenAt: chain.brokenAt, first: chain.faults[0]?.message ?? '' }
}
const HOLDS = { faults: [], brokenAt: null, first: '' }

describe('the history chain', () => {
  it('starts from 64 zeros and counts from 1', () => {
    const [first, second] = chain(['a', 'b'])
    expect(first).toMatchObject({ number: 1, previous: ZERO_HASH })
    expect(second).toMatchObject({ number: 2, previous: first!.hash })
  })
  it('holds whatever the texts are', () => {
    fc.assert(fc.property(reasons, (texts) => { expect(check(rows(chain(texts)))).toEqual(HOLDS) }))
    expect(check([])).toEqual(HOLDS)
  })
  it('finds an edit at its place', () => {
    fc.assert(fc.property(reasons, fc.nat(), (texts, n) => {
      const at = n % texts.length
      const forged = chain(texts).map((record, i) => (i === at ? { ...record, entry: { ...record.entry, reason: `${record.entry.reason}!` } } : record))
      expect(check(rows(forged))).toMatchObject({ faults: [['edited', at + 1]], brokenAt: at + 1 })
    }))
  })
  it('finds an edit whose own hash was made anew', () => {
    const [first, , third] = chain(['a', 'b', 'c'])
    expect(check(rows([first!, chainRecord(entry('forged'), first!), third!]))).toMatchObject({ faults: [['moved', 2]], brokenAt: 2, first: expect.stringContaining('replaced or put in') })
  })
  it('finds what was deleted or moved, but for the end', () => {
    fc.assert(fc.property(reasons, fc.nat(), (texts, n) => {
      const all = rows(chain(texts))
      const at = n % (all.length - 1)
      expect(check(all.filter((_, i) => i !== at))).toMatchObject({ faults: [['missing', at + 1]], first: `Record ${at + 1} is missing: record ${at + 2} stands in its place.` })
      const [one, two] = [all[at]!, all[at + 1]!]
      const swapped = all.map((row) => (row === one ? { ...two, number: one.number } : row === two ? { ...one, number: two.number } : row))
      expect(check(swapped)).toMatchObject({ brokenAt: at + 1 })
      expect(check(swapped).faults.slice(0, 2)).toEqual([['moved', at + 1], ['moved', at + 2]])
    }))
  })
  it('names a gap of several, and what stands before the first', () => {
    const all = rows(chain(['a', 'b', 'c', 'd']))
    expect(check([all[0]!, all[3]!]).first).toBe('Records 2 to 3 are missing: record 4 stands in their place.')
    expect(check([{ ...all[0]!, number: -3 }, ...all]).faults[0]).toEqual(['moved', -3])
    expect(check(rows(chain(['a', 'b'])).map((row) => ({ ...row, text: row.text.replaceAll(ZERO_HASH, '1'.repeat(64)) }))).faults[0]).toEqual(['edited', 1])
  })
  it('finds any change of a character, also one without a meaning', () => {
    const text = recordText(chain(['a', 'b'])[1]!)
    const all = rows(chain(['a', 'b']))
    fc.assert(fc.property(fc.nat(text.length - 1), fc.constantFrom('', ' ', '0', 'x', '"', '\\', 'é'), (at, put) => {
      const changed = text.slice(0, at) + put + text.slice(at + 1)
      if (changed !== text) expect(check([all[0]!, { ...all[1]!, text: changed }]).faults.length).toBeGreaterThan(0)
    }), { numRuns: 500 })
    for (const same of [text.replace('{"entry"', '{ "entry"'), JSON.stringify(JSON.parse(text), null, 1), text.replace('"number":2', '"number":2.0'), text.replace('{"entry"', '{"extra":1,"entry"')]) {
      expect(check([all[0]!, { ...all[1]!, text: same }]).faults).toEqual([['edited', 2]])
    }
  })
  it('reads what an earlier version wrote, and finds changes in it', () => {
    const { number, entry: inner, previous, hash } = chain(['a'])[0]!
    const text = JSON.stringify({ number, entry: inner, previous, hash })
    expect(readRecord(text)?.genuine).toBe(true)
    for (const other of [text.replace('Checkout', 'x').replace('"a"', '"b"'), `${text} `, JSON.stringify({ number, entry: inner, previous, hash, signer: { key: 'x' } })]) expect(readRecord(other)?.genuine).toBe(false)
  })
  it('cannot read one whose signature, signer, journal or end has a form that none was ever written in', () => {
    const [record] = chain(['x'])
    const read = (more: object, inner: object = {}) => readRecord(JSON.stringify({ ...record, ...more, entry: { ...record?.entry, ...inner } }))
    expect(read({})).not.toBeNull()
    for (const more of [{ signature: 5 }, { signature: null }, { signer: null }, { signer: 'x' }, { signer: {} }, { signer: { key: 'a', none: 'b' } }, { signer: { key: 1 } }]) expect(read(more)).toBeNull()
    for (const inner of [{ journal: null }, { journal: { events: '1', hash: '' } }, { finishedAt: { toString: 1, valueOf: 1 } }]) expect(read({}, inner)).toBeNull()
  })
  it('looks at what stands beside a record', () => {
    const [row] = rows(chain(['a']))
    expect(check([{ ...row!, environment: 'dev' }])).toMatchObject({ faults: [['beside', 1]], brokenAt: null })
    expect(check([{ ...row!, runId: 'x' }]).faults).toEqual([['beside', 1]])
    expect(check([{ ...row!, search: 'x' }]).faults).toEqual([['beside', 1]])
  })
  it('misses a signature that was taken away, put in or exchanged', () => {
    const signed = { ...chainRecord(entry('a'), null, { key: 'SHA256:a' }), signature: 'by a' }
    const { signature: _, ...without } = signed
    const { signer: __, ...stripped } = without
    const unsigned = chainRecord(entry('a'), null, { none: 'The agent is locked.' })
    expect(check(rows([signed]))).toEqual(HOLDS)
    expect(check(rows([unsigned]))).toEqual(HOLDS)
    expect(check(rows([without]))).toMatchObject({ faults: [['signature', 1]], first: 'Record 1 says that it was signed, but its signature is gone.' })
    expect(check(rows([stripped])).faults).toEqual([['edited', 1]])
    expect(check(rows([{ ...signed, signature: 'by b' }])).faults).toEqual([['signature', 1]])
    expect(check(rows([{ ...unsigned, signature: 'by a' }])).faults).toEqual([['signature', 1]])
  })
})
