/** A store that cannot be written in the middle of a run, and a registry that cannot at its end: what is said, what is kept, what comes later. */
import { chownSync, chmodSync, readFileSync, statfsSync, unlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createEngine } from '../../src/engine'
import { waitForLock } from '../../src/engine/lock/os-lock'
import { projectPaths } from '../../src/engine/paths'
import { smallDisk, type SmallDisk } from '../../src/engine/testing/small-disk'
import { until } from '../../src/engine/testing/project'
import { driven } from '../support/driven'
import { startInput, undoOf } from '../support/inputs'
import { isRoot, NOBODY, own } from '../support/nobody'
import type { Shop } from '../support/shop'
import { useShops } from '../support/shops'

const disks: SmallDisk[] = []
afterEach(() => {
  for (const disk of disks.splice(0)) disk.remove()
})
const shop = useShops()
const registryOf = (made: Shop): string => projectPaths(made.path).registry
const recordsOf = (made: Shop): readonly { id: string; status: string }[] => (JSON.parse(readFileSync(registryOf(made), 'utf8')) as { deployments: { id: string; status: string }[] }).deployments
const problemsOf = async (engine: Shop['engine'], made: Shop): Promise<readonly string[]> => (await engine.overview(made.path, false)).problems.map(({ message }) => message)

/** Takes the last byte. */
function fill(folder: string): string {
  const file = path.join(folder, 'filler')
  const { bavail, bsize } = statfsSync(folder)
  for (let bytes = bavail * bsize; bytes > 0; bytes = Math.floor(bytes / 2)) try { writeFileSync(file, Buffer.alloc(bytes), { flag: 'a' }) } catch { /* Less, then. */ }
  return file
}

describe('a store that cannot be written in the middle of a run', () => {
  it('stops the run before its next step, says in which state things are, and the run is found and gone on with later', async () => {
    const disk = smallDisk(64 * 1024)
    disks.push(disk)
    expect(disk.mounted || !isRoot, 'root can mount a small disk').toBe(true)
    const made = await shop(undefined, { parent: disk.folder })
    await made.engine.close()
    // Opened anew, so that its log begins empty and has to grow.
    const engine = createEngine({ actor: { user: 'oncall-1', host: 'laptop' } })
    const seen: string[] = []
    let filler = ''
    engine.listen({
      events: (_, events) => {
        for (const event of events) {
          seen.push(`${event.type}${'step' in event && event.step ? ` ${event.step}` : ''}`)
          if (event.type === 'step-finished' && event.step.startsWith('stop/api') && filler === '') filler = fill(disk.folder)
        }
      }
    })
    const handle = await engine.start(made.path, startInput())
    const problem = await handle.finished.then(() => null, (error: unknown) => (error as { problem: { code: string; message: string; next: string } }).problem)
    expect(problem).toMatchObject({ code: 'run-interrupted', message: expect.stringMatching(/journal could not be written: .*disk is full.*(are|being) stopped/) as string, next: expect.stringContaining(`resume run ${handle.runId}`) as string })
    const last = seen.at(-1) ?? ''
    expect(seen.filter((line) => line.startsWith('step-started')).at(-1)?.split(' ')[1]).toBe(last.split(' ')[1])
    expect((await engine.runView(made.path, handle.runId))).toMatchObject({ interrupted: true, halted: { code: 'run-interrupted' } })
    await engine.close()
    unlinkSync(filler)
    const next = createEngine({ actor: { user: 'oncall-1', host: 'laptop' } })
    try {
      const [lane] = (await next.overview(made.path, true)).lanes
      expect(lane?.run).toMatchObject({ status: 'interrupted', runId: handle.runId })
      expect((await (await next.resume(made.path, handle.runId)).finished).outcome).toBe('done')
      expect((await made.answers('api', '/version')).body).toEqual({ version: 'v1.0.0' })
    } finally {
      await next.close()
    }
  })
})

