/** A small real project for tests: git, two services as processes, a SQLite database, configuration, deployments recorded by the engine. */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { createEngine, type Engine } from '../../src/engine'
import { putInPlace } from '../../src/engine/record/put-in-place'
import { createLocalHost } from '../../src/engine/hosts/local'
import { createSessionDeps } from '../../src/engine/session/deps'
import { environmentOf, openSession } from '../../src/engine/session/session'
import { freePort } from '../../src/engine/testing/free-port'
import { SERVICE } from './service'
import { endServices } from './service/end'

export interface Release {
  readonly version: string
  /** SQL that changes the database when this version is deployed. */
  readonly migrate?: string
  readonly limits?: number
  readonly apiKey?: string
  readonly fault?: 'exits' | 'exits-once' | 'unhealthy' | 'ignores-stop' | 'lies' | 'lies-and-ignores-stop'
}
export interface ShopOptions {
  readonly env?: NodeJS.ProcessEnv
  readonly extra?: string
  /** How long answers are awaited; default: long, but short where a release has a fault. */
  readonly within?: string
  /** More keys of the service `api`. */
  readonly api?: string
  /** The folder that the project is made in; default: the system's for temporary files. */
  readonly parent?: string
  /** The database in backstep.yaml, besides where it is and who uses it. */
  readonly database?: string
}
export const V1: Release = { version: 'v1.0.0', migrate: "create table orders (id integer primary key, item text not null, note text); insert into orders (item) values ('tea'), ('cup')", limits: 100 }
export const V2: Release = { version: 'v1.1.0', migrate: 'create table coupons (id integer primary key, code text)', limits: 200 }

export interface Shop {
  readonly path: string
  readonly engine: Engine
  readonly ports: { readonly api: number; readonly worker: number }
  /** Deployment ids by version. */
  readonly ids: Record<string, string>
  deploy(release: Release): Promise<void>
  answers(service: 'api' | 'worker', url: string): Promise<{ status: number; body: unknown }>
  pid(service: 'api' | 'worker'): number | null
  sql<T>(query: string): T[]
  file(name: string): string
  close(): Promise<void>
}

const here = import.meta.dirname
const AUTHOR = { GIT_AUTHOR_NAME: 't', GIT_AUTHOR_EMAIL: 't@example.invalid', GIT_COMMITTER_NAME: 't', GIT_COMMITTER_EMAIL: 't@example.invalid' }
/** Commits everything, also as the first thing in a folder; answers the commit. One program that starts git, as each start costs this process with all its memory a good deal. */
const commit = (cwd: string, message: string, tag = ''): string =>
  execFileSync('sh', ['-ec', '[ -d .git ] || git init -q -b main; git add -A; git commit -qm "$1"; [ -z "$2" ] || git tag -- "$2"; git rev-parse HEAD', 'sh', message, tag], { cwd, encoding: 'utf8', env: { ...process.env, ...AUTHOR } }).trim()

export async function createShop(releases: readonly Release[] = [V1, V2], options: ShopOptions = {}): Promise<Shop> {
  const project = mkdtempSync(path.join(options.parent ?? tmpdir(), 'backstep-shop-'))
  const ports = { api: await freePort(), worker: await freePort() }
  writeFileSync(path.join(project, '.gitignore'), '.deployments/\n.env.*\ndata/\nreleases/\nconfig/\n')
  writeFileSync(path.join(project, 'backstep.yaml'), definition(ports, { within: releases.some(({ fault }) => fault !== undefined) ? '5s' : '30s', ...options }).replaceAll('CONFIGPATH', path.join(project, 'config/staging.json')))
  for (const folder of ['data', 'config', 'app']) mkdirSync(path.join(project, folder))
  commit(project, 'start')
  const env = options.env ?? process.env
  const engine = createEngine({ env, actor: { user: 'oncall-1', host: 'laptop' } })
  const ids: Record<string, string> = {}
  const shop: Shop = {
    path: project, engine, ports, ids,
    deploy: (release) => deploy(shop, release, env),
    answers: async (service, url) => {
      const response = await fetch(`http://127.0.0.1:${ports[service]}${url}`)
      return { status: response.status, body: await response.json() }
    },
    pid: (service) => {
      const state = path.join(project, '.deployments/services/staging', `${service}.json`)
      return existsSync(state) ? ((JSON.parse(readFileSync(state, 'utf8')) as { process: { pid: number } | null }).process?.pid ?? null) : null
    },
    sql: <T>(query: string) => withDatabase(project, (database) => database.prepare(query).all() as T[]),
    file: (name) => readFileSync(path.join(project, name), 'utf8'),
    close: async () => {
      await engine.close()
      endServices(project)
      rmSync(project, { recursive: true, force: true })
    }
  }
  for (const release of releases) await shop.deploy(release)
  return shop
}

