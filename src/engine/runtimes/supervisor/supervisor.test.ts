import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ServiceInputs } from '../../../domain/facts'
import { freePort } from '../../testing/free-port'
import { atEnd } from '../../testing/at-end'
import { codeOf, fixture, service, temporaryFolder, testContext, until } from '../../testing/project'
import type { EnvironmentContext } from '../../context'
import { whileAlive } from './alive'
import { findLive } from './live'
import { logPath } from './log'
import { observeProcess } from './observe'
import { startProcess, type StartAction } from './start'
import { statePath, readState, TOKEN, writeState } from './state'
import { stopProcess } from './stop'

const web = service('web', 'process', {})
const inputs: ServiceInputs = { release: null, command: 'c', config: {}, data: {} }
const quiet = (): void => undefined
const stop = { kind: 'stop-process', service: 'web', signal: 'SIGTERM', timeout: 3000 } as const

function start(program: string, words: readonly string[] = [], env: Record<string, string> = {}, cwd?: string): StartAction {
  return { kind: 'start-process', service: 'web', argv: [process.execPath, fixture(program), ...words], cwd: cwd ?? process.cwd(), env, inputs }
}

function given(secrets: Record<string, string> = {}): EnvironmentContext {
  const context = testContext(temporaryFolder(), { services: [web], secrets })
  atEnd(async () => {
    const live = await findLive(context.host('local'), await readState(context, 'web').catch(() => null))
    if (live) await context.host('local').signal(live, 'SIGKILL')
  })
  return context
}

async function isOf(context: EnvironmentContext) {
  const fact = await observeProcess(context, web, 'local', null)
  if (!fact.known) throw new Error(fact.reason)
  return fact
}

