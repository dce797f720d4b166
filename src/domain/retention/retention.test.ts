import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideRetention, keyOf, type Keepable, type RetentionInput } from '.'

const DAY = 86_400_000
const NOW = '2026-11-22T12:00:00.000Z'
const daysAgo = (days: number): string => new Date(Date.parse(NOW) - days * DAY).toISOString()
const item = (id: string, days: number, more: Partial<Keepable> = {}): Keepable =>
  ({ store: 'rollback-snapshots', id, environment: 'staging', takenAt: daysAgo(days), bytes: 100, deploymentId: null, copies: [], unusable: false, ...more })
const input = (items: readonly Keepable[], policy: Partial<RetentionInput['policy']>, more: Partial<RetentionInput> = {}): RetentionInput =>
  ({ now: NOW, policy: { count: null, age: null, size: null, ...policy }, items, needed: new Map(), pinned: new Set(), newest: [], targets: [], ...more })
const gone = (given: RetentionInput): string => decideRetention(given).filter(({ goes }) => goes).map(({ id }) => id).join(' ')
const whyOf = (given: RetentionInput, id: string): string => decideRetention(given).find((one) => one.id === id)?.why ?? ''

const four = [item('d', 1), item('c', 2), item('b', 30), item('a', 100)]

describe('the limits', () => {
  it('keep everything when there are none', () => {
    expect(gone(input(four, {}))).toBe('')
    expect(whyOf(input(four, {}), 'a')).toContain('No limit')
  })
  it('count within each environment, from the newest', () => {
    const prod = item('p', 200, { environment: 'production' })
    expect(gone(input([...four, prod], { count: 2 }))).toBe('b a')
    expect(whyOf(input(four, { count: 2 }), 'a')).toBe('Beyond the newest 2 of staging.')
  })
  it('are of age, and say until when the others stay', () => {
    const given = input(four, { age: 90 * DAY })
    expect(gone(given)).toBe('a')
    expect(decideRetention(given).map(({ until }) => until)).toEqual([daysAgo(-89), daysAgo(-88), daysAgo(-60), null])
    expect(whyOf(given, 'a')).toBe('Older than 90 days.')
  })
  it('are of size: the oldest go until the rest fits', () => {
    expect(gone(input(four, { size: 250 }))).toBe('b a')
    expect(gone(input(four, { size: 400 }))).toBe('')
    expect(whyOf(input(four, { size: 250 }), 'a')).toBe('All together take more than 250 bytes.')
  })
  it('each count', () => expect(gone(input(four, { count: 3, age: 10 * DAY, size: 1 }))).toBe('d c b a'))
})

describe('what stays', () => {
  it('is what an unfinished run needs, and what somebody pinned', () => {
    const given = input(four, { count: 1 }, { needed: new Map([['rollback-snapshots/a', 'run-9']]), pinned: new Set(['rollback-snapshots/b']) })
    expect(gone(given)).toBe('c')
    expect(whyOf(given, 'a')).toBe('Run run-9 has not ended and needs it.')
    expect(decideRetention(given).find(({ id }) => id === 'a')).toMatchObject({ spared: true, goes: false })
    expect(decideRetention(given).map(({ stays }) => stays)).toEqual(['within-limits', null, 'needed', 'needed'])
  })
  it('is what somebody pinned also where no limit is set, and says so', () => {
    const given = input(four, {}, { pinned: new Set(['rollback-snapshots/b']) })
    expect(whyOf(given, 'b')).toBe('Kept by hand.')
    expect(decideRetention(given).map(({ stays }) => stays)).toEqual(['unlimited', 'unlimited', 'needed', 'unlimited'])
  })
  it('is the way back from the newest run, and from the newest successful one', () => {
    const newest = [{ runId: 'c', environment: 'staging', successful: false }, { runId: 'a', environment: 'staging', successful: true }]
    const given = input(four, { age: DAY / 2 }, { newest })
    expect(gone(given)).toBe('d b')
    expect([whyOf(given, 'c'), whyOf(given, 'a')]).toEqual(['It is the way back from the newest run in staging.', 'It is the way back from the newest successful run in staging.'])
  })
  it('is the only copy that a restore would use: the newest of several that can be used', () => {
    const copies = { deploymentId: 'v1', copies: ['main'] }
    const items = [item('new', 40, { ...copies, unusable: true }), item('mid', 50, copies), item('old', 60, copies), item('other', 70, { deploymentId: 'v0', copies: ['main'] })]
    const targets = [{ environment: 'staging', deploymentId: 'v1', version: 'v1.1.0', databases: ['main'], what: 'the way back' }]
    const given = input(items, { age: DAY }, { targets })
    expect(gone(given)).toBe('new old other')
    expect(whyOf(given, 'mid')).toBe('It holds the only copy of main as v1.1.0 left it, and v1.1.0 is the way back in staging.')
    expect(gone(input(items.map((one) => (one.id === 'mid' ? { ...one, doubtful: true } : one)), { age: DAY }, { targets }))).toBe('new mid other')
    expect(gone(input(items.map((one) => (one.id === 'mid' || one.id === 'old' ? { ...one, doubtful: true } : one)), { age: DAY }, { targets }))).toBe('new old other')
    expect(gone(input(items, { age: DAY }, { targets: [{ ...targets[0]!, databases: ['carts'] }] }))).toBe('new mid old other')
  })
})

