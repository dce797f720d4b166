import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { problem } from '../testing/problem'
import { program } from '../testing/program'
import type { ProcessId } from './host'
import { createLocalHost } from './local'
import { createSecrets, MASK } from './secrets'

let folder: string
const spawned: ProcessId[] = []
const host = createLocalHost()
beforeEach(() => { folder = realpathSync(mkdtempSync(join(tmpdir(), 'backstep-host-'))) })
afterEach(async () => {
  for (const id of spawned.splice(0)) await host.signal(id, 'SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})
const node = (script: string): string[] => ['node', '-e', script]
const run = (argv: string[], more: object = {}) => host.run(argv, { cwd: folder, timeout: 10_000, ...more })
const log = (): string => join(folder, 'log')
async function spawn(argv: string[], env: Record<string, string> = {}): Promise<ProcessId> {
  const id = await host.spawn(argv, { cwd: folder, env, logFile: log() })
  spawned.push(id)
  return id
}

describe('run', () => {
  it('answers the exit code, the output and the evidence', async () => {
    const ran = await run(['sh', '-c', 'echo out; echo err >&2; exit 3'])
    expect(ran).toMatchObject({ exitCode: 3, signal: null, stdout: 'out\n', stderr: 'err\n', timedOut: false, evidence: { cwd: folder, exitCode: 3 } })
    expect([...(ran.evidence.output ?? [])].sort()).toEqual(['err', 'out'])
  })
  it('never uses a shell', async () => expect((await run(['echo', '$(id)', ';', '`id`'])).stdout).toBe('$(id) ; `id`\n'))
  it('gives only what is allowed of the environment', async () => {
    const own = createLocalHost({ env: { PATH: process.env.PATH, HOME: '/root', LC_TIME: 'C', NODE_OPTIONS: '--bad', LD_PRELOAD: 'x', GIT_SSH_COMMAND: 'x' } })
    const { stdout } = await own.run(['env'], { cwd: folder, timeout: 5000, env: { GIVEN: '1' } })
    expect(stdout.split('\n').map((line) => line.split('=')[0]).filter(Boolean).sort()).toEqual(['GIVEN', 'HOME', 'LC_TIME', 'PATH'])
  })
  it('writes input', async () => expect((await run(['cat'], { input: 'hello' })).stdout).toBe('hello'))
  it('names a missing program and a missing folder', async () => {
    expect(await problem(run(['no-such-program']))).toMatchObject({ code: 'program-missing', message: expect.stringContaining('no-such-program') })
    expect(await problem(host.run(['true'], { cwd: join(folder, 'gone'), timeout: 1000 }))).toMatchObject({ code: 'folder-missing' })
  })
  it('ends what takes too long, with its whole group, also when it ignores the polite signal', async () => {
    const ran = await run(['sh', '-c', 'trap "" TERM; sleep 60 & echo $!; while :; do wait; done'], { timeout: 300 })
    expect(ran).toMatchObject({ timedOut: true, exitCode: null, signal: 'SIGKILL' })
    await vi.waitFor(async () => expect(await alive(Number(ran.stdout))).toBe(false))
  })
  it('aborts', async () => {
    const abort = new AbortController()
    const ran = await run(['sh', '-c', 'echo ready; exec sleep 60'], { abort: abort.signal, onLine: () => abort.abort() })
    expect(ran).toMatchObject({ signal: 'SIGTERM', timedOut: false })
    expect((await run(['sleep', '60'], { abort: abort.signal })).signal).toBe('SIGTERM')
  })
  it('leaves alone what a command that may start a service has started, in its end and in its time limit', async () => {
    const ran = await run(['sh', '-c', 'sleep 60 & echo $!'], { leaves: true })
    const late = await run(['sh', '-c', 'sleep 60 & echo $!; wait'], { leaves: true, timeout: 300 })
    const services = [ran, late].map(({ stdout }) => Number(stdout))
    expect([ran.exitCode, late.timedOut, ...(await Promise.all(services.map(alive)))]).toEqual([0, true, true, true])
    for (const pid of services) process.kill(pid, 'SIGKILL')
  })
  it('names a program right after its start, and ends one that may not be noted', async () => {
    const named: ProcessId[] = []
    const ran = await run(['sh', '-c', 'echo $$'], { onSpawn: async (id: ProcessId) => { named.push(id) } })
    expect(named.map(({ pid }) => String(pid))).toEqual([ran.stdout.trim()])
    expect(await problem(run(['sleep', '60'], { onSpawn: async () => { throw new Error('overtaken') } }))).toMatchObject({ message: 'overtaken' })
  })
  it('ends although a grandchild holds the pipes', async () => {
    const started = performance.now()
    const ran = await run(['setsid', 'sh', '-c', 'sleep 30 & echo $!'])
    process.kill(Number(ran.stdout), 'SIGKILL')
    expect([ran.exitCode, performance.now() - started < 9000]).toEqual([0, true])
  })
  it('loses no line and keeps the last 200 as evidence', async () => {
    let lines = 0
    const ran = await run(['seq', '100000'], { onLine: () => lines++ })
    expect([lines, ran.evidence.output?.length, ran.evidence.output?.at(-1)]).toEqual([100_000, 200, '100000'])
    expect(ran.stdout.length).toBe(588_895)
  })
  it('masks secrets in lines, output and arguments, also split across chunks', async () => {
    const secrets = createSecrets({ A_TOKEN: 'sesame-open' })
    const own = createLocalHost({ secrets })
    const lines: string[] = []
    const script = `process.stdout.write('a sesa'); setTimeout(() => process.stdout.write('me-open b\\n'), 100); // ${'sesame-open'}`
    const ran = await own.run(node(script), { cwd: folder, timeout: 5000, onLine: (_stream, line) => lines.push(line) })
    expect(lines).toEqual([`a ${MASK} b`])
    expect(JSON.stringify(ran)).not.toContain('sesame-open')
  })
})

const alive = async (pid: number): Promise<boolean> => {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

describe('programs', () => {
  it('finds one on the PATH, in usual folders and of a version manager, with a bare PATH', async () => {
    mkdirSync(join(folder, '.nvm/versions/node/v9.1.0/bin'), { recursive: true })
    mkdirSync(join(folder, '.nvm/versions/node/v20.2.0/bin'), { recursive: true })
    for (const version of ['v9.1.0', 'v20.2.0']) {
      const program = join(folder, '.nvm/versions/node', version, 'bin/backstep-test-tool')
      writeFileSync(program, '#!/bin/sh\necho "$PATH"')
      chmodSync(program, 0o755)
    }
    const bare = createLocalHost({ env: { PATH: '/nowhere', HOME: folder } })
    const found = join(folder, '.nvm/versions/node/v20.2.0/bin/backstep-test-tool')
    expect(await bare.which('backstep-test-tool')).toBe(found)
    expect((await bare.run(['backstep-test-tool'], { cwd: folder, timeout: 5000 })).stdout).toBe(`/nowhere:${dirname(found)}\n`)
    expect(await bare.which('sh')).toMatch(/\/sh$/)
    expect(await bare.which('node')).toMatch(/\/node$/)
    expect(await bare.which('no-such-program')).toBeNull()
  })
  it('takes a relative program from the folder it runs in', async () => {
    symlinkSync('/bin/echo', join(folder, 'tool'))
    expect((await run(['./tool', 'x'])).stdout).toBe('x\n')
  })
})

describe('spawn', () => {
  it('starts what outlives the one who started it, in a session of its own, with output in the log', async () => {
    const id = JSON.parse(execFileSync(process.execPath, program('starter', folder, log()), { encoding: 'utf8' })) as ProcessId
    spawned.push(id)
    expect(await host.isAlive(id)).toBe(true)
    await vi.waitFor(() => expect(readFileSync(log(), 'utf8')).toBe('begun\n'))
    expect(readFileSync(`/proc/${id.pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[3]).toBe(String(id.pid))
  })
  it('is found by its environment and knows since when it runs', async () => {
    const id = await spawn(['sleep', '60'], { BACKSTEP_TEST: folder })
    expect(await host.findByEnv('BACKSTEP_TEST', folder)).toEqual([id])
    expect(await host.findByEnv('BACKSTEP_TEST', `${folder}x`)).toEqual([])
    expect(Math.abs(Date.parse((await host.startedAt(id)) ?? '') - Date.now())).toBeLessThan(10_000)
  })
  it('appends to the log', async () => {
    writeFileSync(log(), 'before\n')
    await spawn(['echo', 'after'])
    await vi.waitFor(() => expect(readFileSync(log(), 'utf8')).toBe('before\nafter\n'))
  })
  it('is gone when it has ended, though its pid is not free yet', async () => {
    const id = await spawn(['true'])
    expect(id.pid).toBeGreaterThan(0)
    await vi.waitFor(async () => expect(await host.isAlive(id)).toBe(false))
    expect(await host.signal(id, 'SIGTERM')).toBe(false)
    expect(await host.startedAt(id)).toBeNull()
  })
  it('signals the whole group', async () => {
    const id = await spawn(['sh', '-c', 'sleep 60 & echo $!; wait'])
    await vi.waitFor(() => expect(readFileSync(log(), 'utf8')).toMatch(/\d/))
    expect(await host.signal(id, 'SIGTERM')).toBe(true)
    await vi.waitFor(async () => expect([await host.isAlive(id), await alive(Number(readFileSync(log(), 'utf8')))]).toEqual([false, false]))
  })
  it('signals one process alone, and knows whose it is', async () => {
    const id = await spawn(['sh', '-c', 'sleep 60 & echo $!; wait'])
    await vi.waitFor(() => expect(readFileSync(log(), 'utf8')).toMatch(/\d/))
    const child = Number(readFileSync(log(), 'utf8'))
    expect(await host.ownerOf(id)).toBe(process.geteuid?.())
    expect(await host.signal(id, 'SIGKILL', 'alone')).toBe(true)
    await vi.waitFor(async () => expect(await host.isAlive(id)).toBe(false))
    expect([await alive(child), await host.ownerOf(id)]).toEqual([true, null])
    process.kill(child, 'SIGKILL')
  })
  it('never signals another program that has the pid now', async () => {
    const id = await spawn(['sleep', '60'])
    expect(await host.signal({ ...id, startTime: '1' }, 'SIGKILL')).toBe(false)
    expect(await host.signal({ ...id, bootId: 'another' }, 'SIGKILL')).toBe(false)
    expect(await host.isAlive(id)).toBe(true)
  })
  it('names what is missing', async () => {
    expect(await problem(spawn(['no-such-program']))).toMatchObject({ code: 'program-missing' })
    writeFileSync(join(folder, 'text'), 'no program')
    chmodSync(join(folder, 'text'), 0o755)
    expect(await problem(host.spawn(['true'], { cwd: join(folder, 'none'), env: {}, logFile: log() }))).toMatchObject({ code: 'folder-missing' })
    expect(await problem(host.spawn(['true'], { cwd: folder, env: {}, logFile: join(folder, 'none/log') }))).toMatchObject({ code: 'missing' })
  })
})
