import { describe, expect, it } from 'vitest'
import { blocks } from '../check'
import type { Check } from '../check'
import { artifactKey, serviceKey } from '../facts'
import { substituteRun } from '../differences'
import { makePlan } from '../planner'
import { artifact, checkInput, deployment, key, kinds, named, orders, selecting } from '../testing/checks'
import { given, manifest, request, restored, service, serviceFact, shop, target } from '../testing/shop'
import { perform } from '../testing/simulate'
import { checks, runChecks } from './index'

const problem = { code: 'x', message: 'It is damaged.', next: 'Choose another.' }

describe('all checks', () => {
  it('pass for a rollback that nothing speaks against', () => {
    const found = runChecks(checkInput())
    expect(found.filter(({ passed }) => !passed)).toEqual([])
    expect(found.map(({ name }) => name)).toEqual(checks.map(({ name }) => name).filter((name) => name !== 'dependents'))
  })

  it('have ids of their own, a title and a message', () => {
    const found = runChecks(checkInput({
      drift: ['web: runs v3'], trackedFiles: ['a', 'b'], majorJump: true, schemas: ['main', 'carts'].map((database) => ({ database, restored: false, target: orders('id'), present: orders(), hasCopy: true })),
      config: [{ path: 'a', then: [key('A'), key('B')], after: [key('B', 'number')], credentials: ['C'] }]
    }, { manifest: null, files: [] }))
    expect(new Set(found.map(({ id }) => id)).size).toBe(found.length)
    expect(found.every(({ title, message, headline }) => title !== '' && message !== '' && headline !== '')).toBe(true)
  })

  it('are errors exactly where they block, and forcing moves only what may be forced', () => {
    const found = runChecks(checkInput({ disk: { free: 1, needed: 2 }, record: deployment('deploy-1', 'v1.0.0', { status: 'failed' }), drift: ['x'] }))
    for (const check of found) expect(check.severity === 'error', check.id).toBe(!check.passed && check.blocking !== 'never')
    const all = found.map(({ id }) => id)
    expect(found.filter((check) => blocks(check, [])).map(({ id }) => id)).toEqual(['target_status', 'disk_space'])
    expect(found.filter((check) => blocks(check, all)).map(({ id }) => id)).toEqual(['disk_space'])
  })
})

describe('the target', () => {
  it('exists', () => {
    const none = checkInput({ target: null, record: null, plan: null, wanted: null, targetProblem: { ...problem, message: "No valid rollback target found for environment 'staging'" } })
    expect(runChecks(none).find(({ name }) => name === 'target_exists')).toMatchObject({ passed: false, blocking: 'always', message: "No valid rollback target found for environment 'staging'" })
    expect(kinds(named('target_exists', { manifestProblem: problem }))).toEqual(['always'])
    expect(kinds(named('target_exists'))).toEqual(['passed'])
  })

  it('was successful', () => {
    const status = (status: 'success' | 'failed' | 'in-progress' | 'rolled-back'): readonly string[] => kinds(named('target_status', { record: deployment('deploy-1', 'v1.0.0', { status }) }))
    expect([status('success'), status('failed'), status('in-progress'), status('rolled-back')].flat()).toEqual(['passed', 'unless-forced', 'unless-forced', 'never'])
    expect(kinds(named('target_status', { record: deployment('deploy-1', 'v1.0.0', { status: 'failed' }), request: { ...request, undo: 'run-1' } }))).toEqual(['passed'])
  })

  it('was well: another recorded health warns and blocks nothing, one that was not recorded says nothing', () => {
    const health = (healthStatus: string | null): readonly Check[] => named('target_status', { record: deployment('deploy-1', 'v1.0.0', { healthStatus }) })
    expect(['unhealthy', 'degraded', 'healthy', null].flatMap((status) => kinds(health(status)))).toEqual(['never', 'never', 'passed', 'passed'])
    expect(health('unhealthy')).toMatchObject([{ severity: 'warning', message: 'v1.0.0 was recorded as unhealthy.', evidence: [{ label: 'Status', value: 'success' }, { label: 'Health', value: 'unhealthy' }] }])
  })

  it('is still what was captured, where something is started from it', () => {
    const folder = { kind: 'folder', path: 'releases/v1', digest: 'a'.repeat(64) } as const
    const found = (digest: string) => ({ [artifactKey('web')]: { known: true, is: { kind: 'artifact', present: true, digest }, seen: { what: 'folder releases/v1', bytes: null, prepared: true } } as const })
    const whenFound = (digest: string) => named('artifacts', { artifacts: found(digest) }, { releases: { ...target.releases, web: folder } }, found(digest))
    expect(kinds(whenFound(folder.digest))).toEqual(['passed'])
    expect(whenFound('b'.repeat(64))).toMatchObject([{ passed: false, blocking: 'unless-forced', message: 'Changed since it was captured: web (folder releases/v1).', evidence: [{ label: 'web', value: 'captured aaaa aaaa, now bbbb bbbb' }] }])
  })

  it('is all still there', () => {
    expect(kinds(named('artifacts', { artifacts: { [artifactKey('web')]: artifact(false) } }))).toEqual(['always'])
    expect(named('artifacts', { artifacts: { [artifactKey('web')]: { known: false, reason: 'git does not answer.' } } })[0]).toMatchObject({ passed: false, message: 'Missing: web (git does not answer.).' })
    expect(kinds(named('artifacts'))).toEqual(['passed'])
  })

  it('has a release for every service that has code, among those that move', () => {
    const lost = { releases: { api: target.releases['api']!, worker: target.releases['worker']! } }
    expect(named('artifacts', {}, lost)[0]).toMatchObject({ passed: false, blocking: 'always', message: 'No release of web is known for v1.0.0.' })
    expect(kinds(named('artifacts', {}, lost, { [serviceKey('web')]: serviceFact({ runs: { release: null, command: 'c', config: {}, data: {} } }) }))).toEqual(['passed'])
    expect(kinds(named('artifacts', {}, { ...selecting(['api']), ...lost }))).toEqual(['passed'])
    expect(named('artifacts', { needRelease: ['web'] }, lost, { [serviceKey('web')]: serviceFact({ runs: { release: null, command: 'c', config: {}, data: {} } }) })[0]).toMatchObject({ passed: false, blocking: 'always' })
    expect(named('artifacts', { record: deployment('deploy-1', 'v1.0.0', { commit: 'a'.repeat(40) }) }, lost)[0]?.detail).toContain('The commit that the record names (aaaaaaa) is not in the repository.')
    const later = { ...shop, services: [...shop.services, service('mailer')] }
    expect(kinds(named('artifacts', {}, { definition: later }, { [serviceKey('mailer')]: serviceFact({ installed: 'commit:2' }) }))).toEqual(['passed'])
  })

  it('does not run already', () => {
    const input = given({ databases: [substituteRun(restored, 'run-1')] })
    const done = perform(input.observed.facts, makePlan(input).steps)
    expect(named('already_running', {}, { databases: input.target.databases }, done)[0]).toMatchObject({ passed: false, blocking: 'always', message: expect.stringContaining('v1.0.0 already runs') })
    expect(kinds(named('already_running'))).toEqual(['passed'])
    expect(named('already_running', { plan: null })).toEqual([])
  })
})

