/** A project that somebody deploys with a script of their own: what runs was not started from here, and answers its probes. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Check } from '../src/domain/check'
import type { ServiceFact } from '../src/domain/facts'
import type { OverviewView } from '../src/domain/views'
import { freePort } from '../src/engine/testing/free-port'
import { until } from '../src/engine/testing/project'
import { inside, insideJson } from './cli/inside'

// It has its database open, as a service has.
const SERVER = `import { openSync } from 'node:fs'
import { createServer } from 'node:http'
openSync('../../data/main.db')
createServer((request, response) => response.end(request.url === '/version' ? JSON.stringify({ version: 'VERSION' }) : 'ok')).listen(Number(process.env.PORT), '127.0.0.1')
`
interface Deployed { readonly path: string; readonly port: number; readonly address: string }

let made: Deployed
let runs: ChildProcess | null = null

/** By the script: whatever ran ends, and the release of this version runs. */
async function deploy(version: string): Promise<number> {
  await end()
  const folder = path.join(made.path, 'releases', version)
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'server.mjs'), SERVER.replace('VERSION', version))
  writeFileSync(path.join(made.path, '.env'), `LEVEL=${version}\n`)
  runs = spawn(process.execPath, ['server.mjs'], { cwd: folder, env: { ...process.env, PORT: String(made.port) }, stdio: 'ignore' })
  await until(`${version} answers`, () => fetch(`${made.address}/health`).then(({ ok }) => ok, () => false))
  return runs.pid ?? 0
}

async function end(): Promise<void> {
  const ended = runs && runs.exitCode === null && once(runs, 'exit')
  runs?.kill('SIGKILL')
  await ended
  runs = null
}

const yaml = (port: number, service: string): string => `version: 1
name: own
environments:
  staging:
    services:
      app:
${service}
        health:
          - http: http://127.0.0.1:${port}/health
          - http: http://127.0.0.1:${port}/version
            json: { version: "\${version}" }
    databases:
      main: { engine: sqlite, path: data/main.db, onRollback: restore }
    config: { files: [.env] }
`
const PROCESS = `        runtime: process
        command: [${process.execPath}, server.mjs]
        directory: releases/\${version}
        env: { PORT: "PORT" }`

beforeEach(async () => {
  const [project, port] = [mkdtempSync(path.join(tmpdir(), 'backstep-own-')), await freePort()]
  made = { path: project, port, address: `http://127.0.0.1:${port}` }
  mkdirSync(path.join(project, 'data'))
  const database = new DatabaseSync(path.join(project, 'data/main.db'))
  database.exec('create table notes (id integer primary key)')
  database.close()
  writeFileSync(path.join(project, 'backstep.yaml'), yaml(port, PROCESS.replace('"PORT"', `"${port}"`)))
})
afterEach(async () => {
  await end()
  for (const state of servicesOf()) {
    const { process: id } = JSON.parse(readFileSync(state, 'utf8')) as { process: { pid: number } | null }
    try { if (id) process.kill(id.pid, 'SIGKILL') } catch { /* It has ended. */ }
  }
  rmSync(made.path, { recursive: true, force: true, maxRetries: 5 })
})
const servicesOf = (): readonly string[] => {
  const folder = path.join(made.path, '.deployments/services/staging')
  return existsSync(folder) ? readdirSync(folder).map((file) => path.join(folder, file)) : []
}

const cli = (...args: string[]) => inside([...args, '--project', made.path])
const ask = <T = Record<string, unknown>>(...args: string[]) => insideJson<T>([...args, '--project', made.path])
const recordAround = async (version: string, work: () => Promise<unknown>): Promise<string> => {
  const { json } = await ask<{ id: string }>('record', '--begin', '--env', 'staging', '--version', version)
  await work()
  expect((await cli('record', '--finish', json.id)).code).toBe(0)
  return json.id
}
const laneOf = async () => {
  const [lane] = (await ask<OverviewView>('status', '--env', 'staging')).json.lanes
  if (!lane) throw new Error('There is no lane.')
  return lane
}
const checksOf = async (...more: string[]): Promise<{ code: number | null; stoppable: readonly Check[] }> => {
  const { code, json } = await ask<{ checks: readonly Check[] }>('check', '--env', 'staging', ...more)
  return { code, stoppable: json.checks.filter(({ name, passed }) => name === 'stoppable' && !passed) }
}
const factsOf = (id: string): Record<string, ServiceFact> =>
  (JSON.parse(readFileSync(path.join(made.path, '.deployments/manifests', id, 'manifest.json'), 'utf8')) as { facts: Record<string, ServiceFact> }).facts

