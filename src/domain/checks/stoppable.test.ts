import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differences } from '../differences'
import { databaseKey, serviceKey } from '../facts'
import { makePlan } from '../planner'
import type { PlanInput } from '../planning'
import { checkInput, named } from '../testing/checks'
import { fakePlanners, fakeRuntime } from '../testing/fake-planners'
import { scenario } from '../testing/scenario'
import { foreignFact, restored, serviceFact, service, shop } from '../testing/shop'
import { perform } from '../testing/simulate'
import { scopeOf } from '../wanted-scope'
import { stoppable } from './stoppable'

const later = { definition: { ...shop, services: [...shop.services, service('mailer')] } }
const running = { [serviceKey('mailer')]: serviceFact({ installed: 'commit:2' }) }

describe('a service that nothing can stop', () => {
  it('is no finding where it has not to stop', () => {
    expect(named('stoppable')).toMatchObject([{ passed: true }])
    expect(named('stoppable', { unstoppable: ['web'] })).toMatchObject([{ passed: true }])
    expect(named('stoppable', { unstoppable: ['mailer'] }, later, { [serviceKey('mailer')]: serviceFact({ state: 'stopped' }) })).toMatchObject([{ passed: true }])
  })

  it('blocks unless forced when it came after the target, and would go on', () => {
    expect(named('stoppable', { unstoppable: ['mailer'] }, later, running)).toMatchObject([{ passed: false, blocking: 'unless-forced', id: 'stoppable:mailer', message: 'mailer did not run then and cannot be stopped now.', detail: expect.stringContaining('give `stop`') as string }])
    expect(named('stoppable', {}, later, running)).toMatchObject([{ passed: true }])
  })

  it('always blocks when data that it uses is replaced', () => {
    const swapping = { databases: [restored] }
    expect(named('stoppable', { unstoppable: ['web', 'api'] }, swapping)).toMatchObject([
      { passed: false, blocking: 'always', id: 'stoppable:web', message: 'web cannot be stopped, and uses main, which is to be replaced.', remedies: [{ action: { kind: 'keep-data' } }, {}] }, { id: 'stoppable:api' }
    ])
    const notSeen = { [serviceKey('web')]: serviceFact({ state: 'stopped' }) }
    expect(named('stoppable', { unstoppable: ['web'] }, swapping, notSeen)).toMatchObject([{ passed: false, blocking: 'unless-forced', id: 'stoppable:web' }])
    const usedBy = { ...shop, databases: shop.databases.map((one) => ({ ...one, usedBy: ['api'] })) }
    expect(named('stoppable', { unstoppable: ['web'] }, { ...swapping, definition: usedBy, manifest: null })).toMatchObject([{ passed: true }])
  })
})

