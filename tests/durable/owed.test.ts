/** While the registry's file cannot be written, and after another tool has taken records out of it: what is decided is decided by what is true. */
import { readFileSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, describe, expect, it } from 'vitest'
import { createEngine, type Engine } from '../../src/engine'
import { createFiles } from '../../src/engine/files/local-files'
import { projectPaths } from '../../src/engine/paths'
import { until } from '../../src/engine/testing/project'
import { startInput, undoOf } from '../support/inputs'
import { V1, V2, type Shop } from '../support/shop'
import { useShops, versionOf } from '../support/shops'

const V3 = { version: 'v1.2.0', limits: 300 }
interface Written { readonly id: string; readonly status: string; readonly timestamp: string }

const shop = useShops()
const engines: Engine[] = []
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.close()
})
const recordsOf = (made: Shop): readonly Written[] => (JSON.parse(readFileSync(projectPaths(made.path).registry, 'utf8')) as { deployments: Written[] }).deployments
const statusesOf = (made: Shop): Readonly<Record<string, string>> => Object.fromEntries(recordsOf(made).map(({ id, status }) => [id, status]))

/** An engine that cannot write the registry of this shop until it is let. */
function refused(made: Shop): { readonly engine: Engine; let(): void } {
  const files = createFiles()
  let isRefused = true
  const write: typeof files.write = async (name, ...rest) => {
    if (isRefused && name === projectPaths(made.path).registry) throw Object.assign(new Error('EACCES'), { code: 'EACCES' })
    return files.write(name, ...rest)
  }
  const engine = createEngine({ actor: { user: 'oncall-1', host: 'laptop' }, deps: { files: { ...files, write } } })
  engines.push(engine)
  return { engine, let: () => { isRefused = false } }
}
const run = async (engine: Engine, made: Shop, input = startInput()): Promise<string> => {
  const { outcome, result } = await (await engine.start(made.path, input)).finished
  expect(outcome).toBe('done')
  return result.rollbackId
}
/** Looks, which completes what is owed, and waits for it. */
async function completed(engine: Engine, made: Shop, ...runs: readonly string[]): Promise<void> {
  await engine.overview(made.path, true)
  await until('the records are there', () => runs.every((id) => recordsOf(made).some((record) => record.id === id)))
}

describe('while the registry is owed records', () => {
  it('one that is damaged in the store is named, and keeps neither the others nor anything that reads waiting', async () => {
    const made = await shop()
    const { engine, ...file } = refused(made)
    const there = await run(engine, made)
    const back = await run(engine, made, undoOf(there))
    const store = new DatabaseSync(projectPaths(made.path).store)
    store.exec(`UPDATE outbox SET record = '{"id":' WHERE run_id = '${there}'`)
    store.close()
    file.let()
    await completed(engine, made, back)
    // The last look may not have come to its end yet.
    const owed = async () => (await engine.overview(made.path, true)).problems.find(({ code }) => code === 'registry-not-written')?.message
    await expect.poll(owed).toMatch(new RegExp(`${there}.*damaged in the store`))
  })

  it('an undo restores what the run it takes back has marked, though neither is in the file', async () => {
    const made = await shop()
    const { engine, ...file } = refused(made)
    const there = await run(engine, made)
    const back = await run(engine, made, undoOf(there))
    expect(recordsOf(made)).toHaveLength(2)
    file.let()
    await completed(engine, made, there, back)
    expect(statusesOf(made)).toEqual({ 'deploy-v1.0.0': 'success', 'deploy-v1.1.0': 'success', [there]: 'success', [back]: 'success' })
  })

  it('the guide goes on from where the last run went, and a plan holds while they are written', async () => {
    const made = await shop([V1, V2, V3])
    const { engine, ...file } = refused(made)
    const first = await run(engine, made)
    expect(await versionOf(made)).toEqual({ version: 'v1.1.0' })
    expect((await engine.overview(made.path, true)).lanes[0]).toMatchObject({ current: { version: 'v1.1.0' }, wayBack: { version: 'v1.0.0' } })
    expect((await engine.deployments(made.path, { text: first, environment: null, from: null, until: null, sort: 'timestamp', descending: true, offset: 0, limit: 5 })).rows).toHaveLength(1)
    const { plan } = await engine.prepare(made.path, startInput().request)
    expect(plan).toMatchObject({ from: { version: 'v1.1.0' }, to: { version: 'v1.0.0' } })
    file.let()
    const second = await run(engine, made, startInput({ planHash: plan?.hash ?? '' }))
    expect(await versionOf(made)).toEqual({ version: 'v1.0.0' })
    await completed(engine, made, first, second)
    expect(statusesOf(made)).toMatchObject({ 'deploy-v1.0.0': 'success', 'deploy-v1.1.0': 'rolled-back', 'deploy-v1.2.0': 'rolled-back' })
  })
})

it('a record that another tool took out comes back without marking again what its undo has restored', async () => {
  const made = await shop()
  const there = await run(made.engine, made)
  const back = await run(made.engine, made, undoOf(there))
  const registry = JSON.parse(readFileSync(projectPaths(made.path).registry, 'utf8')) as { deployments: Written[] }
  writeFileSync(projectPaths(made.path).registry, JSON.stringify({ ...registry, deployments: registry.deployments.filter(({ id }) => id !== there) }))
  await completed(made.engine, made, there, back)
  expect(statusesOf(made)['deploy-v1.1.0']).toBe('success')
})

it('a run where nothing was in force gets its record, which marks nothing', async () => {
  const made = await shop()
  const { registry } = projectPaths(made.path)
  writeFileSync(registry, readFileSync(registry, 'utf8').replaceAll('"success"', '"failed"'))
  const to = 'deploy-v1.0.0'
  const done = await run(made.engine, made, startInput({ request: { ...startInput().request, deploymentId: to }, forced: ['target_status'] }))
  expect(recordsOf(made).find(({ id }) => id === done)).toMatchObject({ status: 'success', rollback: { from: to, to } })
  expect(statusesOf(made)).toMatchObject({ [to]: 'failed', 'deploy-v1.1.0': 'failed' })
})

it('the undo of a run where nothing was in force gets its record too, and so does one that an earlier version has left without a deployment', async () => {
  const made = await shop()
  const { registry, store } = projectPaths(made.path)
  writeFileSync(registry, readFileSync(registry, 'utf8').replaceAll('"success"', '"failed"'))
  const done = await run(made.engine, made, startInput({ request: { ...startInput().request, deploymentId: 'deploy-v1.0.0' }, forced: ['target_status'] }))
  const undone = await run(made.engine, made, undoOf(done))
  await completed(made.engine, made, done, undone)
  expect(recordsOf(made).find(({ id }) => id === undone)).toMatchObject({ rollback: { undoes: done } })
  const database = new DatabaseSync(store)
  database.exec(`UPDATE outbox SET delivered_at = NULL, record = json_set(record, '$.rollback.from', '', '$.rollback.to', '') WHERE run_id = '${done}'`)
  database.close()
  const file = JSON.parse(readFileSync(registry, 'utf8')) as { deployments: Written[] }
  writeFileSync(registry, JSON.stringify({ ...file, deployments: file.deployments.filter(({ id }) => id !== done) }))
  await completed(made.engine, made, done, undone)
  expect(recordsOf(made).find(({ id }) => id === done)).toMatchObject({ rollback: { from: done, to: done } })
})
