/** A disk that is full, while the snapshot is taken and at the end: nothing is lost, and it says so. On a real small file system where one can be mounted. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { describe, expect, it } from 'vitest'
import { createEngine, type Engine } from '../src/engine'
import { withDatabase } from '../src/engine/databases/connection'
import { createFiles } from '../src/engine/files/local-files'
import type { Io } from '../src/engine/files/io'
import { letGo } from '../src/engine/store/close-fully'
import { atEnd } from '../src/engine/testing/at-end'
import { canMount, fill, smallDisk, type SmallDisk } from '../src/engine/testing/small-disk'
import { inside } from './cli/inside'
import { fullFor } from './support/full-for'
import { startInput } from './support/inputs'
import { createShop, V1, type Shop } from './support/shop'
import { versionOf } from './support/shops'

const mounts = canMount()
/** Closed in its turn: a disk may be below the shop, or the shop below a disk. */
async function shop(...given: Parameters<typeof createShop>): Promise<Shop> {
  const made = await createShop(...given)
  atEnd(() => made.close())
  return made
}
function disk(kilobytes: number, at?: string): SmallDisk {
  const made = smallDisk(kilobytes, at)
  atEnd(() => made.remove())
  return made
}
function engineWith(io?: Io): Engine {
  const engine = createEngine({ ...(io ? { deps: { files: createFiles(io) } } : {}), actor: { user: 'oncall-1', host: 'laptop' } })
  atEnd(() => engine.close())
  return engine
}
const input = startInput({ onFailure: 'stop' })
const before = (made: Shop): object => ({ pid: made.pid('api'), env: made.file('.env.staging'), config: made.file('config/staging.json'), items: made.sql('select * from orders order by id') })
const registryOf = (made: Shop): string => path.join(made.path, '.deployments/deployment-registry.json')
const records = (made: Shop): readonly (readonly [string, string])[] =>
  (JSON.parse(readFileSync(registryOf(made), 'utf8')) as { deployments: { id: string; status: string }[] }).deployments.map(({ id, status }) => [id, status])
const rolledBack = (runId: string): readonly (readonly [string, string])[] => [['deploy-v1.0.0', 'success'], ['deploy-v1.1.0', 'rolled-back'], [runId, 'success']]

/** Fills the disk the moment a step starts; answers how to make room again. */
function fillsAt(engine: Engine, step: string, folder: string): () => void {
  let empty: (() => void) | null = null
  engine.listen({ events: (_, events) => { if (empty === null && events.some((event) => event.type === 'step-started' && event.step === step)) empty = fill(folder) } })
  return () => empty?.()
}

