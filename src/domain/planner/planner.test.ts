import { describe, expect, it } from 'vitest'
import { substituteRun } from '../differences'
import { configKey, databaseKey, foreignIn, registryKey, serviceKey, type Fact } from '../facts'
import type { DraftStep, Plan, Step } from '../plan'
import type { ServiceStepsInput } from '../planning'
import { fakePlanners, fakeRuntime } from '../testing/fake-planners'
import { configFact, databaseFact, foreignFact, given, manifest, probe, request, restored, service, serviceFact, shop, unknownFact } from '../testing/shop'
import { perform } from '../testing/simulate'
import { makePlan, planHash, verifyPlanHash } from './index'

const ids = (steps: readonly Step[]): readonly string[] => steps.map(({ id }) => id)
const after = (steps: readonly Step[], id: string): readonly string[] | undefined => steps.find((step) => step.id === id)?.after

describe('makePlan', () => {
  it('goes from snapshot to verification', () => {
    const { steps } = makePlan(given({ databases: [restored] }))
    expect(ids(steps)).toEqual([
      'keep/config', 'keep/state', 'dump/main', 'verify-snapshot',
      'prepare/web@local', 'prepare/api@local', 'prepare/worker@local', 'restore/main',
      'stop/web@local', 'stop/api@local', 'stop/worker@local',
      'link/web@local', 'link/api@local', 'link/worker@local',
      'write/.env.staging', 'write/config/web.json', 'swap/main',
      'start/api@local', 'ready/api@local', 'start/web@local', 'ready/web@local', 'start/worker@local',
      'verify/web', 'verify/api', 'verify/worker', 'verify/database:main', 'verify/config'
    ])
  })

  it('waits for as little as it must', () => {
    const { steps } = makePlan(given())
    expect(after(steps, 'keep/state')).toEqual([])
    expect(after(steps, 'verify-snapshot')).toEqual(['keep/config', 'keep/state', 'dump/main'])
    expect(after(steps, 'stop/web@local')).toEqual(['prepare/web@local', 'prepare/api@local', 'prepare/worker@local'])
    expect(after(steps, 'stop/api@local')).toEqual(['stop/web@local'])
    expect(after(steps, 'start/web@local')).toEqual(['ready/api@local'])
    expect(after(steps, 'verify/web')).toEqual(['ready/web@local', 'start/worker@local'])
  })

  it('copies the database though data is kept, and leaves alone who has what is wanted', () => {
    const input = given({}, { [configKey('.env.staging')]: configFact('env-1') })
    const done = perform(input.observed.facts, makePlan(input).steps)
    const later = { ...input, observed: { ...input.observed, facts: { ...done, [serviceKey('worker')]: serviceFact({ state: 'gone', installed: 'commit:1' }) } } }
    const { steps } = makePlan(later)
    expect(ids(steps)).toEqual(['keep/config', 'keep/state', 'dump/main', 'verify-snapshot', 'stop/worker@local', 'start/worker@local', 'verify/web', 'verify/api', 'verify/worker', 'verify/database:main', 'verify/config'])
  })

  it('has who is to be down and answers all the same told to stop, where another program runs it', () => {
    const told = (input: ServiceStepsInput): readonly DraftStep[] => (foreignIn(input.observed) === null ? fakeRuntime.plan(input) : [{
      id: 'stop/worker@local', phase: 'stop', resource: serviceKey('worker'), host: 'local', title: 'Stop worker', relies: [], expects: {}, effect: 'changes',
      action: { kind: 'stop-process', service: 'worker', signal: 'SIGTERM', timeout: 1, argv: ['systemctl', 'stop', 'worker'] }
    }])
    const early = { ...manifest, definition: { ...manifest.definition, services: manifest.definition.services.filter(({ name }) => name !== 'worker') } }
    const input = { ...given({ manifest: early }), planners: { ...fakePlanners, runtime: () => ({ ...fakeRuntime, runsElsewhere: () => true, plan: told }) } }
    const facts = perform(input.observed.facts, makePlan(input).steps)
    const then = (worker: Fact): Plan => makePlan({ ...input, observed: { ...input.observed, facts: { ...facts, [serviceKey('worker')]: worker } } })
    expect(ids(then(foreignFact()).steps)).toContain('stop/worker@local')
    expect(then(serviceFact({ state: 'stopped' })).steps).toEqual([])
  })

  it('has no step when nothing differs, but a hash', () => {
    const input = given({ databases: [substituteRun(restored, 'run-1')] })
    const plan = makePlan({ ...input, observed: { ...input.observed, facts: perform(input.observed.facts, makePlan(input).steps) } })
    expect(plan.steps).toEqual([])
    expect(plan.hash).toMatch(/^[0-9a-f]{64}$/)
  })

  it('never equals a lineage that the run has yet to make', () => {
    const input = given({ databases: [restored] }, { [databaseKey('main')]: databaseFact('copy:ab/${run}', 'schema-1') })
    expect(ids(makePlan(input).steps)).toContain('swap/main')
  })

  it('stops what uses a database that is swapped, also when it was started with what is wanted', () => {
    const input = given({ databases: [substituteRun(restored, 'run-1')] })
    const done = perform(input.observed.facts, makePlan(input).steps)
    const swappedByHand = { ...done, [databaseKey('main')]: databaseFact('file:9:9') }
    expect(ids(makePlan({ ...input, observed: { ...input.observed, facts: swappedByHand } }).steps)).toEqual(expect.arrayContaining(['stop/web@local', 'swap/main', 'start/web@local']))
  })

  it('orders over a service that is not touched', () => {
    const definition = { ...shop, services: [service('web', ['api']), service('api', ['worker']), service('worker', [], { health: [] })] }
    const { steps } = makePlan(given({ definition, manifest: null, servicesDeployed: ['web', 'worker'], files: [] }))
    expect(ids(steps)).not.toContain('stop/api@local')
    expect(after(steps, 'stop/worker@local')).toEqual(['stop/web@local'])
    expect(after(steps, 'start/web@local')).toEqual(['start/worker@local'])
    const whole = makePlan(given({ definition, manifest: { ...manifest, definition } })).steps
    expect(after(whole, 'stop/worker@local')).toEqual(['stop/api@local'])
  })

  it('does not copy a database that is not there, but one that nobody can see', () => {
    expect(ids(makePlan(given({}, { [databaseKey('main')]: databaseFact(null, null) })).steps)).not.toContain('dump/main')
    expect(ids(makePlan(given({}, { [databaseKey('main')]: unknownFact })).steps)).toContain('dump/main')
  })

  it('expects files as they will be, and asks the schema that will be there', () => {
    const { steps } = makePlan(given({ databases: [restored] }))
    expect(steps.find(({ id }) => id === 'write/.env.staging')?.expects).toEqual({ [configKey('.env.staging')]: { digest: 'env-1', mode: 0o600 } })
    expect(steps.find(({ id }) => id === 'swap/main')?.expects[databaseKey('main')]).toMatchObject({ lineage: 'copy:ab/${run}', schema: 'schema-1' })
    expect(steps.find(({ id }) => id === 'verify/database:main')?.action).toMatchObject({ schema: 'schema-1' })
    expect(makePlan(given()).steps.find(({ id }) => id === 'verify/database:main')?.action).toMatchObject({ schema: 'schema-2' })
  })

  it('tells a service and a database of one name apart', () => {
    const definition = { ...shop, services: [service('main')] }
    const titles = makePlan(given({ definition, manifest: { ...manifest, definition } })).steps.map(({ title }) => title)
    expect(titles).toEqual(expect.arrayContaining(['Copy database main', 'Write to database main and read it back', 'Ask main what it serves']))
    expect(makePlan(given()).steps.map(({ title }) => title)).toContain('Copy main')
  })

  it('keeps the ids of a service called config apart from those of the configuration', () => {
    const definition = { ...shop, services: [service('config')] }
    const { steps } = makePlan(given({ definition, manifest: { ...manifest, definition } }))
    expect(ids(steps)).toEqual(expect.arrayContaining(['verify/config', 'verify/config@local']))
  })
})

