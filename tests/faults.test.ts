/** What goes wrong in real life: each time a clear answer, nothing half-done, and the way back open. */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { serviceKey } from '../src/domain/facts'
import { tookWords } from '../src/domain/verdict'
import { createEngine, rollbackDeployment } from '../src/engine'
import { startInput, undoOf } from './support/inputs'
import { V1, V2, type Shop } from './support/shop'
import { useShops, versionOf } from './support/shops'

const shop = useShops()
const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

const roll = (made: Shop, more: Partial<Parameters<typeof rollbackDeployment>[0]> = {}): ReturnType<typeof rollbackDeployment> =>
  rollbackDeployment({ projectPath: made.path, environment: 'staging', reason: 'Checkout answers 500', ...more })

describe('services that misbehave', () => {
  it('exits at once: the run stops there, says why, and can be undone', async () => {
    const made = await shop([{ ...V1, fault: 'exits' }, V2])
    const result = await roll(made)
    expect(result.success).toBe(false)
    expect(result.warnings[0]).toMatch(/api/)
    const again = await roll(made)
    expect(again.success).toBe(false)
    expect(again.warnings[0]).toMatch(/unfinished|has not ended/)
    const runId = result.rollbackId
    const request = { environment: 'staging', deploymentId: null, undo: runId, services: [], data: 'keep', credentials: {} } as const
    const planHash = (await made.engine.prepare(made.path, { ...request, services: [] })).plan?.hash ?? ''
    await expect(made.engine.start(made.path, startInput({ request: { ...request, services: [] }, planHash: '0'.repeat(64) }))).rejects.toThrow(/changed since/)
    expect((await made.engine.runView(made.path, runId)).state.status).not.toBe('finished')
    const undo = await made.engine.start(made.path, startInput({ request: { ...request, services: [] }, planHash }))
    expect((await undo.finished).outcome).toBe('done')
    expect(await versionOf(made)).toEqual({ version: 'v1.1.0' })
    expect(await versionOf(made, 'worker')).toEqual({ version: 'v1.1.0' })
  })

  it('ignores its stop signal: it is killed after the timeout, and the run goes on', async () => {
    const made = await shop([V1, { ...V2, fault: 'ignores-stop' }])
    const result = await roll(made)
    expect(result.success).toBe(true)
    expect(await versionOf(made)).toEqual({ version: 'v1.0.0' })
  })

  it('never becomes healthy: success with warnings, never green', async () => {
    const made = await shop([{ ...V1, fault: 'unhealthy' }, V2], { within: '1s' })
    const handle = await made.engine.start(made.path, startInput())
    const result = await handle.finished
    expect(result).toMatchObject({ outcome: 'done-with-warnings', result: { success: true, validation: { healthChecks: false } } })
  })

  it('serves another version than it should: a failure, whatever it says of its health', async () => {
    const made = await shop([{ ...V1, fault: 'lies' }, V2], { within: '1s' })
    const result = await roll(made)
    expect(result.success).toBe(false)
    expect(result.warnings[0]).toMatch(/v9\.9\.9/)
  })

  it('serves another version than it should: the result shows what was asked and observed, and names its log', async () => {
    const made = await shop([{ ...V1, fault: 'lies' }, V2], { within: '1s' })
    const handle = await made.engine.start(made.path, startInput({ onFailure: 'stop' }))
    const { asked, problem, result } = (await handle.finished) ?? expect.fail('It did not end.')
    for (const name of ['api', 'worker']) expect(asked.find(({ subject }) => subject === name)).toMatchObject({ asked: 'v1.0.0', observed: 'v9.9.9', observedDetail: `${name} serves v9.9.9, not v1.0.0`, ok: false })
    expect(result.warnings).toEqual(expect.arrayContaining(['api serves v9.9.9, not v1.0.0', 'worker serves v9.9.9, not v1.0.0']))
    expect(problem?.code).toBe('other-version-serves')
    expect(existsSync(/^Read its log (.*)\.$/.exec(problem?.next ?? '')?.[1] ?? '')).toBe(true)
  })

  it('ends while its answers are awaited: the run stops with its last lines, and trying again starts it again', async () => {
    const made = await shop([{ ...V1, fault: 'exits-once' }, V2])
    rmSync(path.join(made.path, '.deployments/worktrees'), { recursive: true })
    const handle = await made.engine.start(made.path, startInput())
    expect(await handle.settled).toBe('waiting')
    const { state } = await made.engine.runView(made.path, handle.runId)
    expect(state.decision).toMatchObject({ step: 'ready/api@local', problem: { code: 'service-exited', message: 'api ended while its answers were awaited: cannot start: the cache is not warm yet' } })
    expect(state.decision?.problem.evidence?.output).toEqual(['cannot start: the cache is not warm yet'])
    expect(await made.engine.searchOutput(made.path, handle.runId, { text: '', step: 'ready/api@local', errorsOnly: true, from: 0 })).toHaveLength(1)
    await made.engine.decide(made.path, handle.runId, 'retry')
    expect(await handle.finished).toMatchObject({ outcome: 'done' })
    const { steps } = (await made.engine.runView(made.path, handle.runId)).state
    expect([steps['stop/api@local']?.attempt, steps['start/api@local']?.attempt, steps['ready/api@local']?.attempt]).toEqual([1, 2, 2])
    expect(await versionOf(made)).toEqual({ version: 'v1.0.0' })
  })

  it.each([['something else', 'mine'], ['as the service should', JSON.stringify({ version: 'v1.0.0' })]])('finds its port taken by one that answers %s: the run fails with what the service printed', async (_, body) => {
    const made = await shop()
    const handle = await made.engine.start(made.path, startInput({ onFailure: 'stop' }))
    const squatter = createServer((_, response) => response.end(body))
    const stop = made.engine.listen({
      events: (_, events) => {
        // Told before the step does anything; without a host it is bound before `listen` returns.
        if (events.some((event) => event.type === 'step-started' && event.step.startsWith('start/api'))) squatter.listen(made.ports.api)
      }
    })
    const result = await handle.finished
    stop()
    await new Promise((resolve) => squatter.close(resolve))
    expect(result.outcome).toBe('failed')
    expect(tookWords(await made.engine.result(made.path, handle.runId))).toMatch(/api and worker were not up again when it ended, after /)
    const { state } = await made.engine.runView(made.path, handle.runId)
    const failed = Object.values(state.steps).find((step) => step.status === 'failed')
    expect(failed?.id).toMatch(/^(start|ready)\/api@local$/)
    expect(failed?.evidence?.output?.join('\n')).toMatch(/EADDRINUSE/)
  })
})

