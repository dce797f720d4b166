import { describe, expect, it } from 'vitest'
import { downBefore, downWords } from './down'
import { serviceKey, type Fact } from './facts'
import { makePlan } from './planner'
import { facts, foreignFact, given, serviceFact } from './testing/shop'

const named = (changed: Readonly<Record<string, Fact>>): readonly string[] => downBefore(makePlan(given({}, changed)), { ...facts, ...changed })
const never = (): Fact => {
  const fact = serviceFact({ state: 'stopped' })
  return fact.known ? { ...fact, seen: { ...fact.seen, neverStarted: true } } : fact
}

describe('who was down before a run', () => {
  it('is who ran nowhere and is started, not who runs', () => {
    expect(named({})).toEqual([])
    expect(named({ [serviceKey('web')]: serviceFact({ state: 'gone' }), [serviceKey('worker')]: serviceFact({ state: 'stopped' }) })).toEqual(['web', 'worker'])
  })
  it('is nobody who was never started from here: another program may run it', () => expect(named({ [serviceKey('web')]: never(), [serviceKey('worker')]: foreignFact({ state: 'gone' }) })).toEqual([]))
  it('stands beside what the run took down', () => {
    expect(downWords(null, [])).toBe('no service was taken down')
    expect(downWords(null, ['web'])).toBe('no service was taken down; web was down already when it began')
    expect(downWords(34_000, ['web', 'api'], 32_000)).toBe('services were down for 34 s (expected 32 s); web and api were down already when it began')
  })
})
