/** Steps that fail and runs that are cancelled, with real services: what is offered, what each choice does, how it ends. */
import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createEngine } from '../../src/engine'
import type { RunHandle } from '../../src/engine'
import type { RunEvent, RunState } from '../../src/domain/run'
import { systemIo, type Io } from '../../src/engine/files/io'
import { createFiles } from '../../src/engine/files/local-files'
import { isAlive } from '../../src/engine/testing/processes'
import { until } from '../../src/engine/testing/project'
import { useHeldBuild } from '../support/held-build'
import { startInput, undoOf } from '../support/inputs'
import { V1, V2, type Shop } from '../support/shop'
import { useShops, versionOf } from '../support/shops'

const shop = useShops()
const heldBuild = useHeldBuild()
const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** Waits until the run asks, or has ended. */
const waits = async (made: Shop, handle: RunHandle): Promise<RunState> => {
  await until('the run waits', async () => (await made.engine.runView(made.path, handle.runId)).state.status === 'waiting', 60_000)
  return (await made.engine.runView(made.path, handle.runId)).state
}
const stepsOf = (made: Shop): { readonly seen: string[]; readonly stop: () => void } => {
  const seen: string[] = []
  const stop = made.engine.listen({ events: (_, events) => seen.push(...events.map((event: RunEvent) => `${event.type}${'step' in event && event.step ? ` ${event.step}` : ''}`)) })
  return { seen, stop }
}
/** Something else listens where the api would: its start fails until it is let go. */
async function squat(made: Shop): Promise<Server> {
  const server = createServer((_, response) => response.end('mine'))
  servers.push(server)
  const stop = made.engine.listen({ events: (_, events) => { if (events.some((event) => event.type === 'step-finished' && event.step.startsWith('stop/api'))) server.listen(made.ports.api, '127.0.0.1') } })
  server.once('close', stop)
  return server
}
/** Somebody writes this to the configuration while a step is in hand. */
function edited(made: Shop, step: string, text: string): void {
  const stop = made.engine.listen({ events: (_, events) => {
    if (!events.some((event) => event.type === 'step-started' && event.step.startsWith(step))) return
    writeFileSync(path.join(made.path, 'config/staging.json'), text)
    stop()
  } })
}
const letGo = (server: Server): Promise<unknown> => new Promise((resolve) => server.close(resolve))

