/** Puts the project back as it was before the run, with its services running: as the engine would have left it. */
import { execFile, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, statSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createLocalHost } from '../../../src/engine/hosts/local'
import { linuxProcesses } from '../../../src/engine/hosts/process-table-linux'
import { SERVICE } from '../../support/service'
import { ENVIRONMENT, readState, SERVICES, type ServiceName, type Shop } from './create'
import { MARK } from './definition'
import { endAll } from './processes'

const run = promisify(execFile)

/** `fails`: the run will, when everything but its last service has been done. */
export async function reset(shop: Shop, fails = false): Promise<void> {
  await endAll(shop.project)
  await putBack(shop)
  if (fails) writeFileSync(join(shop.project, 'releases/v1.0.0/FAULT'), 'exits web\n')
  await Promise.all(SERVICES.map((name) => start(shop, name)))
}

/** The files alone. */
export async function putBack(shop: Shop): Promise<void> {
  await rm(shop.project, { recursive: true, force: true })
  await run('cp', ['-a', shop.saved, shop.project])
}

const CONFIG: Readonly<Record<ServiceName, string>> = { api: '.env.staging', web: 'config/staging.json', worker: 'config/staging.json' }

async function start(shop: Shop, name: ServiceName): Promise<void> {
  const { project } = shop
  const state = readState(project, name) as { token: string; inputs: { release: string; data: Record<string, string> } }
  const logs = join(project, '.deployments/logs', ENVIRONMENT)
  mkdirSync(logs, { recursive: true, mode: 0o700 })
  const log = openSync(join(logs, `${name}.log`), 'a', 0o600)
  const env = { PATH: process.env.PATH, NAME: name, HOST: shop.host, PORT: String(shop.ports[name]), CONFIG: join(project, CONFIG[name]), [MARK]: project, BACKSTEP_SERVICE_TOKEN: state.token, ...(name === 'worker' ? { HELPER: '1' } : {}) }
  const child = spawn(SERVICE.command[0], SERVICE.command.slice(1), { cwd: folderOf(project, state.inputs.release), env, detached: true, stdio: ['ignore', log, log] })
  closeSync(log)
  const id = linuxProcesses.look(child.pid ?? 0)?.id
  if (!id) throw new Error(`${name} was not started.`)
  child.unref()
  const inputs = { ...state.inputs, data: Object.fromEntries(Object.keys(state.inputs.data).map((database) => [database, lineageOf(join(project, `data/${database}.db`))])) }
  writeFileSync(join(project, '.deployments/services', ENVIRONMENT, `${name}.json`), `${JSON.stringify({ ...state, process: id, inputs, stoppedByUs: false, startedAt: new Date().toISOString() })}\n`, { mode: 0o600 })
  await untilListens(shop, name)
}

function lineageOf(file: string): string {
  const { dev, ino } = statSync(file, { bigint: true })
  return `file:${dev}:${ino}`
}

const folderOf = (project: string, release: string): string =>
  release.startsWith('commit:') ? join(project, '.deployments/worktrees', ENVIRONMENT, 'api', release.slice(7, 19)) : join(project, release.replace(/^folder:/, '').replace(/#.*$/, ''))

async function untilListens(shop: Shop, name: ServiceName): Promise<void> {
  for (let round = 0; round < 2_000; round++) {
    if (await listens(shop.host, shop.ports[name])) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error(`${name} does not answer on ${shop.host}:${shop.ports[name]}.`)
}

const listens = (host: string, port: number): Promise<boolean> => new Promise((resolve) => {
  const socket = connect(port, host, () => { socket.destroy(); resolve(true) })
  socket.on('error', () => resolve(false))
})

/** Is the process that a service's record names alive? */
export const livesAsRecorded = (id: { pid: number; startTime: string; bootId: string }): Promise<boolean> => createLocalHost().isAlive(id)