describe('services that were down before', () => {
  const kill = async (made: Shop, ...services: readonly ('api' | 'worker')[]): Promise<void> => {
    for (const service of services) process.kill(-(made.pid(service) ?? 0), 'SIGKILL')
    const states = async (): Promise<unknown[]> => {
      const { facts } = await made.engine.observe(made.path, 'staging')
      return services.map((service) => facts[serviceKey(service)]).map((fact) => fact?.known && fact.is.kind === 'service' && fact.is.state)
    }
    await expect.poll(states).toEqual(services.map(() => 'gone'))
  }

  it('are named in the result and in the record: the run took none of them down', async () => {
    const made = await shop()
    await kill(made, 'api', 'worker')
    const { runId, finished } = await made.engine.start(made.path, startInput())
    expect(await finished).toMatchObject({ outcome: 'done', downtime: null })
    const view = await made.engine.result(made.path, runId)
    expect(tookWords(view)).toMatch(/^Took .* s, no service was taken down; api and worker were down already when it began\.$/)
    expect(view.record?.record.entry).toMatchObject({ downtime: null, downBefore: ['api', 'worker'] })
    expect((await made.engine.verifyHistory(made.path)).ok).toBe(true)
  })

  it('stand beside what the run took down itself', async () => {
    const made = await shop()
    await kill(made, 'worker')
    const { runId, finished } = await made.engine.start(made.path, startInput())
    expect((await finished).downtime).toBeGreaterThan(0)
    expect(tookWords(await made.engine.result(made.path, runId))).toMatch(/services were down for .*; worker was down already when it began\.$/)
  })
})

describe('two at once', () => {
  it('starts one of two rollbacks and refuses the other, naming who runs it', async () => {
    const made = await shop()
    const other = createEngine({ actor: { user: 'oncall-2', host: 'desk' } })
    try {
      const both = await Promise.allSettled([made.engine.start(made.path, startInput()), other.start(made.path, startInput())])
      const started = both.filter((one) => one.status === 'fulfilled')
      const refused = both.filter((one) => one.status === 'rejected')
      expect([started.length, refused.length]).toEqual([1, 1])
      expect(String(refused[0]?.reason)).toMatch(/held by oncall|has not ended|already runs/)
      expect((await started[0]?.value.finished)?.outcome).toBe('done')
    } finally {
      await other.close()
    }
  })

  it('refuses a plan when something was deployed meanwhile', async () => {
    const made = await shop()
    const prepared = await made.engine.prepare(made.path, startInput().request)
    await made.deploy({ version: 'v1.2.0' })
    await expect(made.engine.start(made.path, startInput({ planHash: prepared.plan?.hash ?? '' }))).rejects.toThrow(/changed since this plan/)
    expect(await versionOf(made)).toEqual({ version: 'v1.2.0' })
  })
})