describe('a step that fails', () => {
  it('asks with what each choice would do; retried once the cause is gone, the run ends as any other, also when the service died late', async () => {
    const made = await shop()
    const squatter = await squat(made)
    const handle = await made.engine.start(made.path, startInput())
    const { decision } = await waits(made, handle)
    expect(decision?.step).toMatch(/^(start|ready)\/api/)
    const view = await made.engine.runView(made.path, handle.runId)
    expect(view.choices.filter(({ decision: choice }) => choice !== 'skip').map(({ decision: choice, serves }) => [choice, serves])).toEqual([['retry', 'v1.0.0'], ['undo', 'v1.1.0'], ['stop', expect.any(String)]])
    await letGo(squatter)
    await made.engine.decide(made.path, handle.runId, 'retry')
    expect((await handle.finished).outcome).toBe('done')
    expect(await versionOf(made, 'worker')).toEqual({ version: 'v1.0.0' })
  })

  it('also when what it verifies cannot be looked at: that says nothing about it, and can be tried again', async () => {
    const made = await shop()
    let started = false
    const broken = (): never => { throw Object.assign(new Error('EIO'), { code: 'EIO' }) }
    const io: Io = { ...systemIo, open: async (file, how, mode) => (started && file === path.join(made.path, 'config/staging.json') ? broken() : systemIo.open(file, how, mode)) }
    const engine = createEngine({ deps: { files: createFiles(io) } })
    engine.listen({ events: (_, events) => { if (events.some((event) => event.type === 'step-started' && event.step.startsWith('start/'))) started = true } })
    try {
      const handle = await engine.start(made.path, startInput())
      const { decision } = await waits(made, handle)
      expect(decision).toMatchObject({ problem: { code: 'not-verified', message: expect.stringMatching(/config\/staging\.json could not be looked at: .*the disk reported an error/) as string } })
      started = false
      await engine.decide(made.path, handle.runId, 'retry')
      expect((await handle.finished).outcome).toBe('done')
    } finally {
      await engine.close()
    }
  })

  it('because somebody has changed a configuration file meanwhile leaves it as it is, and goes on once it is put back', async () => {
    const made = await shop()
    const before = made.file('config/staging.json')
    edited(made, 'stop/worker', '{"limits":{"cartItems":7}}')
    const handle = await made.engine.start(made.path, startInput())
    const { decision } = await waits(made, handle)
    expect(decision).toMatchObject({ step: 'write/config/staging.json', options: ['retry', 'undo', 'stop'], problem: { code: 'config-changed', message: 'config/staging.json was changed while this run went on. It was left as it is.', place: { file: path.join(made.path, 'config/staging.json') } } })
    expect(made.file('config/staging.json')).toBe('{"limits":{"cartItems":7}}')
    await made.engine.decide(made.path, handle.runId, 'retry')
    await until('it was tried again', async () => (await made.engine.runView(made.path, handle.runId)).state.steps['write/config/staging.json']?.attempt === 2)
    expect((await waits(made, handle)).decision).toMatchObject({ problem: { code: 'config-changed' } })
    expect(made.file('config/staging.json')).toBe('{"limits":{"cartItems":7}}')
    writeFileSync(path.join(made.path, 'config/staging.json'), before)
    await made.engine.decide(made.path, handle.runId, 'retry')
    const result = await handle.finished
    expect(result.outcome).toBe('done')
    expect(made.file('config/staging.json')).toContain('100')
  })

  it('because of such a file is undone over it, and what somebody wrote is in the snapshot of the undo', async () => {
    const made = await shop()
    const before = made.file('config/staging.json')
    edited(made, 'stop/worker', '{"limits":{"cartItems":7}}')
    const handle = await made.engine.start(made.path, startInput())
    await waits(made, handle)
    const undo = await (await made.engine.start(made.path, undoOf(handle.runId))).finished
    expect(undo.outcome).toBe('done')
    expect(made.file('config/staging.json')).toBe(before)
    expect(made.file(`.deployments/rollback-snapshots/${undo.result.rollbackId}/config/config/staging.json`)).toBe('{"limits":{"cartItems":7}}')
    await handle.finished.catch(() => undefined)
  })

  it('is undone from where it waits, by a run of its own', async () => {
    const made = await shop()
    const squatter = await squat(made)
    const handle = await made.engine.start(made.path, startInput())
    await waits(made, handle)
    await letGo(squatter)
    const undo = await (await made.engine.start(made.path, undoOf(handle.runId))).finished
    expect(undo.outcome).toBe('done')
    expect(await versionOf(made)).toEqual({ version: 'v1.1.0' })
    await expect(handle.finished).rejects.toThrow(/waits for a decision/)
  })

  it('undoes itself when that was said before, and still counts as failed', async () => {
    const made = await shop([{ ...V1, fault: 'exits' }, V2])
    const result = await (await made.engine.start(made.path, startInput({ onFailure: 'undo' }))).finished
    expect(result).toMatchObject({ outcome: 'failed', result: { success: false } })
    expect(result.result.warnings.join()).toMatch(/The run was undone: v1\.1\.0 serves again/)
    expect(await versionOf(made)).toEqual({ version: 'v1.1.0' })
  })

  it('may be skipped where its plan says so, which hides nothing: another version that serves is a failure', async () => {
    const made = await shop([{ ...V1, fault: 'lies' }, V2], { within: '1s' })
    const handle = await made.engine.start(made.path, startInput())
    const asked = new Set<string>()
    for (const number of [1, 2]) {
      await until('another one is asked about', async () => { const step = (await made.engine.runView(made.path, handle.runId)).state.decision?.step; return typeof step === 'string' && asked.add(step).size === number }, 60_000)
      expect((await made.engine.runView(made.path, handle.runId)).state.decision?.options).toEqual(['retry', 'skip', 'undo', 'stop'])
      await made.engine.decide(made.path, handle.runId, 'skip')
    }
    expect([...asked].sort()).toEqual(['verify/api', 'verify/worker'])
    const result = await handle.finished
    expect(result).toMatchObject({ outcome: 'failed', problem: { message: expect.stringContaining('serves v9.9.9, not v1.0.0') as string } })
    expect((await made.engine.result(made.path, handle.runId)).record?.record.entry.skipped).toEqual(['Not verified, by decision: Ask api what it serves.', 'Not verified, by decision: Ask worker what it serves.'])
  })
})

