import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { problemOf } from '../../domain/problem'
import type { RunState } from '../../domain/run'
import { events, finished, fold, header, started } from '../../domain/testing/run'
import type { Host, ProcessId } from '../hosts/host'
import { createLocalHost } from '../hosts/local'
import type { Session } from '../session/session'
import { isAlive } from '../testing/processes'
import { storeIn, until } from '../testing/project'
import type { Store } from '../store/store'
import { endOrphans } from './orphans'
import { COMMAND_TOKEN, STEP_TOKEN, tokenOf, trackedHost } from './tracked-host'

const STEP = 'prepare/web@local'
/** Programs are looked for on the whole machine: another test's run has another name. */
const RUN = 'run-orphans'
const OWN = header({ runId: RUN })
const host = createLocalHost()
const left: number[] = []
let folder: string
let store: Store
let epoch: number

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'backstep-orphans-'))
  store = await storeIn(folder)
  const [first] = events([], OWN)
  if (first?.type !== 'run-started') throw new Error('A run begins with run-started.')
  await store.createRun(first.run)
  epoch = (await store.takeHold({ environment: 'staging', runId: RUN, ...host.self(), user: 'kim', host: 'desk', since: '' })).epoch
})
afterEach(() => {
  for (const pid of left.splice(0)) try { process.kill(pid, 'SIGKILL') } catch { /* It is gone. */ }
  rmSync(folder, { recursive: true, force: true })
})

// Only the store and the host are asked.
const session = (on: Host = host): Session => ({ store, context: { host: () => on } }) as unknown as Session
const inHand = (): RunState => fold(events([started(STEP)], OWN))
/** The host of the step, as its run has it. `noted`: whether the holder lived long enough to write the program down. */
const tracked = (noted = true): Host => trackedHost(host, tokenOf(RUN, STEP, 1), () => new Date(), async (program) => {
  left.push(program.pid)
  if (noted) await store.noteProgram(epoch, { environment: 'staging', runId: RUN, step: STEP, ...program })
})
const script = (text: string): string[] => ['sh', '-c', text]
const pidIn = async (name: string): Promise<number> => {
  await until(`${name} is written`, () => { try { return /\d+\n/.test(readFileSync(join(folder, name), 'utf8')) } catch { return false } })
  const pid = Number(readFileSync(join(folder, name), 'utf8'))
  left.push(pid)
  return pid
}
const run = (on: Host, text: string, more: object = {}) => on.run(script(text), { cwd: folder, timeout: 60_000, ...more })

describe('what a holder that is gone has left running', () => {
  it('is ended with all its descendants, also when they ignore the polite signal and left its group', async () => {
    const running = run(tracked(), 'trap "" TERM; setsid sh -c "trap \'\' TERM; echo \\$\\$ > child; while :; do sleep 0.1; done" & echo $$ > own; while :; do wait; done')
    const pids = [await pidIn('own'), await pidIn('child')]
    expect(pids.map(isAlive)).toEqual([true, true])
    const told = await endOrphans(session(), inHand())
    expect(pids.map(isAlive)).toEqual([false, false])
    expect(told.join(' ')).toMatch(/prepare web.* had left running/)
    expect((await running).signal).toBe('SIGKILL')
    expect(await store.programs(RUN)).toEqual([])
  })

  it('is found by its token when it was never written down', async () => {
    const running = run(tracked(false), 'echo $$ > own; exec sleep 60')
    const pid = await pidIn('own')
    await endOrphans(session(), inHand())
    expect(isAlive(pid)).toBe(false)
    await running
  })

  it('is left alone once its step has ended, and of any other run', async () => {
    const running = run(tracked(), 'sleep 60 & echo $! > own')
    const pid = await pidIn('own')
    await running
    expect(await endOrphans(session(), fold(events([started(STEP), finished(STEP)], OWN)))).toEqual([])
    const other = fold(events([started(STEP)], header({ runId: 'run-2' })))
    expect(await endOrphans(session(), other)).toEqual([])
    expect(isAlive(pid)).toBe(true)
  })
})

describe('a command that may have started a service', () => {
  it('is awaited, and what it has started is never ended', async () => {
    const running = run(tracked(), 'sleep 60 & echo $! > service; echo $$ > own; while [ ! -e go ]; do sleep 0.05; done', { leaves: true })
    const [own, service] = [await pidIn('own'), await pidIn('service')]
    const ending = endOrphans(session(), inHand())
    expect(await Promise.race([ending, new Promise((resolve) => setTimeout(resolve, 300, 'waits'))])).toBe('waits')
    await run(host, 'touch go')
    expect((await ending)[0]).toMatch(/^Waited for process/)
    await running
    expect([isAlive(own), isAlive(service)]).toEqual([false, true])
  })

  it('is ended alone after its time limit', async () => {
    const running = run(tracked(), 'sleep 60 & echo $! > service; trap "" TERM; echo $$ > own; while :; do sleep 0.05; done', { leaves: true })
    const [own, service] = [await pidIn('own'), await pidIn('service')]
    const [program] = await store.programs(RUN)
    await store.forgetPrograms(RUN)
    await store.noteProgram(epoch, { ...program!, until: new Date().toISOString() })
    expect((await endOrphans(session(), inHand()))[0]).toMatch(/after its time limit/)
    expect([isAlive(own), isAlive(service)]).toEqual([false, true])
    await running
  })

  it('never carries the token by which programs are ended', async () => {
    const ran = await run(tracked(), 'env', { leaves: true })
    expect(ran.stdout).toContain(`${COMMAND_TOKEN}=`)
    expect(ran.stdout).not.toContain(`${STEP_TOKEN}=`)
  })
})

it('says so when one cannot be ended', async () => {
  const running = run(tracked(), 'echo $$ > own; exec sleep 60')
  const pid = await pidIn('own')
  const deaf: Host = { ...host, signal: async () => false }
  const impatient = { ...deaf, isAlive: async (id: ProcessId) => id.pid === pid }
  const clock = performance.now.bind(performance)
  let skipped = 0
  performance.now = () => clock() + (skipped += 2_000)
  const problem = await endOrphans(session(impatient), inHand()).then(() => null, problemOf)
  performance.now = clock
  expect(problem).toMatchObject({ code: 'orphan-lives', message: expect.stringContaining(String(pid)) })
  process.kill(pid, 'SIGKILL')
  await running
})
