/** Data comes back from a copy that the target left, never from one of what a failed deployment made of it. */
import { once } from 'node:events'
import { chmodSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { rollbackDeployment } from '../src/engine'
import { isAlive } from '../src/engine/testing/processes'
import { startInput } from './support/inputs'
import { V1, V2, type Shop } from './support/shop'
import { useShops } from './support/shops'

const created = useShops()
const BEFORE = 'deploy-v1.2.0.before'
const request = { ...startInput().request, data: 'restore' } as const
const items = (made: Shop): readonly string[] => made.sql<{ item: string }>('select item from orders order by id').map(({ item }) => item)
async function kill(made: Shop, service: 'api' | 'worker'): Promise<void> {
  const pid = made.pid(service) ?? 0
  process.kill(-pid, 'SIGKILL')
  await expect.poll(() => isAlive(pid)).toBe(false)
}
/** A program that has the port, as soon as it is free. */
async function holding(port: number): Promise<Server> {
  const server = createServer((socket) => socket.destroy())
  const listens = (): Promise<boolean> => new Promise((resolve) => server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true)))
  await expect.poll(listens).toBe(true)
  return server
}

/** v1.1.0 runs, and v1.2.0 failed after it had spoilt the data. */
async function spoilt(): Promise<Shop> {
  const made = await created([V1, V2], { extra: 'snapshots: { keep: { count: 1 } }\n' })
  await made.engine.recordBegin(made.path, { environment: 'staging', version: 'v1.2.0', commit: null, id: 'deploy-v1.2.0' })
  made.sql("update orders set item = 'spoilt' returning id")
  await made.engine.recordFinish(made.path, 'deploy-v1.2.0', 'failed')
  await kill(made, 'api')
  return made
}

describe('after a deployment that failed', () => {
  it('a restore takes what was kept before it, not what a rollback kept since; and that copy stays', async () => {
    const made = await spoilt()
    const kept = await (await made.engine.start(made.path, startInput())).finished
    expect(kept).toMatchObject({ outcome: 'done', result: { rolledBackTo: { version: 'v1.1.0' } } })
    expect(items(made)).toEqual(['spoilt', 'spoilt'])
    const { rows } = await made.engine.snapshots(made.path)
    expect(rows.find(({ id }) => id === BEFORE)?.keep).toMatchObject({ goes: false, why: 'It holds the only copy of main as v1.1.0 left it, and v1.1.0 is what runs now in staging.' })

    const restored = startInput({ request: { ...request, deploymentId: 'deploy-v1.1.0' } })
    const { databases } = await made.engine.prepare(made.path, restored.request)
    expect(databases).toMatchObject([{ choice: 'restore', atStake: { rows: 2, perTable: [{ table: 'orders', changed: 2 }] } }])
    expect((await (await made.engine.start(made.path, restored)).finished).outcome).toBe('done')
    expect(items(made)).toEqual(['tea', 'cup'])
  })

  it('what is kept before the next deployment counts after what was kept before the failed one', async () => {
    const made = await spoilt()
    await made.engine.recordBegin(made.path, { environment: 'staging', version: 'v1.3.0', commit: null, id: 'deploy-v1.3.0' })
    const { checks, databases } = await made.engine.prepare(made.path, request)
    expect(databases).toMatchObject([{ choice: 'restore', atStake: { rows: 2 } }])
    expect(checks.find(({ name }) => name === 'data_source')).toMatchObject({ passed: true })
  })

  it('what is kept before the next deployment is all there is where nothing was kept before the failed one: that is said', async () => {
    const made = await created([V1, V2])
    await made.engine.record(made.path, { environment: 'staging', version: 'v1.2.0', commit: null, id: 'deploy-v1.2.0', status: 'failed' })
    await made.deploy({ version: 'v1.3.0' })
    made.sql("insert into orders (item) values ('lamp') returning id")
    const { checks } = await made.engine.prepare(made.path, request)
    const doubt = 'The copy of main was taken after v1.2.0 had failed: it holds whatever v1.2.0 did to the data.'
    expect(checks.find(({ name }) => name === 'data_source')).toMatchObject({ passed: false, blocking: 'never', message: doubt })
    const result = await (await made.engine.start(made.path, startInput({ request }))).finished
    expect(result).toMatchObject({ outcome: 'done', rowsLost: 1, result: { warnings: expect.arrayContaining([doubt]) as string[] } })
    expect(items(made)).toEqual(['tea', 'cup'])
  })
})

