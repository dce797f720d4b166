/** A project of which something is kept, for tests of manifests and snapshots. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { configKey, databaseKey, serviceKey, type Fact, type Observed } from '../../domain/facts'
import type { Action, Plan, Step } from '../../domain/plan'
import { observeConfig } from '../config-files'
import type { EnvironmentContext } from '../context'
import { createFiles } from '../files/local-files'
import { createLocalHost } from '../hosts/local'
import { createKeys, type Keys } from '../keys/keys'
import { createManifests, type Manifests } from '../manifests'
import { observedDatabases } from '../manifests/keep'
import { databaseOf } from '../session/adapters'
import type { Store } from '../store/store'
import { service, storeIn, temporaryFolder, testContext } from './project'

export const COMMIT = 'a'.repeat(40)
export const RUN = 'run-1'

export interface KeptProject { readonly context: EnvironmentContext; readonly path: string; readonly observed: Observed }

/** A project with two files, one that is absent, a database and a service; `keysIn` gives it keys. */
export async function keptProject(keysIn?: (path: string, store: Store) => Promise<Keys>): Promise<KeptProject> {
  const path = temporaryFolder()
  const store = await storeIn(path)
  const main = { name: 'main', engine: 'sqlite', onRollback: 'restore' as const, usedBy: null, settings: { path: 'data/shop.sqlite' } }
  const config = ['.env.staging', 'config/shop.json', 'config/absent.json'].map((one) => ({ path: one, usedBy: null }))
  const context = testContext(path, { config, databases: [main], services: [service('web', 'process', {})], store, ...(keysIn ? { keys: await keysIn(path, store) } : {}) })
  mkdirSync(join(path, 'data'))
  mkdirSync(join(path, 'config'))
  writeFileSync(join(path, '.env.staging'), 'API_TOKEN=secret\n', { mode: 0o600 })
  writeFileSync(join(path, 'config/shop.json'), '{"a":1}')
  chmodSync(join(path, 'config/shop.json'), 0o640)
  const database = new DatabaseSync(join(path, 'data/shop.sqlite'))
  database.exec("CREATE TABLE orders (id INTEGER PRIMARY KEY, what TEXT); INSERT INTO orders (what) VALUES ('tea'), ('milk')")
  database.close()
  const web: Fact = { known: true, is: { kind: 'service', state: 'stopped', installed: `commit:${COMMIT}`, runs: null }, seen: { runtime: 'process', host: 'local', display: 'stopped', detail: '', pid: null, since: null, version: null, proof: 'seen', probes: [] } }
  const facts: Record<string, Fact> = { [databaseKey('main')]: await databaseOf('sqlite').observe(context, main), [serviceKey('web')]: web }
  for (const file of config) facts[configKey(file.path)] = await observeConfig(context, file.path)
  return { context, path, observed: { environment: 'staging', at: '2026-01-02T00:00:00.000Z', facts } }
}

export async function captured(context: EnvironmentContext, observed: Observed, id = 'd1', version = 'v1'): Promise<Manifests> {
  const manifests = createManifests(context)
  const { environment: definition } = context
  await manifests.capture({
    id, kind: 'before-deployment', environment: 'staging', version, deploymentId: 'd1', takenAt: observed.at, definition, releases: { web: { kind: 'git', commit: COMMIT } }, observed,
    databases: observedDatabases(definition, observed), copy: ['main'], dump: (name, to) => databaseOf('sqlite').dump(context, definition.databases.find((one) => one.name === name)!, to)
  })
  return manifests
}

export function planFor(context: EnvironmentContext): Plan {
  const actions: readonly Action[] = [
    { kind: 'keep', what: 'config', paths: context.environment.config.map(({ path }) => path) }, { kind: 'keep', what: 'state', paths: [] },
    { kind: 'dump', database: 'main', blob: 'database/main.sqlite' }, { kind: 'verify-snapshot' }
  ]
  const steps = actions.map((action, index): Step => ({ id: `s${index}`, phase: 'snapshot', resource: 'x', host: 'local', title: '', action, relies: [], expects: {}, effect: 'reads', after: [] }))
  return {
    format: 1, kind: 'full', environment: 'staging', request: { environment: 'staging', deploymentId: 'd0', undo: null, services: [], data: 'restore', credentials: {} },
    from: { deploymentId: 'd1', version: 'v1', timestamp: '2026-01-01T00:00:00.000Z' }, to: { deploymentId: 'd0', version: 'v0', timestamp: '2025-01-01T00:00:00.000Z' },
    relies: {}, wanted: {}, definition: context.environment, steps, notes: [], hash: '0'.repeat(64)
  }
}
export const writerFor = (context: EnvironmentContext) => createManifests(context).snapshot(RUN, { plan: planFor(context), reason: 'broken', actor: { user: 'u', host: 'h' } })

export async function snapshotted(context: EnvironmentContext, observed: Observed) {
  const writer = writerFor(context)
  const paths = context.environment.config.map(({ path }) => path)
  await Promise.all([writer.keepConfig(paths, observed), writer.keepState('{"deployments":[]}', observed), writer.dump(context.environment.databases[0]!)])
  return writer.verify()
}

/** Keys of a user who has these private ones, and none else. */
export const keysWith = (path: string, store: Store, identities: readonly string[]): Keys =>
  createKeys({ file: join(path, '.deployments/recipients.txt'), files: createFiles(), store, host: createLocalHost(), env: { HOME: join(path, 'nobody'), BACKSTEP_IDENTITY: identities.join('\n') }, learn: () => undefined })