describe('a registry that cannot be written at the end of a run', () => {
  it('held by another tool of ours: the run is done, says so, and the next look completes it', async () => {
    const made = await shop()
    const handle = await made.engine.start(made.path, startInput())
    const lock = await waitForLock(projectPaths(made.path).registryLock, 5000)
    const result = await handle.finished
    expect(result.outcome).toBe('done')
    expect(result.result.warnings.join()).toMatch(/registry could not be written.*being written by another Backstep/)
    expect((await problemsOf(made.engine, made)).join()).toContain(handle.runId)
    expect(recordsOf(made).map(({ id }) => id)).not.toContain(handle.runId)
    lock?.release()
    await made.engine.overview(made.path, true)
    await until('the record is there', () => recordsOf(made).some(({ id }) => id === handle.runId))
    await until('nothing is owed any more', async () => (await problemsOf(made.engine, made)).length === 0)
    expect(recordsOf(made).find(({ id }) => id === 'deploy-v1.1.0')?.status).toBe('rolled-back')
  })

  it('damaged or unreadable then: the run ends all the same, and what it sets follows once it can be read', async () => {
    const made = await shop()
    const good = readFileSync(registryOf(made))
    const stop = made.engine.listen({ events: (_, events) => { if (events.some((event) => event.type === 'step-started' && event.step.startsWith('verify/'))) writeFileSync(registryOf(made), '{"version":') } })
    const handle = await made.engine.start(made.path, startInput())
    const result = await handle.finished
    stop()
    expect(result.outcome).toBe('done')
    expect(result.result.warnings.join()).toMatch(/registry could not be written/)
    writeFileSync(registryOf(made), good)
    await made.engine.overview(made.path, true)
    await until('the record is there', () => recordsOf(made).some(({ id }) => id === handle.runId))
    expect(recordsOf(made).find(({ id }) => id === 'deploy-v1.1.0')?.status).toBe('rolled-back')
  })

  it('replaced by another tool that had read it before: the record comes back, but not into a file that was begun anew', async () => {
    const made = await shop()
    const before = readFileSync(registryOf(made))
    const { rollbackId } = (await (await made.engine.start(made.path, startInput())).finished).result
    const written = readFileSync(registryOf(made))
    writeFileSync(registryOf(made), before)
    const undo = await (await made.engine.start(made.path, undoOf(rollbackId))).finished
    expect(undo.outcome).toBe('done')
    expect(recordsOf(made).map(({ id }) => id)).toEqual(expect.arrayContaining([rollbackId, undo.result.rollbackId]))
    expect(written.toString()).toContain(rollbackId)
    writeFileSync(registryOf(made), JSON.stringify({ version: '1.0.0', deployments: [] }))
    await made.engine.overview(made.path, true)
    await made.engine.close()
    expect(recordsOf(made)).toEqual([])
  })

  it('with the permission lost: the outbox keeps it, and the next start completes it', async () => {
    const made = await shop()
    await made.engine.close()
    const registry = registryOf(made)
    const folder = projectPaths(made.path).deployments
    // What runs belongs to whoever deployed it: it is down, and the run starts its own.
    for (const service of ['api', 'worker'] as const) process.kill(-(made.pid(service) ?? 0), 'SIGKILL')
    if (isRoot) own(made.path)
    const run = driven({ project: made.path, start: startInput({ onFailure: 'stop' }) }, isRoot ? { uid: NOBODY, gid: NOBODY } : {})
    await run.saw('step-started verify/')
    // The file and its folder are taken away from whoever runs it; what is open stays open.
    chmodSync(registry, 0o400)
    if (isRoot) chownSync(registry, 0, 0)
    chmodSync(folder, 0o500)
    await run.gone
    chmodSync(folder, 0o700)
    chmodSync(registry, 0o644)
    expect(run.seen.at(-1)).toMatch(/^ended done.*(registry could not be written|cannot be)/)
    const next = createEngine()
    try {
      await next.open(made.path)
      await until('the record is there', () => recordsOf(made).length === 3)
    } finally {
      await next.close()
    }
  })
})