describe('a service that is answered for by what was not started from here', () => {
  const answered = { [serviceKey('web')]: foreignFact({ installed: 'commit:2' }) }

  it('blocks unless forced where it would be started, and names the address and the process', () => {
    const [check] = named('stoppable', {}, {}, answered)
    expect(check).toMatchObject({ passed: false, blocking: 'unless-forced', id: 'stoppable:web', message: 'web answers at http://127.0.0.1:4100 (process 4711) and was not started from here: this run cannot stop it, and starting web would find its port taken.' })
    expect(check?.detail).toContain('Stop process 4711 and check again.')
    expect(named('stoppable', {}, {}, { [serviceKey('web')]: foreignFact({ state: 'gone' }, null) })[0]?.detail).toContain('Stop what answers at http://127.0.0.1:4100 and check again.')
  })

  it('blocks unless forced when data that it uses is replaced: what answers may be a proxy, and the engine replaces nothing that is open', () =>
    expect(named('stoppable', {}, { databases: [restored] }, answered)).toMatchObject([{ passed: false, blocking: 'unless-forced', id: 'stoppable:web', message: expect.stringContaining('it uses main, which is to be replaced.') as string, remedies: [{ action: { kind: 'keep-data' } }, {}] }]))

  it('always blocks then where nobody knows which process that is, nor what it has open', () =>
    expect(named('stoppable', {}, { databases: [restored] }, { [serviceKey('web')]: foreignFact({ installed: 'commit:2' }, null) })).toMatchObject([{ passed: false, blocking: 'always', detail: expect.stringContaining('It cannot be overridden') as string }]))

  it('blocks unless forced when it came after the target, and would go on', () =>
    expect(named('stoppable', {}, later, { [serviceKey('mailer')]: foreignFact() })).toMatchObject([{ passed: false, blocking: 'unless-forced', id: 'stoppable:mailer', message: 'mailer did not run then and cannot be stopped now: what answers at http://127.0.0.1:4100 (process 4711) was not started from here.' }]))

  it('is in nobody\'s way where the program that runs it is told by commands, but has to be told to stop when its data is replaced', () => {
    expect(named('stoppable', { elsewhere: ['web'] }, {}, answered)).toMatchObject([{ passed: true }])
    expect(named('stoppable', { elsewhere: ['web'] }, { databases: [restored] }, answered)).toMatchObject([{ passed: true }])
    expect(named('stoppable', { elsewhere: ['web'], unstoppable: ['web'] }, { databases: [restored] }, answered)).toMatchObject([{ passed: false, blocking: 'always', message: 'web cannot be stopped, and uses main, which is to be replaced.' }])
  })

  it('says in the ways out which process is to be stopped, and by whom', () => {
    const waysOf = (...given: Parameters<typeof named>[3][]) => given.map((facts) => named('stoppable', {}, later, facts)[0]?.remedies[0])
    expect(waysOf({ [serviceKey('mailer')]: foreignFact() }, { [serviceKey('mailer')]: foreignFact({}, null) })).toMatchObject([
      { title: 'Stop process 4711 yourself, then check again', action: { kind: 'check-again' } }, { title: 'Stop what answers at http://127.0.0.1:4100 yourself, then check again' }
    ])
    expect(named('stoppable', { unstoppable: ['mailer'] }, later, running)[0]?.remedies[0]).toMatchObject({ title: 'Say how mailer is told to stop, or stop it yourself, then check again', consequence: 'That is `stop` beside `restart` in backstep.yaml.' })
  })

  it('is not called down', () => {
    expect(named('down_now', {}, {}, answered)).toMatchObject([{ passed: true, message: '2 services run; what answers for web was not started from here' }])
  })
})

const unstoppable = { ...fakePlanners, runtime: () => ({ ...fakeRuntime, canStop: () => false, plan: (input: Parameters<typeof fakeRuntime.plan>[0]) => fakeRuntime.plan(input).filter(({ phase }) => phase !== 'stop') }) }

it('whatever the environment is: where no finding speaks of it, the plan ends as wanted and replaces no data in use', () => {
  let found = 0
  fc.assert(fc.property(scenario, (given: PlanInput) => {
    const input = { ...given, planners: unstoppable }
    const plan = makePlan(input)
    fc.pre(Object.keys(plan.wanted).every((key) => input.observed.facts[key]?.known === true))
    const names = scopeOf(input.target).whole.services.map(({ name }) => name)
    const findings = stoppable.run(checkInput({ unstoppable: names, target: input.target, plan, observed: input.observed })).filter(({ passed }) => !passed)
    found += findings.length
    const left = differences(perform(input.observed.facts, plan.steps), plan.wanted).map(({ key }) => key)
    for (const key of left) expect(findings.map(({ id }) => id)).toContain(`stoppable:${/^service:(.*)@/.exec(key)?.[1] ?? key}`)
    for (const { name } of plan.definition.databases.filter((one) => plan.steps.some(({ id }) => id === `swap/${one.name}`))) {
      const users = scopeOf(input.target).uses.database(name).filter((user) => Object.entries(input.observed.facts).some(([key, fact]) => key.startsWith(`service:${user}@`) && fact.known && fact.is.kind === 'service' && fact.is.state === 'running'))
      for (const user of users) expect(findings.find(({ id }) => id === `stoppable:${user}`)?.blocking, `${user} uses ${databaseKey(name)}`).toBe('always')
    }
  }), { numRuns: 100 })
  expect(found).toBeGreaterThan(0)
})
