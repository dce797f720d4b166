import { describe, expect, it } from 'vitest'
import type { Check, CheckName } from './check'
import { artifactKey, configKey, databaseKey, registryKey, serviceKey, type Fact } from './facts'
import { factChange, isStale, planChanges, recordChanges, type RecordSeen } from './plan-changes'
import { makePlan } from './planner'
import type { Target } from './planning'
import { configFact, databaseFact, given, request, restored, service, serviceFact, shop, unknownFact } from './testing/shop'

const record = (id: string, more: Partial<RecordSeen> = {}): RecordSeen => ({ id, version: id.replace('deploy-', 'v'), status: 'success', rollback: false, ...more })
const records = [record('deploy-2'), record('deploy-1')]
const artifact = (present: boolean): Fact => ({ known: true, is: { kind: 'artifact', present, digest: present ? 'a' : null }, seen: { what: '', bytes: null, prepared: false } })
const before = { [artifactKey('copy/main')]: artifact(true), [artifactKey('web')]: artifact(true) }
const registry = (digest: string): Fact => ({ known: true, is: { kind: 'registry', digest }, seen: { deployments: 2 } })

function changes(facts: Readonly<Record<string, Fact>>, more: { readonly target?: Partial<Target>; readonly records?: readonly RecordSeen[] } = {}): readonly string[] {
  const then = given({ databases: [restored] }, before)
  const now = given({ databases: [restored], ...more.target }, { ...before, ...facts })
  return planChanges({ plan: makePlan(then), records }, { plan: makePlan(now), facts: now.observed.facts, records: more.records ?? records })
}

describe('what has changed since a plan was shown', () => {
  it('is nothing where nothing has', () => expect(changes({})).toEqual(['its steps do something else now']))

  it.each<[string, Readonly<Record<string, Fact>>, string]>([
    ['a file that was edited', { [configKey('.env.staging')]: configFact('other') }, '.env.staging was changed'],
    ['a file that was removed', { [configKey('.env.staging')]: configFact(null) }, '.env.staging was removed'],
    ['permissions', { [configKey('.env.staging')]: configFact('env-2', 0o644) }, 'the permissions of .env.staging were changed'],
    ['a service that was stopped', { [serviceKey('worker')]: serviceFact({ state: 'stopped', installed: 'commit:2' }) }, 'worker was stopped'],
    ['a service that died', { [serviceKey('worker')]: serviceFact({ state: 'gone', installed: 'commit:2' }) }, 'the process of worker ended'],
    ['another release that runs', { [serviceKey('worker')]: serviceFact({ installed: 'commit:2', runs: { release: `commit:${'3'.repeat(40)}`, command: 'old', config: {}, data: {} } }) }, 'worker was restarted: it runs commit 3333333, it was commit:2'],
    ['another configuration that it was started with', { [serviceKey('worker')]: serviceFact({ installed: 'commit:2', runs: { release: 'commit:2', command: 'old', config: { a: 'b' }, data: {} } }) }, 'worker was restarted with another configuration'],
    ['another release that is installed', { [serviceKey('worker')]: serviceFact({ installed: 'commit:3', runs: { release: 'commit:2', command: 'old', config: {}, data: {} } }) }, 'another release of worker is installed: commit:3, it was commit:2'],
    ['a database that was replaced', { [databaseKey('main')]: databaseFact('file:9:9') }, 'main was replaced by another database'],
    ['a database that is gone', { [databaseKey('main')]: databaseFact(null, null) }, 'main is gone'],
    ['a schema', { [databaseKey('main')]: databaseFact('file:1:2', 'schema-3') }, 'the schema of main was changed'],
    ['what cannot be seen any more', { [serviceKey('api')]: unknownFact }, 'api cannot be observed now: It does not answer']
  ])('names %s', (_, facts, sentence) => expect(changes(facts)).toEqual([sentence]))

  it('names what is needed and gone', () => {
    const was = { kind: 'artifact', present: true, digest: 'a' } as const
    expect(factChange(artifactKey('copy/main'), was, artifact(false))).toBe('the copy of main is gone')
    expect(factChange(artifactKey('web', 'web1'), was, artifact(false))).toBe('the release of web on web1 is gone')
  })

  it('names what was recorded meanwhile', () => {
    const now = (more: readonly RecordSeen[]): readonly string[] => changes({ [registryKey('staging')]: registry('other') }, { records: more })
    expect(now([record('deploy-3'), ...records])).toEqual(['a deployment v3 was recorded meanwhile'])
    expect(now([record('deploy-3', { status: 'failed' }), record('x', { version: 'v1', rollback: true }), ...records])).toEqual(['a failed deployment v3 was recorded meanwhile', 'a rollback to v1 was recorded meanwhile'])
    expect(now([record('deploy-3', { status: 'in-progress' }), ...records])).toEqual(['a deployment of v3 was begun meanwhile'])
    expect(now([record('deploy-2', { status: 'rolled-back' }), record('deploy-1')])).toEqual(['v2 (deploy-2) is marked rolled-back now, it was success'])
    expect(now([record('deploy-2')])).toEqual(['the record deploy-1 was removed'])
    expect(now(records)).toEqual(['the records of staging were changed'])
  })

  it('does not call a record removed that newer ones pushed out of the list', () => {
    const many = Array.from({ length: 30 }, (_, n) => record(`deploy-${100 - n}`))
    expect(recordChanges(many, [record('deploy-101'), ...many.slice(0, 29)], 'staging')).toEqual(['a deployment v101 was recorded meanwhile'])
  })

  it('names what else is asked for, and what backstep.yaml says', () => {
    expect(changes({}, { target: { request: { ...request, services: ['web'] } } })).toContain('other services are asked for: web, it was all')
    expect(changes({}, { target: { request: { ...request, data: 'restore' } } })).toEqual(['another choice of data is asked for: restore, it was keep'])
    expect(changes({}, { target: { to: { deploymentId: 'deploy-0', version: 'v0', timestamp: '' } } })).toEqual(['the target is v0 now, it was v1.0.0'])
    expect(changes({}, { target: { definition: { ...shop, services: [...shop.services, service('mailer')] } } })).toEqual(['backstep.yaml says something else about mailer'])
  })

  it('names what is wanted where only that is another', () => {
    expect(changes({}, { target: { files: [{ ...given().target.files[0]!, digest: 'env-9' }] } })[0]).toMatch(/^what is wanted of .*\.env\.staging.* is another now$/)
  })

  it('says so when no plan can be made any more', () => {
    const then = given({ databases: [restored] }, before)
    expect(planChanges({ plan: makePlan(then), records }, { plan: null, facts: then.observed.facts, records })).toEqual(['no plan can be made now'])
  })
})

describe('a plan that was confirmed', () => {
  const check = (name: CheckName): Check => ({ name, id: name, title: '', passed: false, severity: 'error', blocking: 'always', message: '', headline: '', detail: '', remedies: [], evidence: [] })
  it.each<[string, boolean, { readonly plan: { readonly hash: string } | null; readonly checks: readonly Check[] }]>([
    ['is the one that is made now', false, { plan: { hash: 'abc' }, checks: [check('already_running')] }],
    ['is another than that', true, { plan: { hash: 'def' }, checks: [] }],
    ['is not made any more', true, { plan: null, checks: [check('already_running')] }],
    ['may be the same for all that is known without its key', false, { plan: null, checks: [check('kept_content')] }]
  ])('%s', (_, stale, now) => expect(isStale(now, (hash) => hash === 'abc')).toBe(stale))
})