describe('a service that answers and was never started from here', () => {
  it('is shown as what it is, with who answers and which version, and is neither stopped nor healthy', async () => {
    const pid = await deploy('v1.0.0')
    const id = await recordAround('v1.0.0', () => Promise.resolve())
    const lane = await laneOf()
    expect(lane).toMatchObject({ state: 'unknown', services: [{ display: 'unknown', version: 'v1.0.0', proof: 'proven', pid: null, foreign: { address: made.address, pid } }] })
    expect((await cli('status')).stdout).toContain(`? Unknown  app  v1.0.0 answers at ${made.address} (process ${pid}), not started from here`)
    expect((await ask<{ row: { healthStatus: string } }>('show', id)).json).toMatchObject({ row: { healthStatus: 'unknown' } })
    expect((await cli('show', id)).stdout).not.toContain('healthy')
    expect(Object.keys(factsOf(id)).filter((key) => key.startsWith('service:'))).toEqual([])
  })

  it('is not rolled back beside what answers, unless that is forced, and its data is never replaced under what has it open', async () => {
    await deploy('v1.0.0')
    const first = await recordAround('v1.0.0', () => Promise.resolve())
    let pid = 0
    await recordAround('v1.1.0', async () => { pid = await deploy('v1.1.0') })
    const before = readFileSync(path.join(made.path, '.env'), 'utf8')
    const kept = await checksOf()
    expect(kept).toMatchObject({ code: 3, stoppable: [{ id: 'stoppable:app', blocking: 'unless-forced' }] })
    expect(kept.stoppable[0]?.message).toBe(`app answers at ${made.address} (process ${pid}) and was not started from here: this run cannot stop it, and starting app would find its port taken.`)
    expect((await checksOf('--data', 'restore')).stoppable).toMatchObject([{ id: 'stoppable:app', blocking: 'unless-forced', remedies: [{ action: { kind: 'keep-data' } }, { action: { kind: 'check-again' } }] }])
    const rollback = ['rollback', '--env', 'staging', '--data', 'restore', '--reason', 'test', '--yes']
    expect((await cli(...rollback)).code).toBe(3)
    expect(readFileSync(path.join(made.path, '.env'), 'utf8')).toBe(before)
    const forced = await cli(...rollback, '--force')
    expect([forced.code, forced.stderr + forced.stdout]).toEqual([1, expect.stringContaining(`is still in use by process ${pid} (node), so it was not replaced.`)])
    await end()
    expect((await checksOf('--data', 'restore')).stoppable).toEqual([])
    expect((await cli(...rollback, '--to', first)).code).toBe(0)
    expect(await (await fetch(`${made.address}/version`)).json()).toEqual({ version: 'v1.0.0' })
  })

  it('is stopped, when nothing answers', async () => {
    await recordAround('v1.0.0', () => Promise.resolve())
    expect(await laneOf()).toMatchObject({ state: 'stopped', services: [{ display: 'stopped', detail: 'never started from here' }] })
  })
})

it('a service that was deployed over the process that Backstep had started is not failing while it answers', async () => {
  await deploy('v1.0.0')
  await recordAround('v1.0.0', () => Promise.resolve())
  await recordAround('v1.1.0', () => deploy('v1.1.0'))
  await end()
  expect((await cli('rollback', '--env', 'staging', '--reason', 'test', '--yes')).code).toBe(0)
  const { process: { pid: ours } } = JSON.parse(readFileSync(servicesOf()[0] ?? '', 'utf8')) as { process: { pid: number } }
  expect(await laneOf()).toMatchObject({ services: [{ display: 'running', pid: ours }] })
  process.kill(ours, 'SIGKILL')
  await until('its process has ended', async () => (await laneOf()).services[0]?.display === 'failing')
  let pid = 0
  await recordAround('v1.2.0', async () => { pid = await deploy('v1.2.0') })
  expect(await laneOf()).toMatchObject({ state: 'unknown', services: [{ display: 'unknown', version: 'v1.2.0', foreign: { address: made.address, pid } }] })
  expect((await checksOf()).stoppable).toMatchObject([{ blocking: 'unless-forced', message: expect.stringContaining(`process ${pid}`) as string }])
})

it('a release that was recorded, and that nothing runs, is started by a rollback to it: so Backstep runs what somebody else has deployed', async () => {
  await deploy('v1.0.0')
  const first = await recordAround('v1.0.0', () => Promise.resolve())
  await end()
  expect((await cli('rollback', '--env', 'staging', '--to', first, '--reason', 'hand over', '--yes')).code).toBe(0)
  expect(await laneOf()).toMatchObject({ state: 'running', current: { version: 'v1.0.0' }, services: [{ display: 'running', version: 'v1.0.0' }] })
  const pid = (await laneOf()).services[0]?.pid ?? 0
  const next = await recordAround('v1.1.0', async () => {
    process.kill(pid, 'SIGTERM')
    await until('it has ended', async () => (await laneOf()).services[0]?.display === 'failing')
    const folder = path.join(made.path, 'releases/v1.1.0')
    mkdirSync(folder, { recursive: true })
    writeFileSync(path.join(folder, 'server.mjs'), SERVER.replace('VERSION', 'v1.1.0'))
    writeFileSync(path.join(made.path, '.env'), 'LEVEL=v1.1.0\n')
  })
  expect((await ask('show', next)).json).toMatchObject({ row: { healthStatus: 'unhealthy' } })
  expect((await cli('rollback', '--env', 'staging', '--to', next, '--reason', 'start it', '--yes')).code).toBe(0)
  expect(await laneOf()).toMatchObject({ state: 'running', current: { version: 'v1.1.0' }, wayBack: { version: 'v1.0.0' }, services: [{ display: 'running', version: 'v1.1.0' }] })
  expect((await cli('rollback', '--env', 'staging', '--data', 'restore', '--reason', 'test', '--yes')).code).toBe(0)
  expect(await (await fetch(`${made.address}/version`)).json()).toEqual({ version: 'v1.0.0' })
})