describe('undo', () => {
  it('brings back what ran, keeps what was written since, and can be undone itself', async () => {
    const made = await shop()
    const first = await roll(made)
    made.sql("insert into orders (item) values ('lamp') returning id")
    const undo = await (await made.engine.start(made.path, undoOf(first.rollbackId))).finished
    expect(undo.outcome).toBe('done')
    expect(await versionOf(made)).toEqual({ version: 'v1.1.0' })
    expect(made.file('.env.staging')).toContain('MODE=v1.1.0')
    expect(made.sql<{ item: string }>('select item from orders order by id').map(({ item }) => item)).toEqual(['tea', 'cup', 'lamp'])
    const registry = JSON.parse(made.file('.deployments/deployment-registry.json')) as { deployments: { id: string; status: string }[] }
    expect(registry.deployments.find(({ id }) => id === 'deploy-v1.1.0')?.status).toBe('success')
    const again = await (await made.engine.start(made.path, undoOf(undo.result.rollbackId))).finished
    expect(again.outcome).toBe('done')
    expect(await versionOf(made)).toEqual({ version: 'v1.0.0' })
  })

  it('swaps the data back that a restore took away', async () => {
    const made = await shop()
    made.sql("insert into orders (item) values ('lamp') returning id")
    const first = await roll(made, { preserveData: false })
    expect(made.sql('select item from orders')).toHaveLength(2)
    const undo = await (await made.engine.start(made.path, undoOf(first.rollbackId))).finished
    expect(undo.outcome).toBe('done')
    expect(made.sql('select item from orders')).toHaveLength(3)
  })

  it('is refused when the snapshot fails verification', async () => {
    const made = await shop()
    const first = await roll(made)
    const file = path.join(made.path, '.deployments/rollback-snapshots', first.rollbackId, 'config/.env.staging')
    writeFileSync(file, `${readFileSync(file, 'utf8')}EXTRA=1\n`)
    await expect(made.engine.start(made.path, undoOf(first.rollbackId))).rejects.toThrow(/\.env\.staging/)
    expect(await versionOf(made)).toEqual({ version: 'v1.0.0' })
  })

  it('has a way back on its result only while nothing is known against the snapshot', async () => {
    const made = await shop()
    const { rollbackId } = await roll(made)
    const folder = path.join(made.path, '.deployments/rollback-snapshots', rollbackId)
    const shown = async (): Promise<unknown[]> => {
      const { snapshotLost, cannotUndo } = await made.engine.result(made.path, rollbackId)
      return [snapshotLost?.state ?? null, cannotUndo === (snapshotLost?.why ?? null), cannotUndo]
    }
    expect(await shown()).toEqual([null, true, null])
    writeFileSync(path.join(folder, 'config/.env.staging'), 'EXTRA=1\n')
    await made.engine.verifySnapshots(made.path, { ids: [rollbackId], level: 'intact' })
    expect(await shown()).toEqual(['damaged', true, expect.stringMatching(/^Its snapshot fails verification: .*\.env\.staging/)])
    rmSync(folder, { recursive: true })
    expect(await shown()).toEqual(['gone', true, 'Its snapshot is not there any more.'])
  })
})

describe('a killed engine', () => {
  it('is found by the next start with its last step, and the run can be resumed to the same end', async () => {
    const made = await shop()
    const cli = path.join(import.meta.dirname, '../out/cli/index.js')
    const child = spawn('node', [cli, '--project', made.path, 'rollback', '--env', 'staging', '--reason', 'Checkout answers 500', '--yes'], { stdio: ['ignore', 'pipe', 'pipe'] })
    children.push(child)
    await new Promise<void>((resolve) => {
      let seen = ''
      const look = (chunk: Buffer): void => {
        seen += chunk.toString()
        if (/Stop worker/.test(seen.split('Run ').at(-1) ?? '') && seen.includes('Run 20')) resolve()
      }
      child.stderr.on('data', look)
      child.stdout.on('data', look)
      child.on('exit', () => resolve())
    })
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
    const [lane] = (await made.engine.overview(made.path, true)).lanes
    expect(lane?.run?.status).toBe('interrupted')
    const handle = await made.engine.resume(made.path, lane?.run?.runId ?? '')
    expect((await handle.finished).outcome).toBe('done')
    expect(await versionOf(made)).toEqual({ version: 'v1.0.0' })
    expect(await versionOf(made, 'worker')).toEqual({ version: 'v1.0.0' })
  })
})