describe('a run that is cancelled', () => {
  it('breaks a build off at once, asks, and goes on with it', async () => {
    const build = heldBuild()
    const made = await shop(undefined, { api: build.api })
    build.hold(made)
    const { seen, stop } = stepsOf(made)
    const handle = await made.engine.start(made.path, startInput())
    const pid = await build.running()
    await made.engine.cancel(made.path, handle.runId)
    const { decision, steps } = await waits(made, handle)
    expect(decision).toMatchObject({ step: null, aborted: ['prepare/api@local'], options: ['retry', 'stop'], problem: { code: 'cancelled', message: expect.stringMatching(/was broken off\.$/) as string } })
    expect(steps['prepare/api@local']).toMatchObject({ status: 'not-yet', attempt: 1 })
    expect(isAlive(pid)).toBe(false)
    expect(seen).toContain('step-aborted prepare/api@local')
    build.letGo()
    await made.engine.decide(made.path, handle.runId, 'retry')
    expect((await handle.finished).outcome).toBe('done')
    stop()
  })

  it('finishes what changes what serves, then stops where it was decided', async () => {
    const made = await shop([V1, { ...V2, fault: 'ignores-stop' }])
    const { seen, stop } = stepsOf(made)
    const handle = await made.engine.start(made.path, startInput())
    await until('worker is being stopped', () => seen.includes('step-started stop/worker@local'), 60_000)
    await made.engine.cancel(made.path, handle.runId)
    const { decision } = await waits(made, handle)
    expect(seen).toContain('step-finished stop/worker@local')
    expect(seen.some((line) => line.startsWith('step-started stop/api'))).toBe(false)
    expect(decision).toMatchObject({ step: null, aborted: [], options: ['retry', 'undo', 'stop'] })
    await made.engine.decide(made.path, handle.runId, 'stop')
    expect(await handle.finished).toMatchObject({ outcome: 'stopped' })
    expect(await versionOf(made)).toEqual({ version: 'v1.1.0' })
    stop()
  })

  it('stops waiting for a service at once, and may go on without', async () => {
    const made = await shop(undefined, { within: '300s' })
    writeFileSync(path.join(made.path, 'config/staging.json.unhealthy'), '')
    const { seen, stop } = stepsOf(made)
    const handle = await made.engine.start(made.path, startInput())
    for (const service of ['api', 'worker']) {
      await until(`${service} is waited for`, () => seen.includes(`step-started ready/${service}@local`), 60_000)
      await made.engine.cancel(made.path, handle.runId)
      const { decision } = await waits(made, handle)
      expect(decision).toMatchObject({ step: null, aborted: [`ready/${service}@local`], options: ['retry', 'skip', 'undo', 'stop'] })
      await made.engine.decide(made.path, handle.runId, 'skip')
    }
    const result = await handle.finished
    expect(result).toMatchObject({ outcome: 'done-with-warnings', result: { validation: { healthChecks: false } } })
    expect(result.result.warnings.join()).toMatch(/Skipped by decision: Wait until api answers/)
    stop()
  })

  it.each(['was cancelled before', 'waits because a step failed'] as const)('stops again when that is asked the moment somebody has decided to go on, also where it %s', async (why) => {
    const build = heldBuild()
    const made = await shop(undefined, { api: build.api })
    const squatter = why === 'was cancelled before' ? null : await squat(made)
    if (!squatter) build.hold(made)
    const { seen, stop } = stepsOf(made)
    const handle = await made.engine.start(made.path, startInput())
    if (!squatter) {
      await build.running()
      await made.engine.cancel(made.path, handle.runId)
    }
    await waits(made, handle)
    if (squatter) await letGo(squatter)
    else build.letGo()
    const cancelled: Promise<void>[] = []
    const stopCancelling = made.engine.listen({ events: (_, events) => { if (cancelled.length === 0 && events.some(({ type }) => type === 'decision-made')) cancelled.push(made.engine.cancel(made.path, handle.runId)) } })
    const before = seen.length
    await made.engine.decide(made.path, handle.runId, 'retry')
    await until('it asks again', () => seen.slice(before).some((line) => line.startsWith('decision-needed') || line.startsWith('run-finished')), 60_000)
    await Promise.all(cancelled)
    expect(seen.slice(before)).toEqual(['decision-made', 'cancel-requested', 'decision-needed'])
    expect((await waits(made, handle)).decision).toMatchObject({ step: null, aborted: [], problem: { code: 'cancelled' } })
    stopCancelling()
    await made.engine.decide(made.path, handle.runId, 'retry')
    expect((await handle.finished).outcome).toBe('done')
    stop()
  })

  it('is left as it is when nobody decides: another program goes on with it', async () => {
    const made = await shop()
    const squatter = await squat(made)
    const handle = await made.engine.start(made.path, startInput())
    await waits(made, handle)
    await made.engine.leave(made.path, handle.runId)
    await expect(handle.finished).rejects.toThrow(/backstep|waits for a decision/)
    await letGo(squatter)
    const other = createEngine({ actor: { user: 'kim', host: 'desk' } })
    try {
      const [lane] = (await other.overview(made.path, false)).lanes
      expect(lane?.run).toMatchObject({ status: 'interrupted', runId: handle.runId })
      expect((await (await other.resume(made.path, handle.runId)).finished).outcome).toBe('done')
    } finally {
      await other.close()
    }
  })

  it('is marked as failed with its reason where it waits', async () => {
    const made = await shop()
    await squat(made)
    const handle = await made.engine.start(made.path, startInput())
    await waits(made, handle)
    await made.engine.abandon(made.path, handle.runId, 'Repaired by hand')
    const { record } = await made.engine.result(made.path, handle.runId)
    expect(record?.record.entry).toMatchObject({ outcome: 'abandoned', warnings: expect.arrayContaining([expect.stringContaining('Repaired by hand')]) as string[] })
  })
})
