/** The undo of a restore brings rows back: what it loses is only what was written since. */
import { describe, expect, it } from 'vitest'
import { rollbackDeployment } from '../src/engine'
import { problem } from '../src/engine/testing/problem'
import { inside } from './cli/inside'
import { startInput, undoOf } from './support/inputs'
import type { Shop } from './support/shop'
import { useShops, versionOf } from './support/shops'

const shop = useShops()
const request = (undo: string) => ({ environment: 'staging', deploymentId: null, undo, services: [], data: 'keep' as const, credentials: {} })
const items = (made: Shop): readonly string[] => made.sql<{ item: string }>('select item from orders order by id').map(({ item }) => item)

/** Without what was ordered since. */
async function restored(): Promise<readonly [Shop, string]> {
  const made = await shop()
  made.sql("insert into orders (item) values ('lamp') returning id")
  const { rollbackId } = await rollbackDeployment({ projectPath: made.path, environment: 'staging', reason: 'Checkout answers 500', preserveData: false })
  expect(items(made)).toEqual(['tea', 'cup'])
  return [made, rollbackId]
}

describe('the undo of a restore', () => {
  it('loses nothing where nothing was written since, says so, and needs no word for it', async () => {
    const [made, runId] = await restored()
    const { databases } = await made.engine.prepare(made.path, request(runId))
    expect(databases).toMatchObject([{ choice: 'restore', atStake: { rows: 0, atLeast: false, perTable: [{ table: 'orders', added: 0, changed: 0, removed: 1 }] } }])
    const { stderr: said } = await inside(['undo', runId, '--project', made.path])
    expect(said).toMatch(/Nothing was written since then, so nothing is lost; 1 row comes back\.[\s\S]*orders: 1 row comes back/)
    expect(said).not.toMatch(/loses data|will be lost|what was written since is lost/)
    const undone = await (await made.engine.start(made.path, undoOf(runId, { acceptsDataLoss: false }))).finished
    expect(undone).toMatchObject({ outcome: 'done', rowsLost: 0 })
    expect(undone.result.warnings.join()).not.toContain('no longer in the live database')
    expect(items(made)).toEqual(['tea', 'cup', 'lamp'])
  })

  it('loses what was written since, which has to be accepted', async () => {
    const [made, runId] = await restored()
    made.sql("update orders set item = 'mug' where item = 'cup' returning id")
    expect((await made.engine.prepare(made.path, request(runId))).databases).toMatchObject([{ atStake: { rows: 1, perTable: [{ changed: 1, removed: 1 }] } }])
    expect(await problem(made.engine.start(made.path, undoOf(runId, { acceptsDataLoss: false })))).toMatchObject({ code: 'data-loss-not-accepted' })
    const undone = await (await made.engine.start(made.path, undoOf(runId))).finished
    expect(undone).toMatchObject({ outcome: 'done', rowsLost: 1 })
    expect(items(made)).toEqual(['tea', 'cup', 'lamp'])
  })

  it('can itself be undone, and then the restore can be undone again', async () => {
    const [made, runId] = await restored()
    const undo = async (run: string) => (await made.engine.start(made.path, undoOf(run))).finished
    const first = await undo(runId)
    expect(await made.engine.result(made.path, runId)).toMatchObject({ undoneBy: first.result.rollbackId, cannotUndo: 'This run was undone already.' })
    await undo(first.result.rollbackId)
    expect(items(made)).toEqual(['tea', 'cup'])
    expect(await made.engine.result(made.path, runId)).toMatchObject({ undoneBy: null, cannotUndo: null })
    expect((await made.engine.snapshot(made.path, runId)).undo).toMatchObject({ possible: true, why: null })
    const again = await undo(runId)
    expect(items(made)).toEqual(['tea', 'cup', 'lamp'])
    expect(await made.engine.result(made.path, runId)).toMatchObject({ undoneBy: again.result.rollbackId })
  })
})

it('the undo of a rollback that came after one of a single service brings back what each of them served', async () => {
  const made = await shop()
  const go = async (input: Parameters<typeof startInput>[0]) => (await made.engine.start(made.path, startInput(input))).finished
  const to = { environment: 'staging', deploymentId: made.ids['v1.0.0'] ?? '', undo: null, data: 'keep' as const, credentials: {} }
  expect(await go({ request: { ...to, services: ['worker'] } })).toMatchObject({ outcome: 'done' })
  const whole = await go({ request: { ...to, services: [] } })
  expect(whole).toMatchObject({ outcome: 'done' })
  const undone = await (await made.engine.start(made.path, undoOf(whole.result.rollbackId))).finished
  expect(undone).toMatchObject({ outcome: 'done', problem: null, asked: expect.arrayContaining([expect.objectContaining({ subject: 'worker', asked: 'v1.0.0', observed: 'v1.0.0' }), expect.objectContaining({ subject: 'api', asked: 'v1.1.0', observed: 'v1.1.0' })]) as unknown })
  expect([await versionOf(made), await versionOf(made, 'worker')]).toEqual([{ version: 'v1.1.0' }, { version: 'v1.0.0' }])
})
