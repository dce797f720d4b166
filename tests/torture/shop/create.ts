/** A small real project: git, three services, a database, configuration, two deployments; made once, saved, and put back for each round. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { createEngine } from '../../../src/engine'
import { createSessionDeps } from '../../../src/engine/session/deps'
import { putInPlace } from '../../../src/engine/record/put-in-place'
import { environmentOf, openSession, type Session } from '../../../src/engine/session/session'
import { SERVICE } from '../../support/service'
import { definition } from './definition'
import { MIGRATION, ownAddress, ownEnv, ROOT } from './places'
import { endAll } from './processes'

export const ENVIRONMENT = 'staging'
export const SERVICES = ['api', 'web', 'worker'] as const
export type ServiceName = (typeof SERVICES)[number]
/** `main` is restored, `audit` migrated down by a program that may not run twice. */
export const DATABASES = ['main', 'audit'] as const
export type Database = (typeof DATABASES)[number]

export interface Shop {
  readonly project: string
  /** The project as it is put back, without running services. */
  readonly saved: string
  readonly host: string
  readonly ports: Readonly<Record<ServiceName, number>>
}

interface Release { readonly version: string; readonly migrate: Readonly<Record<Database, string>>; readonly limit: number }
const RELEASES: readonly Release[] = [
  { version: 'v1.0.0', migrate: { main: "PRAGMA journal_mode = WAL; create table orders (id integer primary key, item text not null); insert into orders (item) values ('tea'), ('cup')", audit: 'create table migrated (id integer primary key)' }, limit: 100 },
  { version: 'v1.1.0', migrate: { main: 'create table coupons (id integer primary key, code text); create index codes on coupons (code)', audit: "create table notes (id integer primary key, note text); insert into notes (note) values ('begun')" }, limit: 200 }
]
const SINCE = "insert into orders (item) values ('lamp'); insert into coupons (code) values ('WINTER')"

export const git = (cwd: string, ...words: string[]): string =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', '-c', 'gc.auto=0', ...words], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()

export async function createShop(folder: string): Promise<Shop> {
  const { host, ports } = await ownAddress(SERVICES.length)
  const shop: Shop = { project: join(folder, 'shop'), saved: join(folder, 'saved'), host, ports: Object.fromEntries(SERVICES.map((name, n) => [name, ports[n]])) as Shop['ports'] }
  mkdirSync(shop.project, { recursive: true })
  emptyProject(shop)
  for (const release of RELEASES) await deploy(shop, release)
  withDatabase(shop, 'main', (database) => database.exec(SINCE))
  forgetWorktree(shop)
  await endAll(shop.project)
  rmSync(join(shop.project, '.deployments/logs'), { recursive: true, force: true })
  save(shop)
  return shop
}

export function withDatabase<T>(shop: Pick<Shop, 'project'>, name: Database, work: (database: InstanceType<typeof DatabaseSync>) => T): T {
  const database = new DatabaseSync(join(shop.project, `data/${name}.db`))
  try {
    return work(database)
  } finally {
    database.close()
  }
}

export function save(shop: Shop): void {
  rmSync(shop.saved, { recursive: true, force: true })
  cpSync(shop.project, shop.saved, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
}

function emptyProject(shop: Shop): void {
  const { project } = shop
  git(project, 'init', '-q', '--template=', '-b', 'main')
  writeFileSync(join(project, '.gitignore'), '.deployments/\n.env.*\ndata/\nreleases/\nconfig/\nbuilt\n')
  writeFileSync(join(project, 'backstep.yaml'), definition(shop))
  for (const name of ['data', 'config']) mkdirSync(join(project, name))
  for (const file of [`support/service/${SERVICE.file}`, `torture/shop/${MIGRATION}`]) cpSync(join(ROOT, 'tests', file), join(project, basename(file)))
  git(project, 'add', '-A')
  git(project, 'commit', '-qm', 'start')
}

async function deploy(shop: Shop, release: Release): Promise<void> {
  const { project } = shop
  const commit = commitOf(project, release)
  const id = `deploy-${release.version}`
  const engine = createEngine({ actor: { user: 'deployer', host: 'laptop' }, env: ownEnv(project) })
  try {
    await engine.recordBegin(project, { environment: ENVIRONMENT, version: release.version, commit, id })
    writeFileSync(join(project, 'config/staging.json'), JSON.stringify({ limits: { cartItems: release.limit } }, null, 2), { mode: 0o640 })
    writeFileSync(join(project, '.env.staging'), `MODE=${release.version}\nPAYMENT_API_KEY=sk_live_0123456789abcdef\n`, { mode: 0o600 })
    for (const name of DATABASES) withDatabase(shop, name, (database) => database.exec(release.migrate[name]))
    await inSession(project, async (session) => putInPlace(session, await environmentOf(session, ENVIRONMENT), { version: release.version, commit }))
    await engine.recordFinish(project, id, 'success')
  } finally {
    await engine.close()
  }
}

export const openedSession = (project: string): Promise<Session> =>
  openSession(project, createSessionDeps(ownEnv(project)))

export async function inSession<T>(project: string, work: (session: Session) => Promise<T>): Promise<T> {
  const session = await openedSession(project)
  try {
    return await work(session)
  } finally {
    await session.close()
  }
}

function commitOf(project: string, { version }: Release): string {
  writeFileSync(join(project, 'VERSION'), `${version}\n`)
  const release = join(project, 'releases', version)
  mkdirSync(release, { recursive: true })
  for (const name of ['VERSION', SERVICE.file]) cpSync(join(project, name), join(release, name))
  git(project, 'add', '-A')
  git(project, 'commit', '-qm', `release ${version}`)
  git(project, 'tag', version)
  return git(project, 'rev-parse', 'HEAD')
}

/** What the rollback checks out and builds again. */
function forgetWorktree({ project }: Shop): void {
  const commit = git(project, 'rev-parse', `${RELEASES[0]?.version ?? ''}^{commit}`).slice(0, 12)
  const worktree = join(project, '.deployments/worktrees', ENVIRONMENT, 'api', commit)
  git(project, 'worktree', 'remove', '--force', worktree)
  rmSync(`${worktree}.ready.json`)
}

export const readState = (project: string, service: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(project, '.deployments/services', ENVIRONMENT, `${service}.json`), 'utf8')) as Record<string, unknown>