describe('schema_compatibility', () => {
  const broken = { database: 'main', restored: false, target: orders('id', 'discount_code'), present: orders('id'), hasCopy: true }

  it('blocks when the target needs what is gone, unless its data comes back, too', () => {
    const [found] = named('schema_compatibility', { schemas: [broken] })
    expect(found).toMatchObject({ id: 'schema_compatibility:main', passed: false, blocking: 'unless-forced', evidence: [{ label: 'Missing', value: 'column orders.discount_code is gone' }] })
    expect(found?.remedies.map(({ action }) => action.kind)).toEqual(['restore-data', 'change-target', 'check-again'])
    expect(kinds(named('schema_compatibility', { schemas: [{ ...broken, restored: true }] }))).toEqual(['passed'])
    expect(kinds(named('schema_compatibility'))).toEqual(['passed'])
  })

  it('blocks, unless forced, a copy with another schema than the target had, and says in what it differs', () => {
    const copied = (copy: typeof broken.present) => named('schema_compatibility', { schemas: [{ ...broken, restored: true, copy }] })
    expect(copied(orders('id', 'loyalty'))).toMatchObject([{
      id: 'schema_compatibility:copy:main', passed: false, blocking: 'unless-forced', message: 'The copy of main has another schema than was captured with v1.0.0.',
      evidence: [{ label: 'Only in v1.0.0', value: 'orders.discount_code' }, { label: 'Only in the copy', value: 'orders.loyalty' }], remedies: [{ action: { kind: 'keep-data' } }, { action: { kind: 'change-target' } }]
    }])
    expect(kinds(copied(orders('discount_code', 'id')))).toEqual(['passed'])
  })

  it('offers a restore only where one is possible', () => {
    const actions = (more: Parameters<typeof checkInput>[0]): readonly string[] => named('schema_compatibility', { schemas: [broken], ...more })[0]!.remedies.map(({ action }) => action.kind)
    expect(actions({ schemas: [{ ...broken, hasCopy: false }] })).not.toContain('restore-data')
    expect(actions({ data: [{ name: 'main', choice: 'keep', policyKeeps: true, hasCopy: true, why: '' }] })).not.toContain('restore-data')
    expect(actions({ request: { ...request, undo: 'run-1' } })).not.toContain('restore-data')
  })

  it('only warns about a major version', () => {
    expect(named('schema_compatibility', { majorJump: true })).toEqual([expect.objectContaining({
      id: 'schema_compatibility:major', passed: false, severity: 'warning', blocking: 'never', evidence: [{ label: 'From', value: 'v2.0.0' }, { label: 'To', value: 'v1.0.0' }]
    })])
  })
})

