import { describe, expect, it } from 'vitest'
import type { SnapshotRow } from '../../../domain/views'
import { meterParts } from './meter'
import { sorted } from './sorting'

const row = (id: string, part: Partial<SnapshotRow>): SnapshotRow => ({
  id, store: 'rollback-snapshots', environment: 'staging', takenAt: '2026-11-20T00:00:00Z', holds: 'v1', takenBefore: '', bytes: 1, verified: null, restorable: null, encryption: null, keep: { goes: false, why: '', stays: 'unlimited', until: null, pinned: false }, kind: 'snapshot', runId: id, ...part
})
const ids = (rows: readonly SnapshotRow[]): string => rows.map(({ id }) => id).join(' ')

describe('the order of snapshots', () => {
  const rows = [
    row('a', { takenAt: '2026-11-20T00:00:00Z', holds: 'v1.10.0', bytes: 5 }),
    row('b', { takenAt: '2026-11-22T00:00:00Z', holds: 'v1.9.0', verified: { ok: true, at: '2026-11-22T00:00:00Z', problem: null } }),
    row('c', { takenAt: '2026-11-21T00:00:00Z', holds: 'v2.0.0', verified: { ok: false, at: '2026-11-22T00:00:00Z', problem: 'main.dump differs' } })
  ]
  it('is by time', () => expect(ids(sorted(rows, { column: 'takenAt', descending: true }))).toBe('b c a'))
  it('is by version, with numbers as numbers', () => expect(ids(sorted(rows, { column: 'holds', descending: false }))).toBe('b a c'))
  it('has what differs first', () => expect(ids(sorted(rows, { column: 'verified', descending: true }))).toBe('c a b'))
  it('is by time among equal ones', () => expect(ids(sorted(rows, { column: 'bytes', descending: true }))).toBe('a b c'))
})

describe('the usage bar', () => {
  it('shows the largest environments to scale', () => {
    const perEnvironment = [1, 2, 3, 4, 5, 6].map((bytes) => ({ environment: `e${bytes}`, bytes }))
    const { parts, others } = meterParts({ used: 21, free: 79, perEnvironment })
    expect([parts[0], parts.length, others]).toEqual([{ environment: 'e6', bytes: 6, share: 0.06 }, 5, 1])
  })
  it('is empty without anything', () => expect(meterParts({ used: 0, free: 0, perEnvironment: [] }).parts).toEqual([]))
})