async function deploy(shop: Shop, release: Release, env: NodeJS.ProcessEnv): Promise<void> {
  const { path: project, engine } = shop
  const commit = commitOf(project, release)
  const id = `deploy-${release.version}`
  await engine.recordBegin(project, { environment: 'staging', version: release.version, commit, id })
  writeFileSync(path.join(project, 'config/staging.json'), JSON.stringify({ limits: { cartItems: release.limits ?? 100 } }, null, 2))
  writeFileSync(path.join(project, '.env.staging'), `MODE=${release.version}\nPAYMENT_API_KEY=${release.apiKey ?? 'sk_live_0123456789abcdef'}\n`, { mode: 0o600 })
  if (release.migrate) withDatabase(project, (database) => database.exec(release.migrate ?? ''))
  const session = await openSession(project, createSessionDeps(env, { host: createLocalHost({ env }) }))
  try {
    await putInPlace(session, await environmentOf(session, 'staging'), { version: release.version, commit }).catch((error: unknown) => { if (!release.fault) throw error })
  } finally {
    await session.close()
  }
  await engine.recordFinish(project, id, 'success')
  shop.ids[release.version] = id
}

function commitOf(project: string, release: Release): string {
  const app = path.join(project, 'app')
  cpSync(path.join(here, 'service', SERVICE.file), path.join(app, SERVICE.file))
  writeFileSync(path.join(app, 'VERSION'), `${release.version}\n`)
  writeFileSync(path.join(app, 'FAULT'), `${release.fault ?? ''}\n`)
  cpSync(app, path.join(project, 'releases', release.version), { recursive: true })
  return commit(project, `release ${release.version}`, release.version)
}

const definition = (ports: Shop['ports'], options: ShopOptions): string => `version: 1
name: shop
environments:
  staging:
    services:
      api:
        runtime: git
        command: [sh, -c, "cd app && exec ${SERVICE.command.join(' ')}"]
        env: { NAME: api, PORT: "${ports.api}", CONFIG: "CONFIGPATH" }
        stopTimeout: 2s
${options.api ?? ''}        health:
          - { http: "http://127.0.0.1:${ports.api}/health", within: ${options.within ?? ''}, interval: 50ms }
          - { http: "http://127.0.0.1:${ports.api}/version", json: { version: "\${version}" }, within: ${options.within ?? ''}, interval: 50ms }
      worker:
        runtime: process
        command: [${SERVICE.command.join(', ')}]
        directory: releases/\${version}
        env: { NAME: worker, PORT: "${ports.worker}", CONFIG: "CONFIGPATH" }
        stopTimeout: 2s
        dependsOn: [api]
        health:
          - { http: "http://127.0.0.1:${ports.worker}/health", within: ${options.within ?? ''}, interval: 50ms }
          - { http: "http://127.0.0.1:${ports.worker}/version", json: { version: "\${version}" }, within: ${options.within ?? ''}, interval: 50ms }
    databases:
      main: { engine: sqlite, path: data/main.db, ${options.database ?? 'onRollback: restore'}, usedBy: [api] }
    config: { files: [.env.staging, config/staging.json] }
${options.extra ?? ''}`

function withDatabase<T>(project: string, use: (database: InstanceType<typeof DatabaseSync>) => T): T {
  const database = new DatabaseSync(path.join(project, 'data/main.db'))
  try {
    return use(database)
  } finally {
    database.close()
  }
}
