import { describe, expect, it } from 'vitest'
import { cameLater, downBefore, downWords, staysDown } from './down'
import { serviceKey, type Fact } from './facts'
import { makePlan } from './planner'
import { facts, foreignFact, given, manifest, serviceFact, shop, target } from './testing/shop'

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
    expect(downWords({ downtime: null })).toBe('no service was taken down')
    expect(downWords({ downtime: null, before: ['web'] })).toBe('no service was taken down; web was down already when it began')
    expect(downWords({ downtime: 34_000, before: ['web', 'api'], expected: 32_000 })).toBe('services were down for 34 s (expected 32 s); web and api were down already when it began')
  })
  it('is not said to be over where a run ended before all were up again', () => {
    expect(downWords({ downtime: 34_000, notUp: ['api'] })).toBe('api was not up again when it ended, after 34 s')
    expect(downWords({ downtime: 34_000, notUp: ['api', 'web'], stays: ['worker'] })).toBe('api and web were not up again when it ended, after 34 s; worker stays down')
  })
})

describe('who stays down after a run', () => {
  it('is whom the target did not have running, as it was seen then or because it came later', () => {
    const worker = (fact: Fact) => staysDown(makePlan(given({ manifest: { ...manifest, facts: { ...manifest.facts, [serviceKey('worker')]: fact } } })))
    expect(worker(serviceFact({ state: 'stopped' }))).toEqual(['worker'])
    expect(worker(never())).toEqual([])
    expect(worker(foreignFact({ installed: 'commit:1' }))).toEqual([])
    expect(staysDown(makePlan(given({ manifest: { ...manifest, definition: { ...manifest.definition, services: manifest.definition.services.slice(0, 2) } } })))).toEqual(['worker'])
  })
  it('came later only where the target did not have it at all, whatever was installed', () => {
    const [worker] = shop.services.filter(({ name }) => name === 'worker')
    const came = (change: Parameters<typeof given>[0]): boolean => cameLater(makePlan(given(change)), worker!)
    const stopped = { ...manifest, facts: { ...manifest.facts, [serviceKey('worker')]: serviceFact({ state: 'stopped' }) } }
    expect(came({ manifest: stopped, releases: { ...target.releases, worker: null } })).toBe(false)
    expect(came({ manifest: { ...manifest, definition: { ...manifest.definition, services: manifest.definition.services.slice(0, 2) } } })).toBe(true)
  })
  it('is named in place of the claim that nothing was taken down', () => {
    expect(downWords({ downtime: null, stays: ['worker'] })).toBe('worker stays down')
    expect(downWords({ downtime: 34_000, stays: ['web', 'worker'] })).toBe('services were down for 34 s; web and worker stay down')
  })
})
