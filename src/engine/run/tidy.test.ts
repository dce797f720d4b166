import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { header } from '../../domain/testing/run'
import { startState } from '../../domain/run-state'
import { temporaryName } from '../files/temporary-name'
import type { ProcessId } from '../hosts/host'
import { createLocalHost } from '../hosts/local'
import { createSessionDeps } from '../session/deps'
import { environmentOf, openSession, type Session } from '../session/session'
import { atEnd } from '../testing/at-end'
import { temporaryFolder } from '../testing/project'
import { tidy } from './tidy'

const DEFINITION = `version: 1
name: shop
environments:
  staging:
    services:
      web: { runtime: process, command: [sleep, "60"] }
    databases: { main: { engine: sqlite, path: data/main.db } }
    config: { files: [.env.staging, config/staging.json, config/linked.json] }
  production:
    services:
      web: { runtime: process, command: [sleep, "60"] }
`
const self = createLocalHost().self()
const dead: ProcessId = { ...self, pid: spawnSync(process.execPath, ['-e', '']).pid }

async function given(): Promise<Session> {
  const project = temporaryFolder()
  writeFileSync(join(project, 'backstep.yaml'), DEFINITION)
  for (const folder of ['config', 'elsewhere']) mkdirSync(join(project, folder))
  writeFileSync(join(project, 'elsewhere/real.json'), '{}')
  symlinkSync('../elsewhere/real.json', join(project, 'config/linked.json'))
  const session = await openSession(project, createSessionDeps(process.env))
  atEnd(() => session.close())
  return session
}

/** Beside a file of the project, with something secret in it. */
function leftBeside({ path }: Session, file: string, writer: ProcessId | null): string {
  const left = temporaryName(join(path, file), writer)
  mkdirSync(dirname(left), { recursive: true })
  writeFileSync(left, 'API_KEY=hunter22', { mode: 0o600 })
  return left
}

const PLACES = [
  '.env.staging', 'config/staging.json', 'elsewhere/real.json', 'data/main.db', '.deployments/deployment-registry.json', '.deployments/services/staging/web.json',
  '.deployments/backups/1.json', '.deployments/rollback-snapshots/run-1/config/.env.staging', 'backstep.yaml'
]

it('removes what a writer that was killed left, wherever a run replaces files', async () => {
  const session = await given()
  const left = PLACES.map((place) => leftBeside(session, place, dead))
  await tidy(session, await environmentOf(session, 'staging'), startState(header()))
  expect(left.filter(existsSync)).toEqual([])
})

it('opening a project removes what stands beside what all its environments share', async () => {
  const session = await given()
  const left = ['backstep.yaml', '.deployments/deployment-registry.json', '.deployments/backups/1.json'].map((place) => leftBeside(session, place, dead))
  const living = leftBeside(session, 'backstep.yaml', self)
  await (await openSession(session.path, createSessionDeps(process.env))).close()
  expect([left.filter(existsSync), existsSync(living)]).toEqual([[], true])
})

it('leaves what a living one writes, what names nobody, and what is none of its environment', async () => {
  const session = await given()
  const left = [leftBeside(session, 'config/staging.json', self), leftBeside(session, 'config/staging.json', null), leftBeside(session, '.deployments/services/production/web.json', dead)]
  await tidy(session, await environmentOf(session, 'staging'), null)
  expect(left.filter(existsSync)).toEqual(left)
})

it('a session names itself in what it writes', async () => {
  const { context, path } = await given()
  const seen: string[] = []
  async function* content(): AsyncGenerator<Uint8Array> {
    seen.push(...readdirSync(realpathSync(join(path, 'config'))))
    yield Buffer.from('{}')
  }
  await context.files.writeChunks(join(path, 'config/staging.json'), content())
  expect(seen.filter((name) => name.startsWith(`.staging.json+${self.pid}+${self.startTime}+`))).toHaveLength(1)
})

it('removes it from its own folders as soon as the project is opened, whoever goes on or not', async () => {
  const session = await given()
  const own = ['.deployments/services/staging/web.json', '.deployments/worktrees/staging/web/.70daaf15b162.ready.json', '.deployments/deployment-registry.json', '.deployments/backups/1.json']
  const left = own.map((place) => leftBeside(session, place, dead))
  const kept = leftBeside(session, '.deployments/services/staging/web.json', self)
  await (await openSession(session.path, createSessionDeps(process.env))).close()
  expect([left.filter(existsSync), existsSync(kept)]).toEqual([[], true])
})
