/** One resource of each adapter in a throw-away project, with two states to go between: what the contract test tells its stories about. */
import { execFileSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DatabaseSync } from '@photostructure/sqlite'
import { matches, substituteRun } from '../../domain/differences'
import type { DatabaseDefinition, ServiceDefinition } from '../../domain/definition'
import type { DatabaseIs, Fact, Json, ServiceIs } from '../../domain/facts'
import { PHASES, type DraftStep } from '../../domain/plan'
import type { DatabaseAdapter, RuntimeAdapter } from '../adapter'
import type { EnvironmentContext } from '../context'
import { databases } from '../databases'
import { createFiles } from '../files/local-files'
import { createLocalHost } from '../hosts/local'
import { createManifests } from '../manifests'
import { runtimes } from '../runtimes'
import { releaseOf } from '../runtimes/releases'
import { perform } from '../run/perform'
import { openStore } from '../store/sqlite-store'
import { noKeys } from './no-keys'

export type Is = ServiceIs | DatabaseIs
export interface Subject {
  readonly context: EnvironmentContext
  /** The state to go to; the project begins in another. */
  readonly two: Is
  observe(): Promise<Fact>
  plan(wanted: Is): Promise<readonly DraftStep[]>
  /** What is in it besides what facts compare: what it answers, its rows. */
  content(): Promise<string>
}
export interface Kind {
  readonly name: string
  /** How many of its own run while it does. */
  readonly processes: number
  /** Makes the project; it is in its first state then. */
  create(project: string): Promise<void>
  open(project: string): Promise<Subject>
}

/** Marks every process of a project's services. */
export const MARK = 'BACKSTEP_CONTRACT'
const server = fileURLToPath(new URL('../../../tests/fixtures/server.mjs', import.meta.url))
const RUN = 'run-1'

/** Without vitest: the program that is killed uses it too. */
async function contextIn(project: string, parts: { services?: readonly ServiceDefinition[]; databases?: readonly DatabaseDefinition[] }): Promise<EnvironmentContext> {
  mkdirSync(join(project, '.deployments'), { recursive: true })
  const host = createLocalHost()
  return {
    project, files: createFiles(), store: await openStore(join(project, '.deployments', 'backstep.db')), clock: { now: () => new Date() },
    digest: (content) => createHmac('sha256', 'contract').update(content).digest('hex'), digestAll: unused, keys: noKeys,
    host: () => host, secret: (name) => name, mask: (text) => text, lineMask: () => (line) => line, learn: () => undefined,
    environment: { name: 'staging', protected: false, strategy: 'recreate', services: parts.services ?? [], databases: parts.databases ?? [], config: [] }
  }
}

export const inOrder = (drafts: readonly DraftStep[]): readonly DraftStep[] => PHASES.flatMap((phase) => drafts.filter((draft) => draft.phase === phase))

/** Performs drafts in the order of their phases, as a run would; `onStep` is told before each. */
export async function performAll(subject: Subject, drafts: readonly DraftStep[], onStep: (id: string) => void = () => undefined): Promise<void> {
  const run = { context: subject.context, steps: [], snapshot: never, observed: { environment: 'staging', at: '', facts: {} }, registryText: async () => null, abort: new AbortController().signal, line: () => undefined }
  for (const step of inOrder(drafts)) {
    onStep(step.id)
    await perform({ ...substituteRun(step, RUN), after: [] }, run)
  }
}
const never = { keepConfig: unused, keepState: unused, dump: unused, keeps: unused, keepAside: unused, verify: unused }
async function unused(): Promise<never> {
  throw new Error('the contract has no snapshot')
}

interface Form { readonly name: string; readonly settings: object; /** Another program runs it. */ readonly elsewhere?: boolean }
/** Stands for a supervisor: what it serves is in this file. */
const SERVED = 'served.txt'
const restart = ['sh', '-c', `cp version.txt "$${MARK}/${SERVED}"`]