const environment = fc.constantFrom('staging', 'production')
const keepable: fc.Arbitrary<Keepable> = fc.record({
  store: fc.constantFrom('manifests', 'rollback-snapshots'), id: fc.stringMatching(/^[a-z]{1,6}$/), environment, takenAt: fc.integer({ min: 0, max: 400 }).map(daysAgo),
  bytes: fc.integer({ min: 0, max: 1000 }), deploymentId: fc.constantFrom(null, 'v1', 'v2', 'v3'), copies: fc.subarray(['main', 'carts']), unusable: fc.boolean(), doubtful: fc.boolean()
})
const anyInput: fc.Arbitrary<RetentionInput> = fc.uniqueArray(keepable, { selector: keyOf, maxLength: 14 }).chain((items) => {
  const keys = items.map(keyOf)
  return fc.record({
    now: fc.constant(NOW), items: fc.constant(items),
    policy: fc.record({ count: fc.option(fc.integer({ min: 1, max: 6 })), age: fc.option(fc.integer({ min: 1, max: 300 }).map((days) => days * DAY)), size: fc.option(fc.integer({ min: 1, max: 5000 })) }),
    needed: fc.subarray(keys).map((some) => new Map(some.map((key) => [key, 'run']))), pinned: fc.subarray(keys).map((some) => new Set(some)),
    newest: fc.subarray(items).map((some) => some.map(({ id, environment: where }, index) => ({ runId: id, environment: where, successful: index % 2 === 0 }))),
    targets: fc.array(fc.record({ environment, deploymentId: fc.constantFrom('v1', 'v2'), version: fc.constant('v'), databases: fc.subarray(['main', 'carts']), what: fc.constant('the way back') }), { maxLength: 3 })
  })
})
const goneOf = (given: RetentionInput): readonly Keepable[] => {
  const keys = new Set(decideRetention(given).filter(({ goes }) => goes).map(keyOf))
  return given.items.filter((one) => keys.has(keyOf(one)))
}
const check = (property: (given: RetentionInput) => void): void => fc.assert(fc.property(anyInput, property), { numRuns: 1000 })

describe('whatever is kept and whatever the policy is', () => {
  it('never goes what an unfinished run needs, what is pinned, or what the newest runs need', () => check((given) => {
    for (const one of goneOf(given)) {
      expect(given.needed.has(keyOf(one)) || given.pinned.has(keyOf(one))).toBe(false)
      expect(one.store === 'rollback-snapshots' && given.newest.some(({ runId }) => runId === one.id)).toBe(false)
    }
  }))
  it('every restore that had a usable copy still has one, and one without doubt where it had that', () => check((given) => {
    const left = given.items.filter((one) => !goneOf(given).includes(one))
    const source = (items: readonly Keepable[], target: RetentionInput['targets'][number], database: string, sure: boolean): boolean =>
      items.some((one) => !one.unusable && !(sure && one.doubtful) && one.environment === target.environment && one.deploymentId === target.deploymentId && one.copies.includes(database))
    for (const target of given.targets) for (const database of target.databases) for (const sure of [true, false]) if (source(given.items, target, database, sure)) expect(source(left, target, database, sure)).toBe(true)
  }))
  it('nothing goes that is within every limit, and none by size when the rest fits without it', () => check((given) => {
    const { count, age, size } = given.policy
    const away = goneOf(given)
    for (const one of away) {
      const tooOld = age !== null && Date.parse(NOW) - Date.parse(one.takenAt) > age
      const newer = given.items.filter((other) => other.environment === one.environment && (other.takenAt > one.takenAt || (other.takenAt === one.takenAt && keyOf(other) > keyOf(one)))).length
      const tooMany = count !== null && newer >= count
      expect(tooOld || tooMany || size !== null).toBe(true)
      if (tooOld || tooMany || size === null) continue
      const older = away.filter((other) => other !== one && (other.takenAt < one.takenAt || (other.takenAt === one.takenAt && keyOf(other) < keyOf(one))))
      const total = given.items.filter((other) => !older.includes(other)).reduce((sum, other) => sum + other.bytes, 0)
      expect(total).toBeGreaterThan(size)
    }
  }))
  it('what goes does not hang on the order in which it is listed, and a second look finds nothing more', () => check((given) => {
    const keys = (one: RetentionInput): string => goneOf(one).map(keyOf).sort().join()
    expect(keys({ ...given, items: [...given.items].reverse() })).toBe(keys(given))
    const left = given.items.filter((one) => !goneOf(given).includes(one))
    expect(goneOf({ ...given, items: left })).toEqual([])
  }))
  it('each has its reason', () => check((given) => {
    const verdicts = decideRetention(given)
    expect(verdicts.map(keyOf)).toEqual(given.items.map(keyOf))
    for (const { why, goes, spared, until } of verdicts) {
      expect(why).toMatch(/\.$/)
      expect(goes && spared).toBe(false)
      if (goes) expect(until).toBeNull()
    }
  }))
})
