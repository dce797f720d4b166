import { describe, expect, it } from 'vitest'
import { differences } from './differences'
import { artifactKey, configKey, databaseKey, serviceKey } from './facts'
import type { ServiceInputs } from './facts'
import type { PartialIs } from './plan'
import { makePlan } from './planner'
import { perform } from './testing/simulate'
import { databaseFact, given, manifest, request, restored, service, serviceFact, shop, unknownFact } from './testing/shop'
import { wantedOf } from './wanted'

const runsOf = (part: PartialIs | undefined): Partial<ServiceInputs> | null | undefined => (part && 'runs' in part ? part.runs : undefined)

describe('wantedOf services', () => {
  it('wants what ran then to run, with files as they will be and data as it is', () => {
    const { wanted, notes } = wantedOf(given())
    expect(wanted[serviceKey('web')]).toMatchObject({ state: 'running', installed: 'commit:1', runs: { release: 'commit:1', config: { '.env.staging': 'env-1', 'config/web.json': null }, data: { main: 'file:1:2' } } })
    expect(runsOf(wanted[serviceKey('api')])?.config).toEqual({ '.env.staging': 'env-1' })
    expect(notes).toEqual([])
  })

  it('reads stopped as stopped; gone, unknown and missing as running', () => {
    const then = { ...manifest, facts: { [serviceKey('web')]: serviceFact({ state: 'stopped' }), [serviceKey('api')]: serviceFact({ state: 'gone' }), [serviceKey('worker')]: unknownFact } }
    const { wanted } = wantedOf(given({ manifest: then }))
    expect(wanted[serviceKey('web')]).toEqual({ state: 'stopped', installed: 'commit:1' })
    expect(wanted[serviceKey('api')]).toMatchObject({ state: 'running' })
    expect(wanted[serviceKey('worker')]).toMatchObject({ state: 'running' })
  })

  it('wants a service to run that was never started from here, whatever was seen of it', () => {
    const seen = serviceFact({ state: 'stopped' })
    const never = seen.known ? { ...seen, seen: { ...seen.seen, neverStarted: true as const } } : seen
    const { wanted } = wantedOf(given({ kind: 'undo', manifest: { ...manifest, kind: 'snapshot', facts: { ...manifest.facts, [serviceKey('web')]: never } } }))
    expect(wanted[serviceKey('web')]).toMatchObject({ state: 'running', installed: 'commit:1' })
  })

  it('wants a service that came later stopped, on each of its hosts', () => {
    const today = { ...shop, services: [...shop.services, service('mailer', ['api'], { hosts: ['a', 'b'] })] }
    const { wanted, definition } = wantedOf(given({ definition: today }))
    expect(wanted[serviceKey('mailer', 'a')]).toEqual({ state: 'stopped', runs: null })
    expect(wanted[serviceKey('mailer', 'b')]).toEqual({ state: 'stopped', runs: null })
    expect(definition.services.map(({ name }) => name)).toContain('mailer')
  })

  it('takes services from servicesDeployed when nothing was captured, and says what stays', () => {
    const { wanted, notes } = wantedOf(given({ manifest: null, servicesDeployed: ['web', 'api', 'gone-since'], files: [], releases: { web: { kind: 'git', commit: '1' } } }))
    expect(Object.keys(wanted)).toEqual([serviceKey('web'), serviceKey('api')])
    expect(runsOf(wanted[serviceKey('web')])?.config).toEqual({ '.env.staging': 'env-2', 'config/web.json': 'web-2' })
    expect(wanted[serviceKey('api')]).not.toHaveProperty('installed')
    expect(notes).toEqual([
      'worker was not deployed with v1.0.0: it stays as it is.',
      'No release of api was recorded with v1.0.0: the code that is there is started.',
      'Configuration was not captured with v1.0.0: .env.staging and config/web.json stay as they are.'
    ])
  })

  it('wants what is started from an altered folder to be known as what it is, and leaves what runs as captured', () => {
    const release = { kind: 'folder', path: 'releases/v1', digest: 'then' } as const
    const altered = { [artifactKey('worker')]: { known: true, is: { kind: 'artifact', present: true, digest: 'now' }, seen: { what: '', bytes: null, prepared: true } } as const }
    const releases = { worker: release }
    const releaseIn = (facts: Parameters<typeof given>[1]) => runsOf(wantedOf(given({ releases }, facts)).wanted[serviceKey('worker')])?.release
    expect(releaseIn({})).toBe('folder:releases/v1#then')
    expect(releaseIn(altered)).toBe('folder:releases/v1#now')
    const input = given({ releases })
    const running = perform(input.observed.facts, makePlan(input).steps)
    expect(releaseIn({ ...running, ...altered })).toBe('folder:releases/v1#then')
    expect(makePlan(given({ releases }, { ...running, ...altered })).steps).toEqual([])
  })

  it('does not name what is unknown as an input', () => {
    const { wanted } = wantedOf(given({ files: [] }, { [configKey('.env.staging')]: unknownFact, [databaseKey('main')]: unknownFact }))
    expect(runsOf(wanted[serviceKey('api')])).toMatchObject({ config: {}, data: {} })
  })
})