const onRealDisk = (): void => {
  it('while it snapshots: nothing was changed; with room again the run is found and goes on', async () => {
    const { folder } = disk(24_000)
    const made = await shop(undefined, { parent: folder })
    const was = before(made)
    const engine = engineWith()
    const empty = fillsAt(engine, 'keep/config', folder)
    const handle = await engine.start(made.path, input)
    const problem = await handle.finished.then(() => null, (error: { problem: { code: string; message: string; next: string } }) => error.problem)
    expect(problem).toMatchObject({ code: 'run-interrupted', message: expect.stringMatching(/the disk is full.*no service was stopped/) as string, next: expect.stringContaining('Free some space') as string })
    expect([before(made), await versionOf(made)]).toEqual([was, { version: 'v1.1.0' }])
    empty()
    const next = engineWith()
    expect((await next.overview(made.path, true)).lanes[0]?.run).toMatchObject({ runId: handle.runId, status: 'interrupted', snapshotVerified: false })
    expect((await (await next.resume(made.path, handle.runId)).finished).outcome).toBe('done')
    expect([await versionOf(made), records(made)]).toEqual([{ version: 'v1.0.0' }, rolledBack(handle.runId)])
  })

  it('at the end: what was done stands, the run is found with its last step, and its end is recorded later', async () => {
    const { folder } = disk(24_000)
    const made = await shop(undefined, { parent: folder })
    const registry = readFileSync(registryOf(made))
    const engine = engineWith()
    const empty = fillsAt(engine, 'verify/api', folder)
    const handle = await engine.start(made.path, input)
    await expect(handle.finished).rejects.toThrow(/the disk is full/)
    expect([await versionOf(made), readFileSync(registryOf(made))]).toEqual([{ version: 'v1.0.0' }, registry])
    empty()
    const next = engineWith()
    expect((await next.overview(made.path, true)).lanes[0]?.run).toMatchObject({ runId: handle.runId, status: 'interrupted', snapshotVerified: true })
    expect((await (await next.resume(made.path, handle.runId)).finished).outcome).toBe('done')
    expect(records(made)).toEqual(rolledBack(handle.runId))
    expect((await next.verifyHistory(made.path))).toMatchObject({ ok: true, records: 1 })
  })

  it('before anything is opened: every command says that no space is left, where, and what to do', async () => {
    const { folder } = disk(8_000)
    const made = await shop([V1], { parent: folder })
    await made.engine.close()
    await letGo()
    const empty = fill(folder)
    for (const words of [['status'], ['plan', '--env', 'staging'], ['record', '--env', 'staging', '--version', 'v9'], ['history', 'verify']]) {
      const { code, stderr } = await inside([...words, '--project', made.path])
      expect([words[0], code, stderr]).toEqual([words[0], 1, expect.stringMatching(/the disk is full, no space left in .*\.deployments.*Free some space/s)])
      expect(stderr).not.toMatch(/disk reported an error|disk I\/O/)
    }
    empty()
    expect((await inside(['status', '--project', made.path])).code).toBe(0)
  })

  it('under a database: it is told apart from a disk that fails', async () => {
    const { folder } = disk(1_000)
    const file = path.join(folder, 'shop.db')
    const database = new DatabaseSync(file)
    database.exec('pragma journal_mode = wal; create table orders (id integer)')
    database.close()
    fill(folder)
    await expect(withDatabase(file, 'writable', (opened) => opened.exec('insert into orders values (1)'))).rejects.toThrow(`no space left in ${folder}`)
  })

  it('before it starts: a check says how much is missing, and the command line ends with 3', async () => {
    const made = await shop()
    const snapshots = path.join(made.path, '.deployments/rollback-snapshots')
    mkdirSync(snapshots, { recursive: true })
    disk(512, snapshots)
    const was = before(made)
    const { code, stderr } = await inside(['rollback', '--env', 'staging', '--reason', 'why', '--yes', '--project', made.path])
    expect(code).toBe(3)
    expect(stderr).toMatch(/5\d\d KB are free, a snapshot needs about/)
    expect(before(made)).toEqual(was)
  })

  it('where the snapshots are: the step fails, nothing was changed, and the run ends as failed', async () => {
    const made = await shop()
    const snapshots = path.join(made.path, '.deployments/rollback-snapshots')
    mkdirSync(snapshots, { recursive: true })
    disk(4_000, snapshots)
    const was = before(made)
    const engine = engineWith()
    fillsAt(engine, 'keep/config', snapshots)
    const result = await (await engine.start(made.path, input)).finished
    expect(result).toMatchObject({ outcome: 'failed', problem: { code: 'disk-full' }, result: { success: false } })
    expect([before(made), await versionOf(made)]).toEqual([was, { version: 'v1.1.0' }])
  })

  it('where the registry is: the run is done, its record waits, and the next start completes it', async () => {
    const made = await shop()
    const { folder } = disk(64)
    const registry = path.join(folder, 'registry.json')
    writeFileSync(registry, readFileSync(registryOf(made)))
    rmSync(registryOf(made))
    symlinkSync(registry, registryOf(made))
    const empty = fill(folder)
    const written = readFileSync(registry)
    const handle = await engineWith().start(made.path, input)
    const result = await handle.finished
    expect([result.outcome, result.result.warnings.join('\n'), readFileSync(registry)]).toEqual(['done', expect.stringContaining('registry could not be written'), written])
    empty()
    await engineWith().open(made.path)
    await expect.poll(() => records(made)).toEqual(rolledBack(handle.runId))
  })
}

const injected = (): void => {
  it('while it snapshots: nothing was changed, and every file is as it was', async () => {
    const made = await shop()
    const was = before(made)
    const result = await (await engineWith(fullFor((file) => file.includes('rollback-snapshots'))).start(made.path, input)).finished
    expect(result).toMatchObject({ outcome: 'failed', problem: { code: 'disk-full' } })
    expect([before(made), await versionOf(made)]).toEqual([was, { version: 'v1.1.0' }])
  })

  it('at the end: the run is done, the outbox keeps the registry record, and the next start completes it', async () => {
    const made = await shop()
    const written = readFileSync(registryOf(made))
    const engine = createEngine({ deps: { files: createFiles(fullFor((file) => path.basename(file).includes('deployment-registry') && !file.includes('rollback-snapshots'))) } })
    const handle = await engine.start(made.path, input)
    const result = await handle.finished
    await engine.close()
    expect([result.outcome, result.result.warnings.join('\n'), readFileSync(registryOf(made))]).toEqual(['done', expect.stringContaining('registry could not be written'), written])
    await engineWith().open(made.path)
    await expect.poll(() => records(made)).toEqual(rolledBack(handle.runId))
  })
}

if (mounts) describe('a full disk, on a real small file system', onRealDisk)
else describe('a full disk, injected at the system calls (no file system can be mounted here)', injected)

it('a registry that is gone: refused, because there are copies of it, and it is not made up', async () => {
  const made = await shop()
  renameSync(registryOf(made), `${registryOf(made)}.away`)
  await expect(made.engine.start(made.path, input)).rejects.toThrow(/is gone from/)
  expect(existsSync(registryOf(made))).toBe(false)
})
