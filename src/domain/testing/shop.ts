/** A small shop to plan with: web needs api, worker alone; one database, two files. `given` changes what a test is about. */
import { LOCAL, configKey, databaseKey, registryKey, serviceKey } from '../facts'
import type { ConfigFact, DatabaseFact, DatabaseSchema, Fact, ServiceFact, ServiceIs } from '../facts'
import type { EnvironmentDefinition, Probe, ServiceDefinition } from '../definition'
import type { Manifest } from '../manifest'
import type { PlanInput, Target } from '../planning'
import type { RollbackRequest } from '../plan'
import { sha256Hex } from '../canonical'
import { fakePlanners } from './fake-planners'

export const AT = '2026-11-22T03:12:04.000Z'
export const digest = (text: string): string => sha256Hex(`key ${text}`)

export const probe = (path: string, more: Partial<Probe> = {}): Probe =>
  ({ http: `http://127.0.0.1:4100${path}`, method: 'GET', status: 200, json: null, text: null, within: 30_000, consecutive: 1, interval: 250, ...more })
export const service = (name: string, dependsOn: readonly string[] = [], more: Partial<ServiceDefinition> = {}): ServiceDefinition =>
  ({ name, runtime: 'fake', hosts: [LOCAL], dependsOn, health: [probe('/health')], settings: { command: [name] }, ...more })
export const shop: EnvironmentDefinition = {
  name: 'staging', protected: false, strategy: 'recreate',
  services: [service('web', ['api']), service('api'), service('worker', [], { health: [] })],
  databases: [{ name: 'main', engine: 'fake', onRollback: 'restore', usedBy: null, settings: { path: 'main.db' } }],
  config: [{ path: '.env.staging', usedBy: null }, { path: 'config/web.json', usedBy: ['web'] }]
}
export const request: RollbackRequest = { environment: 'staging', deploymentId: 'deploy-1', undo: null, services: [], data: 'keep', credentials: {} }
export const schema: DatabaseSchema = { tables: [], objects: [] }

export const serviceFact = (is: Partial<ServiceIs>, host = LOCAL): ServiceFact => ({
  known: true, is: { kind: 'service', state: 'running', installed: null, runs: null, ...is },
  seen: { runtime: 'fake', host, display: is.state === 'stopped' ? 'stopped' : 'running', detail: '', pid: 1, since: null, version: null, proof: 'seen', probes: [] }
})
/** Nothing of ours runs, and it is answered for all the same. */
export const foreignFact = (is: Partial<ServiceIs> = {}, pid: number | null = 4711): ServiceFact => {
  const fact = serviceFact({ state: 'stopped', ...is })
  return fact.known ? { ...fact, seen: { ...fact.seen, display: 'unknown', pid: null, foreign: { address: 'http://127.0.0.1:4100', pid } } } : fact
}
export const configFact = (value: string | null, mode: number | null = value === null ? null : 0o600): ConfigFact =>
  ({ known: true, is: { kind: 'config', digest: value, mode }, seen: { bytes: 1, keys: null } })
export const databaseFact = (lineage: string | null, schemaDigest: string | null = 'schema-2'): DatabaseFact => ({
  known: true, is: { kind: 'database', present: lineage !== null, lineage, schema: schemaDigest },
  seen: { engine: 'fake', location: 'main.db', bytes: 1, schema, rows: {} }
})
export const unknownFact: Fact = { known: false, reason: 'It does not answer.' }

const old = { release: 'commit:2', command: 'old', config: {}, data: {} }
export const facts: Readonly<Record<string, Fact>> = {
  [serviceKey('web')]: serviceFact({ installed: 'commit:2', runs: old }),
  [serviceKey('api')]: serviceFact({ installed: 'commit:2', runs: old }),
  [serviceKey('worker')]: serviceFact({ installed: 'commit:2', runs: old }),
  [configKey('.env.staging')]: configFact('env-2'),
  [configKey('config/web.json')]: configFact('web-2'),
  [databaseKey('main')]: databaseFact('file:1:2'),
  [registryKey('staging')]: { known: true, is: { kind: 'registry', digest: 'r' }, seen: { deployments: 2 } }
}
export const manifest: Manifest = {
  format: 1, id: 'deploy-1', kind: 'release', environment: 'staging', version: 'v1.0.0', deploymentId: 'deploy-1', takenAt: AT,
  facts: Object.fromEntries(shop.services.map(({ name }) => [serviceKey(name), serviceFact({ installed: 'commit:1' })])),
  definition: shop, releases: {}, files: [], databases: []
}
export const copySource = { kind: 'copy', blob: { store: 'manifests', id: 'deploy-1', blob: 'database/main' }, sha256: 'ab' } as const
export const target: Target = {
  kind: 'full', request, from: { deploymentId: 'deploy-2', version: 'v2.0.0', timestamp: AT }, to: { deploymentId: 'deploy-1', version: 'v1.0.0', timestamp: AT },
  manifest, servicesDeployed: null, definition: shop, version: 'v1.0.0',
  releases: Object.fromEntries(shop.services.map(({ name }) => [name, { kind: 'git', commit: '1' } as const])),
  files: [
    { path: '.env.staging', blob: { store: 'manifests', id: 'deploy-1', blob: 'config/.env.staging' }, keep: ['KEY'], digest: 'env-1', mode: 0o600 },
    { path: 'config/web.json', blob: null, keep: [], digest: null, mode: null }
  ],
  databases: []
}
export const restored = { name: 'main', lineage: 'copy:ab/${run}', schema: 'schema-1', source: copySource }

/** The input of a full rollback of the shop, with what the test changes. */
export const given = (change: Partial<Target> = {}, changedFacts: Readonly<Record<string, Fact>> = {}): PlanInput => ({
  project: '/srv/shop', observed: { environment: 'staging', at: AT, facts: { ...facts, ...changedFacts } },
  target: { ...target, ...change }, planners: fakePlanners, digest
})