describe('wantedOf for selected services', () => {
  const onlyWeb = { request: { ...request, services: ['web'] }, databases: [restored] }

  it('moves only what none but they use, and notes the rest', () => {
    const { wanted, notes, definition } = wantedOf(given(onlyWeb))
    expect(Object.keys(wanted)).toEqual([serviceKey('web'), configKey('config/web.json')])
    expect(runsOf(wanted[serviceKey('web')])).toMatchObject({ config: { '.env.staging': 'env-2', 'config/web.json': null }, data: { main: 'file:1:2' } })
    expect(notes).toEqual(['.env.staging is also used by api and worker: it stays as it is, so web of v1.0.0 runs on the configuration of now.', 'main is also used by api and worker: it stays as it is.'])
    expect(definition.databases.map(({ name }) => name)).toEqual(['main'])
  })

  it('says of captured files that others use too why they stay, and nothing of those that are as they were', () => {
    const file = (path: string, was: string) => ({ path, blob: path, digest: was, mode: 0o600, keys: null })
    const notes = (...files: readonly ReturnType<typeof file>[]) => wantedOf(given({ request: onlyWeb.request, files: [], manifest: { ...manifest, files } })).notes.filter((note) => note.includes('onfiguration'))
    const mine = file('config/web.json', 'web-1')
    expect(notes(file('.env.staging', 'env-1'), mine)).toEqual(['.env.staging is also used by api and worker: it stays as it is, so web of v1.0.0 runs on the configuration of now.'])
    expect(notes(file('.env.staging', 'env-2'), mine)).toEqual([])
    expect(notes(mine)).toEqual(['Configuration was not captured with v1.0.0: .env.staging stays as it is.'])
  })

  it('counts who uses it today, too', () => {
    const then = { ...manifest, definition: { ...shop, databases: shop.databases.map((database) => ({ ...database, usedBy: ['web'] })) } }
    expect(wantedOf(given({ ...onlyWeb, manifest: then })).wanted).not.toHaveProperty(databaseKey('main'))
    const both = { ...shop, databases: then.definition.databases }
    expect(wantedOf(given({ ...onlyWeb, manifest: then, definition: both })).wanted).toHaveProperty([databaseKey('main')])
  })

  it('leaves what nobody uses to a run of all', () => {
    const today = { ...shop, config: [{ path: '.env.staging', usedBy: [] }] }
    const change = { definition: today, manifest: { ...manifest, definition: today } }
    expect(wantedOf(given(change)).wanted).toHaveProperty([configKey('.env.staging')])
    expect(wantedOf(given({ ...change, request: onlyWeb.request })).wanted).not.toHaveProperty([configKey('.env.staging')])
  })
})

describe('wantedOf databases', () => {
  it('wants lineage and schema, and its users started with it', () => {
    const { wanted } = wantedOf(given({ databases: [restored] }))
    expect(wanted[databaseKey('main')]).toEqual({ present: true, lineage: 'copy:ab/${run}', schema: 'schema-1' })
    expect(runsOf(wanted[serviceKey('worker')])?.data).toEqual({ main: 'copy:ab/${run}' })
  })

  it('finds nothing to do where an undo has the lineage that is there, whatever the schema became', () => {
    const undo = { kind: 'undo', databases: [{ name: 'main', lineage: 'file:1:2', schema: 'schema-1', source: { kind: 'kept' } }] } as const
    const input = given(undo, { [databaseKey('main')]: databaseFact('file:1:2', 'schema-9') })
    expect(differences(input.observed.facts, wantedOf(input).wanted).map(({ key }) => key)).not.toContain(databaseKey('main'))
  })
})