describe('an undo', () => {
  const failed = { ask: 'GET http://127.0.0.1:4100/health', kind: 'health', ok: false, message: 'answers 500', version: null, took: 1, at: '' } as const
  const before = serviceFact({ state: 'running' })
  const web = before.known ? { ...before, seen: { ...before.seen, probes: [failed] } } : before
  const snapshot = { ...manifest, kind: 'snapshot' as const, facts: { ...manifest.facts, [serviceKey('web')]: web } }

  it('does not wait for a probe that failed before the run, but asks it', () => {
    const { steps } = makePlan(given({ kind: 'undo', manifest: snapshot }))
    expect(ids(steps)).not.toContain('ready/web@local')
    expect(ids(steps)).toContain('ready/api@local')
    expect(steps.find(({ id }) => id === 'verify/web')?.action).toMatchObject({ probes: [probe('/health')] })
    expect(ids(makePlan(given({ manifest: snapshot })).steps)).toContain('ready/web@local')
  })
})

describe('a plan', () => {
  it('relies on all that it was made from, and on the registry', () => {
    const plan = makePlan(given({ request: { ...request, services: ['web'] } }, { [configKey('.env.staging')]: unknownFact }))
    expect(Object.keys(plan.relies)).toEqual([configKey('config/web.json'), databaseKey('main'), registryKey('staging'), serviceKey('web')])
  })

  it('has a hash of what it does, not of what it is called', () => {
    const plan = makePlan(given())
    expect(planHash({ ...plan, notes: ['x'], steps: plan.steps.map((step) => ({ ...step, title: 'x' })) })).toBe(plan.hash)
    expect(makePlan(given({}, { [configKey('.env.staging')]: configFact('env-3') })).hash).not.toBe(plan.hash)
    expect(verifyPlanHash({ ...plan, steps: plan.steps.slice(1) })).toBe(false)
  })
})
