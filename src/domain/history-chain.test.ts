import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chainRecord, verifyChain, ZERO_HASH } from './history-chain'
import type { HistoryEntry, HistoryRecord } from './run'

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

describe('the history chain', () => {
  it('starts from 64 zeros and counts from 1', () => {
    const [first, second] = chain(['a', 'b'])
    expect(first).toMatchObject({ number: 1, previous: ZERO_HASH })
    expect(second).toMatchObject({ number: 2, previous: first!.hash })
  })
  it('verifies whatever the texts are, also after JSON and back', () => {
    fc.assert(fc.property(reasons, (texts) => {
      const records = chain(texts)
      expect(verifyChain(records)).toEqual({ ok: true })
      expect(verifyChain(JSON.parse(JSON.stringify(records)) as HistoryRecord[])).toEqual({ ok: true })
    }))
    expect(verifyChain([])).toEqual({ ok: true })
  })
  it('finds an edit at its place', () => {
    fc.assert(fc.property(reasons, fc.nat(), (texts, n) => {
      const at = n % texts.length
      const forged = chain(texts).map((record, i) => (i === at ? { ...record, entry: { ...record.entry, reason: `${record.entry.reason}!` } } : record))
      expect(verifyChain(forged)).toMatchObject({ ok: false, at: at + 1, reason: expect.stringContaining('was changed') })
    }))
  })
  it('finds an edit whose own hash was made anew', () => {
    const [first, second, third] = chain(['a', 'b', 'c'])
    const forged = chainRecord(entry('forged'), first!)
    expect(verifyChain([first!, forged, third!])).toMatchObject({ ok: false, at: 3 })
    expect(second!.hash).not.toBe(forged.hash)
  })
  it('finds what was deleted or moved, but for the end', () => {
    fc.assert(fc.property(reasons, fc.nat(), (texts, n) => {
      const records = chain(texts)
      const at = n % (records.length - 1)
      const rest = records.filter((_, i) => i !== at)
      expect(verifyChain(rest)).toMatchObject({ ok: false, at: at + 1, reason: `Record ${at + 1} is missing: record ${at + 2} stands in its place.` })
      const moved = [...records]
      moved.splice(at, 2, records[at + 1]!, records[at]!)
      expect(verifyChain(moved)).toMatchObject({ ok: false, at: at + 1 })
    }))
  })
})
