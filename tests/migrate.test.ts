/** Migrating a database down with a program of the project's own: a real one, on a real database, with real services around it. */
import { spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { rollbackDeployment, type StartInput } from '../src/engine'
import type { Check } from '../src/domain/check'
import type { PreparedView } from '../src/domain/views'
import { startInput, undoOf as undo } from './support/inputs'
import { V1, V2, type Shop } from './support/shop'
import { useShops, versionOf } from './support/shops'

const created = useShops()
const program = path.join(import.meta.dirname, 'fixtures/migrate.mjs')
const policy = (mode = ''): string =>
  `onRollback: migrate, migrate: { command: [node, ${JSON.stringify(program)}, data/main.db, "\${version}"], env: { MODE: ${JSON.stringify(mode)}, TOKEN: $SHOP_TOKEN } }`
const env = { ...process.env, SHOP_TOKEN: 'tok_0123456789abcdef0123' }

/** v1.0.0, then v1.1.0 with a table of its own and rows in it. */
async function shop(database = policy()): Promise<Shop> {
  const made = await created([V1, V2], { database, env })
  made.sql("insert into coupons (code) values ('TEN'), ('FIVE') returning id")
  made.sql("insert into orders (item) values ('lamp') returning id")
  return made
}
const request = { environment: 'staging', deploymentId: null, undo: null, services: [], data: 'migrate', credentials: {} } as const
const input = (more: Partial<StartInput> = {}): StartInput => startInput({ request, onFailure: 'stop', ...more })
const undoOf = (runId: string): StartInput => undo(runId, { onFailure: 'stop' })
const tables = (made: Shop): readonly string[] => made.sql<{ name: string }>("select name from sqlite_master where type = 'table' order by name").map(({ name }) => name)
const items = (made: Shop): readonly string[] => made.sql<{ item: string }>('select item from orders order by id').map(({ item }) => item)
const ids = (view: PreparedView): readonly string[] => view.plan?.steps.map(({ id }) => id) ?? []
const failed = (view: PreparedView): readonly Check[] => view.checks.filter(({ passed }) => !passed)

describe('migrating down', () => {
  it('runs between the stop and the start of what uses it, and ends with the schema of the target; its undo brings everything back', async () => {
    const made = await shop()
    const view = await made.engine.prepare(made.path, request)
    const order = ids(view)
    const [stop, migrate, start] = ['stop/api@local', 'migrate/main', 'start/api@local'].map((id) => order.indexOf(id))
    expect(stop! >= 0 && stop! < migrate! && migrate! < start!).toBe(true)
    expect(order).toContain('dump/main')
    expect(view.plan?.steps.find(({ id }) => id === 'migrate/main')).toMatchObject({ phase: 'database', effect: 'loses-data', action: { kind: 'exec', once: true, argv: ['node', program, 'data/main.db', 'v1.0.0'], env: { TOKEN: '$SHOP_TOKEN' } } })
    expect(view.comparison.schemas[0]?.sentence).toContain('is migrated down by its own program')
    expect(view.databases[0]).toMatchObject({ choice: 'migrate', atStake: { rows: 2, atLeast: true, perTable: [{ table: 'coupons', added: 2 }] } })
    await expect(made.engine.start(made.path, input({ acceptsDataLoss: false }))).rejects.toThrow(/loses data/)

    const handle = await made.engine.start(made.path, input({ planHash: view.plan?.hash ?? '' }))
    const result = await handle.finished
    expect(result).toMatchObject({ outcome: 'done', result: { summary: { dataPreserved: false }, rolledBackTo: { version: 'v1.0.0' } } })
    expect(result.asked.find(({ kind }) => kind === 'database')).toMatchObject({ asked: 'migrated down', ok: true })
    expect([tables(made), items(made), await versionOf(made)]).toEqual([['orders'], ['tea', 'cup', 'lamp'], { version: 'v1.0.0' }])
    const { lines } = await made.engine.output(made.path, handle.runId, 0, 1000)
    expect(lines.map(({ text }) => text)).toContainEqual('migrating to v1.0.0 with ••••••••')
    expect(JSON.stringify(lines)).not.toContain(env.SHOP_TOKEN)
    const { names } = JSON.parse(made.file('migrated.txt')) as { names: readonly string[] }
    expect(names).toEqual(expect.arrayContaining(['MODE', 'PATH', 'TOKEN']))
    expect(names).not.toContain('SHOP_TOKEN')

    made.sql("insert into orders (item) values ('bowl') returning id")
    const back = await made.engine.prepare(made.path, undoOf(handle.runId).request)
    expect(back.databases[0]).toMatchObject({ choice: 'restore', why: expect.stringContaining("the snapshot's copy") as string })
    const undo = await (await made.engine.start(made.path, undoOf(handle.runId))).finished
    expect(undo.outcome).toBe('done')
    expect([tables(made), items(made), await versionOf(made)]).toEqual([['coupons', 'orders'], ['tea', 'cup', 'lamp'], { version: 'v1.1.0' }])
    expect(made.sql<{ code: string }>('select code from coupons order by id').map(({ code }) => code)).toEqual(['TEN', 'FIVE'])
  })

  it('is what preserveData: false does where the policy says so; nothing runs while the schema is the target\'s already', async () => {
    const made = await shop()
    const first = await rollbackDeployment({ projectPath: made.path, environment: 'staging', reason: 'why', preserveData: true, force: true })
    expect([first.success, tables(made)]).toEqual([true, ['coupons', 'orders']])
    const undo = await (await made.engine.start(made.path, undoOf(first.rollbackId))).finished
    expect(undo.outcome).toBe('done')
    process.env['SHOP_TOKEN'] = env.SHOP_TOKEN
    try {
      const result = await rollbackDeployment({ projectPath: made.path, environment: 'staging', reason: 'why', preserveData: false })
      expect(result).toMatchObject({ success: true, summary: { dataPreserved: false } })
    } finally {
      delete process.env['SHOP_TOKEN']
    }
    expect(tables(made)).toEqual(['orders'])
    const again = await made.engine.prepare(made.path, { ...request, deploymentId: 'deploy-v1.1.0', data: 'keep' })
    expect(ids(again)).not.toContain('migrate/main')
    const same = await made.engine.prepare(made.path, { ...request, deploymentId: 'deploy-v1.0.0' })
    expect([ids(same), same.databases[0]]).toEqual([[], expect.objectContaining({ choice: 'keep', why: expect.stringContaining('there is nothing to migrate') as string })])
  })
})

describe('when the program does not do it', () => {
  it('fails half-way: the run stops there, and the undo takes the snapshot\'s copy', async () => {
    const made = await shop(policy('fails'))
    const handle = await made.engine.start(made.path, input())
    const result = await handle.finished
    expect(result).toMatchObject({ outcome: 'failed', problem: { code: 'command-failed', message: expect.stringContaining('exit code 3') as string } })
    expect(tables(made)).toEqual(['orders'])
    const undo = await (await made.engine.start(made.path, undoOf(handle.runId))).finished
    expect(undo.outcome).toBe('done')
    expect([tables(made), items(made), await versionOf(made)]).toEqual([['coupons', 'orders'], ['tea', 'cup', 'lamp'], { version: 'v1.1.0' }])
  })
  it('says that it did, but the schema is another: a failed step', async () => {
    const made = await shop(policy('lies'))
    const result = await (await made.engine.start(made.path, input())).finished
    expect(result).toMatchObject({ outcome: 'failed', problem: { code: 'no-effect' } })
  })
  /** A run that is killed when its program has done its work and does not end; the number of the run. */
  async function killedWithIt(made: Shop): Promise<string> {
    const cli = spawn('node', [path.join(import.meta.dirname, '../out/cli/index.js'), '--project', made.path, 'rollback', '--env', 'staging', '--data', 'migrate', '--reason', 'why', '--yes'], { env, stdio: 'ignore', detached: true })
    await expect.poll(() => existsSync(path.join(made.path, 'migrated.txt')) && tables(made).length === 1, { timeout: 30_000 }).toBe(true)
    const gone = new Promise((resolve) => cli.once('exit', resolve))
    process.kill(-(cli.pid ?? 0), 'SIGKILL')
    await gone
    const [lane] = (await made.engine.overview(made.path, true)).lanes
    expect(lane?.run?.status).toBe('interrupted')
    return lane?.run?.runId ?? ''
  }
  it('is killed with its run: it never runs a second time by itself, and the undo brings everything back', async () => {
    const made = await shop(policy('hangs'))
    const runId = await killedWithIt(made)
    await expect(made.engine.resume(made.path, runId)).rejects.toThrow(/never confirmed|may not happen twice/)
    const undo = await (await made.engine.start(made.path, undoOf(runId))).finished
    expect(undo.outcome).toBe('done')
    expect([tables(made), await versionOf(made)]).toEqual([['coupons', 'orders'], { version: 'v1.1.0' }])
  })
  it('is killed with its run, and somebody says that it happened: the run ends as if it had seen it', async () => {
    const made = await shop(policy('hangs'))
    const runId = await killedWithIt(made)
    const { hash, unsure } = await made.engine.prepareResume(made.path, runId)
    expect(unsure.map(({ id }) => id)).toEqual(['migrate/main'])
    const result = await (await made.engine.resume(made.path, runId, { hash, answers: { 'migrate/main': 'happened' } })).finished
    expect(result).toMatchObject({ outcome: 'done', result: { success: true } })
    expect([tables(made), await versionOf(made)]).toEqual([['orders'], { version: 'v1.0.0' }])
  })
})

describe('what the checks say of it', () => {
  it('blocks when the program, its folder or a variable is not there: nothing is stopped for it', async () => {
    const made = await shop()
    const definition = path.join(made.path, 'backstep.yaml')
    const written = made.file('backstep.yaml')
    const cases: readonly (readonly [string, RegExp])[] = [
      ['onRollback: migrate, migrate: [no-such-program, "${version}"]', /program no-such-program/],
      ['onRollback: migrate, migrate: { command: [node], directory: nowhere }', /folder .*nowhere/],
      [policy().replace('$SHOP_TOKEN', '$NOT_SET_ANYWHERE'), /environment variable NOT_SET_ANYWHERE/]
    ]
    for (const [database, words] of cases) {
      writeFileSync(definition, written.replace(policy(), () => database))
      const view = await made.engine.prepare(made.path, request)
      expect(failed(view).find(({ name }) => name === 'artifacts')).toMatchObject({ blocking: 'always', message: expect.stringMatching(words) as string })
      const pid = made.pid('api')
      await expect(made.engine.start(made.path, input({ forced: 'all' }))).rejects.toThrow(words)
      expect([made.pid('api'), tables(made)]).toEqual([pid, ['coupons', 'orders']])
    }
  })
  it('blocks unless forced when the schema then was not captured, and runs it all the same when forced', async () => {
    const made = await shop()
    // As another tool would have recorded it: no manifest.
    const registry = path.join(made.path, '.deployments/deployment-registry.json')
    const records = JSON.parse(made.file('.deployments/deployment-registry.json')) as { deployments: Record<string, unknown>[] }
    records.deployments.unshift({ id: 'old', environment: 'staging', version: 'v1.0.0', timestamp: '2020-01-01T00:00:00.000Z', status: 'success' })
    writeFileSync(registry, JSON.stringify(records))
    const old = { ...request, deploymentId: 'old' }
    const view = await made.engine.prepare(made.path, old)
    expect(failed(view).find(({ name }) => name === 'data_source')).toMatchObject({ id: 'data_source:main', blocking: 'unless-forced', message: expect.stringContaining('No schema of main was captured') as string })
    await expect(made.engine.start(made.path, input({ request: old }))).rejects.toThrow(/No schema of main/)
    const result = await (await made.engine.start(made.path, input({ request: old, forced: 'all' }))).finished
    expect(result.result.success).toBe(true)
    expect([tables(made), await versionOf(made)]).toEqual([['orders'], { version: 'v1.0.0' }])
  })
  it('offers it where the target does not find its schema', async () => {
    const made = await created([{ ...V1, migrate: `${V1.migrate ?? ''}; create table legacy (id integer)` }, { ...V2, migrate: `${V2.migrate ?? ''}; drop table legacy` }], { database: policy(), env })
    const view = await made.engine.prepare(made.path, { ...request, data: 'keep' })
    expect(failed(view).find(({ name }) => name === 'schema_compatibility')?.remedies.map(({ action }) => action.kind)).toContain('migrate-data')
  })
})
