import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { partsOfTime } from './validity'

const LIST = [
  'kim@example.org valid-after="20250102",VALID-BEFORE="202606010930Z" ssh-ed25519 AAAA',
  'ann@example.org namespaces="backstep-history",valid-before="20270101000001" ssh-ed25519 BBBB'
].join('\n')
const BOUNDS = [Date.UTC(2025, 0, 2), Date.UTC(2026, 5, 1, 9, 30), Date.UTC(2027, 0, 1, 0, 0, 1)]
const partOf = partsOfTime(LIST) ?? (() => expect.unreachable())
const part = (time: number): string => partOf(new Date(time).toISOString())

describe('parts of time', () => {
  it('end at each bound of the list, which is a part of its own, as ssh-keygen counts seconds', () => {
    for (const bound of BOUNDS) {
      expect(new Set([bound - 1, bound, bound + 1000].map(part)).size).toBe(3)
      expect(part(bound + 999)).toBe(part(bound))
      expect(part(bound - 1)).toBe(part(bound - 1000))
    }
  })
  it('are the same for two instants only where no bound is between them', () => {
    const instant = fc.oneof(fc.integer({ min: BOUNDS[0]! - 1e9, max: BOUNDS[2]! + 1e9 }), fc.constantFrom(...BOUNDS), fc.constantFrom(...BOUNDS.map((bound) => bound - 1)))
    fc.assert(fc.property(instant, instant, (one, two) => {
      const [low, high] = [Math.min(one, two), Math.max(one, two)].map((time) => Math.floor(time / 1000))
      const between = BOUNDS.some((bound) => (bound / 1000 > low! && bound / 1000 <= high!) || (bound / 1000 >= low! && bound / 1000 < high!))
      expect(part(one) === part(two)).toBe(!between)
    }))
  })
  it('are each its own where ssh-keygen takes no such time', () => {
    for (const at of ['1969-12-31T23:59:59.000Z', '1970-01-01T00:00:00.000Z', '+012345-01-01T00:00:00.000Z']) expect(partOf(at)).toBe(at)
  })
  it('are one where the list says nothing of time', () => {
    const always = partsOfTime('kim@example.org ssh-ed25519 AAAA\n')
    expect(new Set(['1970-01-01T00:00:01.000Z', '2026-11-22T03:16:22.000Z'].map((at) => always?.(at))).size).toBe(1)
    expect(always?.('not a time')).toBe('now')
  })
  it('are not known where it says something else than ssh-keygen describes', () => {
    for (const option of ['valid-before=20300101', 'valid-before="2030"', 'valid-until="20300101"']) expect(partsOfTime(`kim ${option} ssh-ed25519 AAAA`)).toBeNull()
  })
})
