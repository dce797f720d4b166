/** An undo moves the databases that its run moved, and no other: whatever became of those since. */
import { copyFileSync, existsSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { expect, it } from 'vitest'
import { startInput, undoOf } from './support/inputs'
import { V1, V2, type Shop } from './support/shop'
import { useShops, versionOf } from './support/shops'

const created = useShops()

function inCarts<T>(made: Shop, use: (database: InstanceType<typeof DatabaseSync>) => T): T {
  const database = new DatabaseSync(path.join(made.path, 'data/carts.db'))
  try {
    return use(database)
  } finally {
    database.close()
  }
}
const carts = (made: Shop): readonly string[] => inCarts(made, (database) => database.prepare('select item from carts order by id').all() as { item: string }[]).map(({ item }) => item)

/** With a second database that these services use. */
async function shop(users: string): Promise<Shop> {
  const made = await created([])
  writeFileSync(path.join(made.path, 'backstep.yaml'), made.file('backstep.yaml').replace('    config:', `      carts: { engine: sqlite, path: data/carts.db, onRollback: restore, usedBy: [${users}] }\n    config:`))
  inCarts(made, (database) => database.exec("create table carts (id integer primary key, item text); insert into carts (item) values ('pot')"))
  for (const release of [V1, V2]) await made.deploy(release)
  return made
}

/** Another file in its place, with a row more: as a restore by hand leaves it. */
function replaceCarts(made: Shop): void {
  const file = path.join(made.path, 'data/carts.db')
  copyFileSync(file, `${file}.new`)
  renameSync(`${file}.new`, file)
  inCarts(made, (database) => database.exec("insert into carts (item) values ('pan')"))
}

it.each([{ users: '', copied: false }, { users: 'api', copied: true }])('a database that the run kept and somebody replaced since stays as it is, copied or not: $copied', async ({ users, copied }) => {
  const made = await shop(users)
  const run = await (await made.engine.start(made.path, startInput())).finished
  const runId = run.result.rollbackId
  expect([run.outcome, existsSync(path.join(made.path, '.deployments/rollback-snapshots', runId, 'database/carts.sqlite'))]).toEqual(['done', copied])
  replaceCarts(made)
  const note = 'carts is not the database that it was before the run: it stays as it is.'
  const { checks, databases, plan } = await made.engine.prepare(made.path, undoOf(runId).request)
  expect(checks.filter(({ passed, severity }) => !passed && severity === 'error')).toEqual([])
  expect(databases.map(({ name, choice }) => [name, choice])).toEqual([['main', 'keep'], ['carts', 'keep']])
  expect([plan?.notes, plan?.steps.filter(({ phase }) => phase === 'database')]).toEqual([[note], []])
  const undone = await (await made.engine.start(made.path, undoOf(runId, { acceptsDataLoss: false }))).finished
  expect(undone).toMatchObject({ outcome: 'done', rowsLost: null, result: { warnings: expect.arrayContaining([note]) as string[] } })
  expect([carts(made), await versionOf(made)]).toEqual([['pot', 'pan'], { version: 'v1.1.0' }])
})