/** By runtime, as they would stand in backstep.yaml. */
const FORMS: Readonly<Record<string, readonly Form[]>> = {
  process: [{ name: 'process', settings: { command: [process.execPath, server, '0'], directory: 'releases/${version}' } }],
  git: [
    { name: 'git', settings: { command: [process.execPath, server, '0'], build: [process.execPath, '-e', "setTimeout(() => require('fs').writeFileSync('built.txt', 'yes'), 60)"] } },
    { name: 'git with restart and stop', settings: { restart, stop: ['rm', '-f', SERVED] }, elsewhere: true },
    { name: 'git with restart alone', settings: { restart }, elsewhere: true }
  ]
}

const runtimeKinds = (adapter: RuntimeAdapter): readonly Kind[] => subjectOf(FORMS, adapter.kind, 'FORMS').map((form) => runtimeKind(adapter, form))

function runtimeKind(adapter: RuntimeAdapter, form: Form): Kind {
  return {
    name: form.name, processes: form.elsewhere ? 0 : 1,
    async create(project) {
      releasesIn(project, adapter.kind)
      const subject = await openRuntime(adapter, form, project)
      await performAll(subject, await subject.plan(await stateAt(adapter, subject.context, 'v1')))
      await subject.context.store.close()
    },
    open: (project) => openRuntime(adapter, form, project)
  }
}

function releasesIn(project: string, kind: string): void {
  const git = (...words: string[]): void => void execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...words], { cwd: project })
  if (kind === 'git') git('init', '-q', '-b', 'main')
  for (const version of ['v1', 'v2']) {
    const folder = kind === 'git' ? project : join(project, 'releases', version)
    mkdirSync(join(folder, 'many'), { recursive: true })
    writeFileSync(join(folder, 'version.txt'), version)
    for (let n = 0; n < (kind === 'git' ? 100 : 5); n += 1) writeFileSync(join(folder, 'many', `${n}.txt`), `${version} ${n}`)
    if (kind !== 'git') continue
    git('add', '--', 'version.txt', 'many')
    git('commit', '-qm', version)
    git('tag', version)
  }
}

const webOf = (context: EnvironmentContext): ServiceDefinition => context.environment.services[0] as ServiceDefinition

async function stateAt(adapter: RuntimeAdapter, context: EnvironmentContext, version: string): Promise<ServiceIs> {
  const release = await adapter.resolve(context, webOf(context), { version, commit: null })
  if (!release) throw new Error(`no release ${version}`)
  const shared = { config: { 'app.env': context.digest(version) }, data: { main: `copy:1/${RUN}` } }
  return { kind: 'service', state: 'running', installed: adapter.installed(webOf(context), release), runs: adapter.inputs(webOf(context), release, version, shared, context.digest, context.project) }
}

async function openRuntime(adapter: RuntimeAdapter, form: Form, project: string): Promise<Subject> {
  const settings = adapter.settings.parse({ ...form.settings, env: { [MARK]: project } }) as Json
  const web: ServiceDefinition = { name: 'web', runtime: adapter.kind, hosts: ['local'], dependsOn: [], health: [], settings }
  const context = await contextIn(project, { services: [web] })
  const observe = (): Promise<Fact> => adapter.observe(context, web, 'local')
  return {
    context, observe,
    two: await stateAt(adapter, context, 'v2'),
    async plan(is) {
      const wanted = is as ServiceIs
      const release = releaseOf(wanted.runs?.release ?? wanted.installed)
      const artifact = release && (await adapter.observeArtifact(context, web, 'local', release))
      const state = wanted.state === 'stopped' ? 'stopped' : 'running'
      return adapter.plan({ service: web, host: 'local', project, environment: 'staging', observed: await adapter.observe(context, web, 'local'), wanted: { state, installed: wanted.installed, runs: wanted.runs }, release, version: 'v2', artifact })
    },
    async content() {
      if (form.elsewhere) return readFileSync(join(project, SERVED), 'utf8')
      const fact = await adapter.observe(context, web, 'local')
      const folder = fact.known && fact.seen.pid !== null ? execFileSync('readlink', [`/proc/${fact.seen.pid}/cwd`], { encoding: 'utf8' }).trim() : null
      const built = adapter.kind === 'git' && folder ? readFileSync(join(folder, 'built.txt'), 'utf8') : ''
      return folder ? `${readFileSync(join(folder, 'version.txt'), 'utf8')} ${readFileSync(join(folder, 'many/4.txt'), 'utf8')} ${built}` : 'nothing runs'
    }
  }
}