describe('a copy that is damaged', () => {
  const blob = (made: Shop): string => path.join(made.path, '.deployments/manifests/deploy-v1.1.0.before/database/main.sqlite')
  const spoil = (made: Shop): void => {
    chmodSync(blob(made), 0o600)
    writeFileSync(blob(made), 'not what was kept')
  }

  it('blocks the restore that needs it, and nothing else', async () => {
    const made = await created([V1, V2])
    spoil(made)
    const blocking = async (data: 'keep' | 'restore') => (await made.engine.prepare(made.path, { ...request, data })).checks.filter(({ passed, blocking: how }) => !passed && how !== 'never')
    expect(await blocking('restore')).toMatchObject([{ name: 'artifacts', blocking: 'always', message: expect.stringContaining('copy/main') as string }])
    expect(await blocking('keep')).toEqual([])
    expect(await rollbackDeployment({ projectPath: made.path, environment: 'staging', reason: 'why' })).toMatchObject({ success: true })
  })

  it('gives way to an older one that is whole, which is asked about', async () => {
    const made = await created([V1, V2])
    const go = (deploymentId: string) => rollbackDeployment({ projectPath: made.path, environment: 'staging', deploymentId, reason: 'why' })
    expect(await go('deploy-v1.0.0')).toMatchObject({ success: true })
    // Its snapshot holds v1.0.0 as it was left, and is newer than the copy from before v1.1.0.
    const back = await go('deploy-v1.1.0')
    expect(back).toMatchObject({ success: true })
    const to = { ...request, deploymentId: 'deploy-v1.0.0' }
    const newest = (await made.engine.prepare(made.path, to)).databases[0]?.copy?.takenAt ?? ''
    rmSync(path.join(made.path, '.deployments/rollback-snapshots', back.rollbackId, 'database/main.sqlite'))
    const { checks, databases } = await made.engine.prepare(made.path, to)
    const older = databases[0]?.copy?.takenAt ?? ''
    expect([older !== '', older < newest]).toEqual([true, true])
    expect(checks.find(({ id }) => id === 'data_source:older:main')).toMatchObject({ passed: false, blocking: 'unless-forced' })
  })
})

it('a run that goes on restores from where it began to, not from its own snapshot', async () => {
  const made = await created([V1, V2, { version: 'v1.2.0' }])
  expect(await rollbackDeployment({ projectPath: made.path, environment: 'staging', reason: 'why' })).toMatchObject({ success: true })
  made.sql("update orders set item = 'spoilt' returning id")
  await kill(made, 'worker')
  const other = await holding(made.ports.worker)
  const stopped = await rollbackDeployment({ projectPath: made.path, environment: 'staging', deploymentId: 'deploy-v1.1.0', reason: 'why', preserveData: false, force: true })
  expect([stopped.success, items(made)]).toEqual([false, ['tea', 'cup']])
  other.close()
  await once(other, 'close')
  const resume = await made.engine.prepareResume(made.path, stopped.rollbackId)
  expect(resume.steps.filter(({ phase }) => phase === 'prepare' || phase === 'database')).toEqual([])
  expect((await (await made.engine.resume(made.path, stopped.rollbackId, { hash: resume.hash, answers: {} })).finished).outcome).toBe('done')
  expect(items(made)).toEqual(['tea', 'cup'])
})

it('a copy whose schema is not the one that was captured is refused unless forced', async () => {
  const made = await created([V1, V2])
  made.sql('create table loyalty (id integer primary key)')
  await made.deploy({ version: 'v1.2.0' })
  const refused = await rollbackDeployment({ projectPath: made.path, environment: 'staging', reason: 'why', preserveData: false })
  expect([refused.success, refused.warnings[0]]).toEqual([false, expect.stringContaining('The copy of main has another schema than was captured with v1.1.0.')])
  const { checks } = await made.engine.prepare(made.path, request)
  expect(checks.find(({ id }) => id === 'schema_compatibility:copy:main')?.evidence).toEqual([{ label: 'Only in the copy', value: 'table loyalty' }])
  expect(await rollbackDeployment({ projectPath: made.path, environment: 'staging', reason: 'why', preserveData: false, force: true })).toMatchObject({ success: true, summary: { dataPreserved: false } })
})