describe('a supervised process', () => {
  it('starts, is found again by what was written down, and stops on its signal', async () => {
    const context = given()
    const lines: string[] = []
    expect((await isOf(context)).is).toEqual({ kind: 'service', state: 'stopped', installed: null, runs: null })
    const evidence = await startProcess(context, web, start('server.mjs', ['0']), (_, line) => lines.push(line))
    const running = await isOf(context)
    expect(running.is).toEqual({ kind: 'service', state: 'running', installed: null, runs: inputs })
    expect(evidence.observed).toBe(`runs as process ${running.seen.pid ?? 0}`)
    expect(Math.abs(Date.parse(running.seen.since ?? '') - Date.now())).toBeLessThan(60_000)
    await until('its log', () => readFileSync(logPath(context, 'web'), 'utf8').includes('listening on'))
    expect((await stopProcess(context, web, stop, quiet)).observed).toMatch(/^stopped on SIGTERM/)
    expect((await isOf(context)).is).toEqual({ kind: 'service', state: 'stopped', installed: null, runs: null })
  })

  it('that ended without a stop of ours is gone, not stopped', async () => {
    const context = given()
    await startProcess(context, web, start('server.mjs', ['0']), quiet)
    const pid = (await isOf(context)).seen.pid ?? 0
    process.kill(pid, 'SIGKILL')
    await until('it to be gone', async () => (await isOf(context)).is.state === 'gone')
    expect((await isOf(context)).seen.display).toBe('failing')
    await stopProcess(context, web, stop, quiet)
    expect(await isOf(context)).toMatchObject({ is: { state: 'stopped' }, seen: { display: 'stopped', detail: 'stopped from here' } })
  })

  it('that ends at once is a failure with its last lines', async () => {
    const context = given()
    const atOnce = { ...start('exits.mjs'), argv: ['sh', '-c', 'echo cannot read settings: no such file; exit 3'] }
    const error = await startProcess(context, web, atOnce, quiet).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ problem: { code: 'service-exited', evidence: { output: expect.arrayContaining(['cannot read settings: no such file']) as string[] } } })
    expect((await isOf(context)).is).toMatchObject({ state: 'gone', runs: null })
  })

  it('that is awaited is not watched by its start, but while its answers are waited for', async () => {
    const context = given()
    const lines: string[] = []
    const abort = new AbortController().signal
    await startProcess(context, web, start('server.mjs', ['0']), quiet, { awaited: () => Promise.resolve(false) })
    const { pid } = (await isOf(context)).seen
    let aborted = false
    const waiting = whileAlive(context, web, (_, line) => lines.push(line), abort, async (either) => {
      either.addEventListener('abort', () => { aborted = true })
      await until('its line', () => lines.length > 0)
      process.kill(pid ?? 0, 'SIGKILL')
      return new Promise(() => undefined)
    })
    const error = await waiting.catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ problem: { code: 'service-exited', message: `web ended while its answers were awaited: ${lines[0] ?? ''}`, evidence: { output: lines } } })
    expect([aborted, lines.length]).toEqual([true, 1])
    expect(await codeOf(whileAlive(context, web, quiet, abort, () => Promise.resolve()))).toBe('service-exited')
  })

  it('is not taken for one that answered in its place before', async () => {
    const context = given()
    await startProcess(context, web, start('exits.mjs'), quiet, { awaited: () => Promise.resolve(true) })
    const asked: string[] = []
    const work = async (abort: AbortSignal): Promise<void> => { if (!abort.aborted) asked.push('too early') }
    expect(await codeOf(whileAlive(context, web, quiet, new AbortController().signal, work))).toBe('service-exited')
    expect(asked).toEqual([])
  })

  it('that lives is waited for as long as it takes, its lines are given from its start on', async () => {
    const context = given()
    await startProcess(context, web, start('server.mjs', ['0']), quiet)
    await stopProcess(context, web, stop, quiet)
    await startProcess(context, web, start('server.mjs', ['0']), quiet, { awaited: () => Promise.resolve(false) })
    const lines: string[] = []
    const answer = await whileAlive(context, web, (_, line) => lines.push(line), new AbortController().signal, async () => {
      await until('its line', () => lines.length > 0)
      return 'answered'
    })
    expect([answer, lines.length]).toEqual(['answered', 1])
  })

  it('that ignores its signal is killed, with its children', async () => {
    const context = given()
    await startProcess(context, web, start('stubborn.mjs'), quiet)
    await until('its child', () => readFileSync(logPath(context, 'web'), 'utf8').includes('child'))
    const pids = readFileSync(logPath(context, 'web'), 'utf8').match(/\d+/g)?.map(Number) ?? []
    const evidence = await stopProcess(context, web, { ...stop, timeout: 300 }, quiet)
    expect(evidence.observed).toMatch(/^ignored SIGTERM and was killed after 0\.[3-9]/)
    for (const pid of pids) await until(`${pid} to be gone`, () => !isAlive(pid))
  })

  it('whose first process left others behind takes them along', async () => {
    const context = given()
    await startProcess(context, web, start('leaves-child.mjs'), quiet)
    await until('it to end', async () => (await isOf(context)).is.state === 'gone')
    const child = Number(/child (\d+)/.exec(readFileSync(logPath(context, 'web'), 'utf8'))?.[1])
    expect(isAlive(child)).toBe(true)
    expect(await isOf(context)).toMatchObject({ is: { state: 'gone' }, seen: { leftOvers: true } })
    // As when the program that stopped it died in between.
    const state = (await readState(context, 'web'))!
    await writeState(context, 'web', { ...state, stoppedByUs: true })
    expect(await isOf(context)).toMatchObject({ is: { state: 'gone' }, seen: { leftOvers: true, detail: 'its stop was cut short: what it had started still runs' } })
    expect((await stopProcess(context, web, stop, quiet)).observed).toContain('ended 1 that it had left behind')
    expect((await isOf(context)).is.state).toBe('stopped')
    expect(isAlive(child)).toBe(false)
  })

  it('whose pid was never written down is found by its token, and a repeated start takes it over', async () => {
    const context = given()
    await startProcess(context, web, start('server.mjs', ['0']), quiet)
    const { pid } = (await isOf(context)).seen
    const state = await readState(context, 'web')
    await writeState(context, 'web', { ...state!, process: null, stoppedByUs: true, startedAt: null })
    expect(await isOf(context)).toMatchObject({ is: { state: 'running', runs: inputs }, seen: { pid } })
    expect((await startProcess(context, web, start('server.mjs', ['0']), quiet)).observed).toBe(`runs as process ${pid ?? 0}`)
    expect(await codeOf(startProcess(context, web, { ...start('server.mjs', ['0']), inputs: { ...inputs, command: 'other' } }, quiet))).toBe('service-runs')
    await stopProcess(context, web, stop, quiet)
    expect(isAlive(pid ?? 0)).toBe(false)
  })

  it('whose pid is another program now is never signalled', async () => {
    const context = given()
    await startProcess(context, web, start('server.mjs', ['0']), quiet)
    const other = given()
    const state = await readState(context, 'web')
    await writeState(other, 'web', { ...state!, token: 'nobody', process: { ...state!.process!, startTime: '1' } })
    expect((await isOf(other)).is.state).toBe('gone')
    expect((await stopProcess(other, web, stop, quiet)).observed).toBe('was not running')
    expect((await isOf(context)).is.state).toBe('running')
  })

  it('gets secrets by name, and shows them nowhere', async () => {
    const port = await freePort()
    const context = given({ SHOP_SECRET: 'hunter22' })
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'version.txt'), 'hunter22')
    const lines: string[] = []
    await startProcess(context, web, start('server.mjs', [String(port)], { SECRET: '$SHOP_SECRET' }, folder), (_, line) => lines.push(line))
    const { pid } = (await isOf(context)).seen
    expect(readFileSync(`/proc/${pid ?? 0}/environ`, 'utf8').split('\0')).toEqual(expect.arrayContaining(['SECRET=hunter22', expect.stringMatching(`^${TOKEN}=`)]))
    await stopProcess(context, web, stop, (_, line) => lines.push(line))
    expect(lines.join('\n')).not.toContain('hunter22')
    expect(readFileSync(statePath(context, 'web'), 'utf8')).not.toContain('hunter22')
    expect(await codeOf(startProcess(context, web, start('server.mjs', ['0'], { SECRET: '$MISSING' }), quiet))).toBe('secret-missing')
  })

  it('is unknown when its record is damaged', async () => {
    const context = given()
    await startProcess(context, web, start('server.mjs', ['0']), quiet)
    await stopProcess(context, web, stop, quiet)
    writeFileSync(statePath(context, 'web'), '{"format":1')
    expect(await observeProcess(context, web, 'local', null)).toMatchObject({ known: false, reason: expect.stringContaining('is damaged') as string })
    rmSync(statePath(context, 'web'))
  })

  it('rotates its log before a start', async () => {
    const context = given()
    const log = logPath(context, 'web')
    await startProcess(context, web, start('server.mjs', ['0']), quiet)
    await stopProcess(context, web, stop, quiet)
    for (let round = 0; round < 5; round += 1) {
      writeFileSync(log, 'x'.repeat(5 * 1024 * 1024 + 1))
      await startProcess(context, web, start('server.mjs', ['0']), quiet)
      await stopProcess(context, web, stop, quiet)
    }
    expect([1, 2, 3, 4].map((n) => existsSync(`${log}.${n}`))).toEqual([true, true, true, false])
    expect(readFileSync(log, 'utf8').length).toBeLessThan(1000)
  })

  it('is not touched when the run was cancelled', async () => {
    const context = given()
    await startProcess(context, web, start('server.mjs', ['0']), quiet)
    const { pid } = (await isOf(context)).seen
    expect(await codeOf(stopProcess(context, web, stop, quiet, AbortSignal.abort()))).toBe('cancelled')
    expect((await isOf(context)).seen.pid).toBe(pid)
  })
})

function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}