describe('config_compatibility', () => {
  const file = (then: readonly ReturnType<typeof key>[], after: readonly ReturnType<typeof key>[] | null, credentials: readonly string[] = []): readonly string[] =>
    kinds(named('config_compatibility', { config: [{ path: '.env', then, after, credentials }] }))

  it('blocks a key that will be gone or of another type, and only warns of a changed credential', () => {
    expect(file([key('A'), key('B')], [key('A')])).toEqual(['unless-forced'])
    expect(file([key('A')], null)).toEqual(['unless-forced'])
    expect(file([key('A', 'number')], [key('A')])).toEqual(['unless-forced'])
    expect(file([key('A')], [key('A')], ['API_KEY'])).toEqual(['never'])
    expect(file([key('A')], [key('A'), key('B')])).toEqual(['passed'])
  })
})

it('warns of files that go back whole because nobody can compare them', () =>
  expect(named('config_compatibility', { configUnread: ['app.xml'] })).toMatchObject([{ passed: false, severity: 'warning', blocking: 'never', message: expect.stringContaining('app.xml goes back whole') as string }]))

describe('service_dependencies', () => {
  const then = { ...shop, services: [service('web', ['api', 'search']), service('api'), service('worker')] }

  it('blocks when a service of the target needs what the target lacks, also when that came later', () => {
    expect(named('service_dependencies', {}, { manifest: { ...manifest, definition: then } })[0]).toMatchObject({ passed: false, blocking: 'unless-forced', evidence: [{ value: 'web needs search' }] })
    const later = { ...shop, services: [...shop.services, service('search')] }
    expect(kinds(named('service_dependencies', {}, { manifest: { ...manifest, definition: then }, definition: later }))).toEqual(['unless-forced'])
    expect(kinds(named('service_dependencies'))).toEqual(['passed'])
  })

  it('counts what stays for a selection, and only what the selection needs', () => {
    expect(kinds(named('service_dependencies', {}, selecting(['web'])))).toEqual(['passed'])
    expect(kinds(named('service_dependencies', {}, { ...selecting(['api']), manifest: { ...manifest, definition: then } }))).toEqual(['passed'])
    const today = { ...shop, services: [service('web')] }
    expect(kinds(named('service_dependencies', {}, { ...selecting(['web']), definition: today }))).toEqual(['unless-forced'])
  })

  it('takes what a bare record did not deploy as it runs', () => {
    expect(kinds(named('service_dependencies', {}, { manifest: null, servicesDeployed: ['web'], files: [] }))).toEqual(['passed'])
  })
})

describe('data_source', () => {
  const data = { name: 'main', choice: 'restore', policyKeeps: false, hasCopy: true, why: 'Deploy with `backstep record --begin` next time.' } as const
  const restoring = { ...request, data: 'restore' } as const

  it('always blocks a restore without a copy, or against the policy', () => {
    expect(named('data_source', { data: [{ ...data, hasCopy: false }], request: restoring })[0]).toMatchObject({ blocking: 'always', passed: false, message: data.why })
    expect(kinds(named('data_source', { data: [{ ...data, choice: 'keep', policyKeeps: true }], request: restoring }))).toEqual(['always'])
    expect(kinds(named('data_source', { data: [data], request: restoring }))).toEqual(['passed'])
    const remedies = (request: typeof restoring): readonly string[] => named('data_source', { data: [{ ...data, hasCopy: false }], request })[0]!.remedies.map(({ action }) => action.kind)
    expect([remedies(restoring), remedies({ ...restoring, undo: 'run-1' })]).toEqual([['keep-data'], ['check-again']])
    expect(kinds(named('data_source', { data: [{ ...data, choice: 'keep', hasCopy: false, policyKeeps: true }] }))).toEqual(['passed'])
  })
  it('warns of a copy that may hold what another deployment left, where it is restored', () => {
    const doubted = { ...data, doubt: 'The copy of main was taken after v1.1.0 had failed: it holds whatever v1.1.0 did to the data.' }
    expect(named('data_source', { data: [doubted], request: restoring })).toMatchObject([{ id: 'data_source:doubt:main', passed: false, blocking: 'never', message: doubted.doubt }])
    expect(kinds(named('data_source', { data: [{ ...doubted, choice: 'keep' }] }))).toEqual(['passed'])
  })
  it('always blocks a migration where nothing is migrated, and unless forced one to a schema that nobody captured', () => {
    const migrating = { ...request, data: 'migrate' } as const
    const migrated = { ...data, choice: 'migrate', migrates: true } as const
    expect(named('data_source', { data: [{ ...data, choice: 'keep' }], request: migrating })[0]).toMatchObject({ blocking: 'always', message: 'No database of staging is migrated down.' })
    expect(named('data_source', { data: [{ ...migrated, unknownSchema: true }], request: migrating })[0]).toMatchObject({ blocking: 'unless-forced', id: 'data_source:main' })
    expect(named('data_source', { data: [migrated], request: migrating })[0]).toMatchObject({ passed: true, message: 'main can be migrated down' })
    expect(named('data_source', { data: [data, { ...migrated, name: 'carts' }], request: restoring })[0]?.message).toBe('main can be restored, carts can be migrated down')
    expect(kinds(named('data_source', { data: [{ ...migrated, choice: 'keep' }], request: migrating }))).toEqual(['passed'])
  })
})