const LIVE = 'shop.db'
const SOURCE = { store: 'manifests', id: 'two', blob: 'database/main.sqlite' } as const
const main: DatabaseDefinition = { name: 'main', engine: 'sqlite', onRollback: 'restore', usedBy: null, settings: { path: LIVE } }

function inDatabase<T>(path: string, work: (database: InstanceType<typeof DatabaseSync>) => T): T {
  const database = new DatabaseSync(path)
  try {
    return work(database)
  } finally {
    database.close()
  }
}

function sqliteKind(adapter: DatabaseAdapter): Kind {
  return {
    name: adapter.kind, processes: 0,
    async create(project) {
      const context = await contextIn(project, { databases: [main] })
      const live = join(project, LIVE)
      inDatabase(live, (database) => { database.exec("PRAGMA journal_mode = WAL; CREATE TABLE orders (id INTEGER PRIMARY KEY, item TEXT); INSERT INTO orders (item) VALUES ('tea'); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) INSERT INTO orders (item) SELECT hex(randomblob(200)) FROM n") })
      const observed = { environment: 'staging', at: '2026-01-02T00:00:00.000Z', facts: {} }
      await createManifests(context).capture({
        id: SOURCE.id, kind: 'before-deployment', environment: 'staging', version: 'v1', deploymentId: null, takenAt: observed.at, definition: context.environment, releases: {}, observed,
        databases: [], copy: [main.name], dump: (_, to) => adapter.dump(context, main, to)
      })
      inDatabase(live, (database) => { database.exec("CREATE TABLE coupons (id INTEGER PRIMARY KEY); INSERT INTO orders (item) VALUES ('later')") })
      await context.store.close()
    },
    async open(project) {
      const context = await contextIn(project, { databases: [main] })
      const copy = join(project, '.deployments', SOURCE.store, SOURCE.id, SOURCE.blob)
      const { sha256 } = await context.files.sha256(copy)
      const { schemaDigest } = await adapter.inspect(context, main, copy)
      return {
        context,
        two: { kind: 'database', present: true, lineage: `copy:${sha256}/${RUN}`, schema: schemaDigest },
        observe: () => adapter.observe(context, main),
        async plan(wanted) {
          const observed = await adapter.observe(context, main)
          if (observed.known && matches(observed.is, wanted as DatabaseIs)) return []
          const { lineage, schema } = wanted as { lineage: string; schema: string }
          const kept = await adapter.observeKept(context, main, lineage)
          return adapter.plan({ database: main, observed, wanted: { lineage, schema }, source: kept.known && kept.is.present ? { kind: 'kept' } : { kind: 'copy', blob: SOURCE, sha256 } })
        },
        content: async () => inDatabase(join(project, LIVE), (database) => JSON.stringify(database.prepare('SELECT count(*) AS n, max(id) AS last FROM orders').get()))
      }
    }
  }
}

/** By engine: makes its database and looks into it. */
const DATABASES: Readonly<Record<string, (adapter: DatabaseAdapter) => Kind>> = { sqlite: sqliteKind }

/** Throws for an adapter that has nothing here: the contract would pass without it. */
function subjectOf<T>(subjects: Readonly<Record<string, T>>, kind: string, name: string): T {
  const found = subjects[kind]
  if (found === undefined) throw new Error(`The contract has no subject of ${kind}: give it one in ${name} of src/engine/testing/subjects.ts.`)
  return found
}

export const kindsOf = (ofServices: readonly RuntimeAdapter[], ofDatabases: readonly DatabaseAdapter[]): readonly Kind[] =>
  [...ofServices.flatMap(runtimeKinds), ...ofDatabases.map((adapter) => subjectOf(DATABASES, adapter.kind, 'DATABASES')(adapter))]

/** Every adapter that there is. */
export const kinds = kindsOf(runtimes as readonly RuntimeAdapter[], databases as readonly DatabaseAdapter[])
