import { spawn } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { describe, expect, it } from 'vitest'
import type { DatabaseDefinition } from '../../domain/definition'
import type { DatabaseFact } from '../../domain/facts'
import { atEnd, codeOf, storeIn, temporaryFolder, testContext, until } from '../testing/project'
import { besideOf, findKept } from './lineage'
import { sqlite } from './sqlite'

const main: DatabaseDefinition = { name: 'main', engine: 'sqlite', onRollback: 'restore', usedBy: null, settings: { path: 'shop.db' } }
const V1 = 'CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER NOT NULL DEFAULT 0); CREATE INDEX by_total ON orders(total); CREATE VIEW big AS SELECT * FROM orders WHERE total > 5;'

function run(path: string, sql: string): void {
  const database = new DatabaseSync(path)
  try {
    database.exec(sql)
  } finally {
    database.close()
  }
}
function ask(path: string, sql: string): unknown {
  const database = new DatabaseSync(path)
  try {
    return Object.values(database.prepare(sql).get() as object)[0]
  } finally {
    database.close()
  }
}

async function given(mode: 'wal' | 'delete' = 'wal') {
  const project = temporaryFolder()
  const context = testContext(project, { databases: [main], store: await storeIn(project) })
  const live = join(project, 'shop.db')
  run(live, `PRAGMA journal_mode = ${mode}; ${V1} INSERT INTO orders (total) VALUES (1), (2), (3)`)
  chmodSync(live, 0o640)
  const copy = join(project, 'copy.sqlite')
  return { project, context, live, copy }
}
type Given = Awaited<ReturnType<typeof given>>

const known = (fact: DatabaseFact) => {
  if (!fact.known) throw new Error(fact.reason)
  return fact
}
const observe = async ({ context }: Given) => known(await sqlite.observe(context, main))

/** A copy of v1, then v2 in the live one. */
async function released(mode: 'wal' | 'delete' = 'wal'): Promise<Given> {
  const all = await given(mode)
  await sqlite.dump(all.context, main, all.copy)
  run(all.live, 'ALTER TABLE orders ADD COLUMN coupon TEXT; INSERT INTO orders (total) VALUES (4), (5); CREATE TABLE coupons (id INTEGER PRIMARY KEY)')
  return all
}

describe('observe', () => {
  it('tells lineage, schema and rows, twice the same', async () => {
    const all = await given()
    const fact = await observe(all)
    const { dev, ino } = statSync(all.live, { bigint: true })
    expect(fact.is).toMatchObject({ present: true, lineage: `file:${dev}:${ino}` })
    expect(fact.seen.rows).toEqual({ orders: 3 })
    expect(fact.seen.schema.tables[0]?.columns[1]).toEqual({ name: 'total', type: 'INTEGER', notNull: true, primaryKey: false, default: '0' })
    expect(fact.seen.schema.objects.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['index by_total', 'view big'])
    expect(await observe(all)).toEqual(fact)
    run(all.live, 'INSERT INTO orders (total) VALUES (9)')
    expect((await observe(all)).seen.rows).toEqual({ orders: 4 })
    expect((await observe(all)).is).toEqual(fact.is)
  })

  it('an absent file is a fact, a damaged or locked one unknown', async () => {
    const all = await given('delete')
    const locker = new DatabaseSync(all.live)
    locker.exec('BEGIN EXCLUSIVE')
    expect(await sqlite.observe(all.context, main)).toMatchObject({ known: false, reason: expect.stringContaining('locked by another program') as string })
    locker.close()
    writeFileSync(all.live, 'x'.repeat(5000))
    expect(await sqlite.observe(all.context, main)).toMatchObject({ known: false, reason: expect.stringContaining('not a SQLite database') as string })
    rmSync(all.live)
    expect((await observe(all)).is).toEqual({ kind: 'database', present: false, lineage: null, schema: null })
    expect(existsSync(all.live)).toBe(false)
  })
})

describe('dump', () => {
  it('copies one instant of a database that another program goes on writing', async () => {
    const all = await given()
    run(all.live, "CREATE TABLE pad (x); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000) INSERT INTO pad SELECT hex(randomblob(500)) FROM n")
    const writer = spawn(process.execPath, ['--input-type=module', '-e', `import { DatabaseSync } from '@photostructure/sqlite'
      const db = new DatabaseSync(${JSON.stringify(all.live)}, { timeout: 5000 })
      const [add] = [db.prepare('INSERT INTO orders (total) VALUES (1)')]
      for (;;) { db.exec('BEGIN IMMEDIATE'); add.run(); add.run(); db.exec('COMMIT'); await new Promise((go) => setImmediate(go)) }`], { stdio: 'inherit' })
    atEnd(() => void writer.kill('SIGKILL'))
    await until('it to write', async () => (known(await sqlite.observe(all.context, main)).seen.rows['orders'] ?? 0) > 10)
    for (let n = 0; n < 3; n += 1) {
      await sqlite.dump(all.context, main, all.copy)
      const { rows } = await sqlite.inspect(all.context, main, all.copy)
      expect((rows['orders'] ?? 0) % 2).toBe(1)
    }
    expect(statSync(all.copy).mode & 0o777).toBe(0o600)
    expect(readdirSync(all.project).filter((name) => name.startsWith('copy'))).toEqual(['copy.sqlite'])
  })

  it('stops when it is cancelled, and leaves the live one alone', async () => {
    const all = await given()
    expect(await codeOf(sqlite.dump(all.context, main, all.copy, AbortSignal.abort()))).toBe('cancelled')
    expect((await observe(all)).seen.rows).toEqual({ orders: 3 })
  })
})

describe('inspect', () => {
  it('finds damage', async () => {
    const all = await given()
    run(all.live, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO orders (total) SELECT i FROM n")
    await sqlite.dump(all.context, main, all.copy)
    expect((await sqlite.inspect(all.context, main, all.copy)).rows).toEqual({ orders: 5003 })
    truncateSync(all.copy, statSync(all.copy).size - 8192)
    expect(await codeOf(sqlite.inspect(all.context, main, all.copy))).toBe('copy-damaged')
    writeFileSync(all.copy, 'nothing')
    expect(await codeOf(sqlite.inspect(all.context, main, all.copy))).toBe('copy-damaged')
    expect(await codeOf(sqlite.inspect(all.context, main, join(all.project, 'none')))).toBe('copy-damaged')
  })
})

describe('restore and swap', () => {
  for (const mode of ['wal', 'delete'] as const) {
    it(`bring the copy's schema and rows back, keep the old one, and undo puts it back (${mode})`, async () => {
      const all = await released(mode)
      const before = await observe(all)
      await sqlite.restore(all.context, main, all.copy, 'copy:abc/run-1')
      expect((await observe(all)).is).toEqual(before.is)
      expect((await observe(all)).seen.rows).toEqual({ coupons: 0, orders: 5 })
      await sqlite.swap(all.context, main, 'beside', 'copy:abc/run-1')
      const after = await observe(all)
      expect(after.is.lineage).toBe('copy:abc/run-1')
      expect(after.seen.rows).toEqual({ orders: 3 })
      expect(ask(all.live, 'PRAGMA journal_mode')).toBe(mode)
      expect(statSync(all.live).mode & 0o777).toBe(0o640)
      expect(existsSync(besideOf(all.live))).toBe(false)
      expect(await sqlite.observeKept(all.context, main, before.is.lineage ?? '')).toMatchObject({ is: { present: true } })
      run(all.live, 'INSERT INTO orders (total) VALUES (77)')
      await sqlite.swap(all.context, main, 'kept', before.is.lineage ?? '')
      expect((await observe(all)).is).toEqual(before.is)
      expect((await observe(all)).seen.rows).toEqual({ coupons: 0, orders: 5 })
      await sqlite.swap(all.context, main, 'kept', 'copy:abc/run-1')
      expect((await observe(all)).seen.rows).toEqual({ orders: 4 })
    })
  }

  it('after a service was killed with a log full of rows, readers see the copy', async () => {
    const all = await released()
    const killed = spawn(process.execPath, ['--input-type=module', '-e', `import { DatabaseSync } from '@photostructure/sqlite'
      const db = new DatabaseSync(${JSON.stringify(all.live)})
      db.exec('PRAGMA wal_autocheckpoint = 0; INSERT INTO orders (total) VALUES (100), (101)')
      setInterval(() => {}, 1000)`], { stdio: 'inherit' })
    atEnd(() => void killed.kill('SIGKILL'))
    const died = new Promise((resolve) => killed.once('exit', resolve))
    await until('its rows', async () => (known(await sqlite.observe(all.context, main)).seen.rows['orders'] ?? 0) === 7)
    await sqlite.restore(all.context, main, all.copy, 'copy:abc/run-1')
    killed.kill('SIGKILL')
    await died
    expect(statSync(`${all.live}-wal`).size).toBeGreaterThan(0)
    const old = (await observe(all)).is.lineage ?? ''
    await sqlite.swap(all.context, main, 'beside', 'copy:abc/run-1')
    expect(ask(all.live, 'SELECT count(*) FROM orders')).toBe(3)
    expect(ask((await findKept(all.context.store, all.live, old)) ?? '', 'SELECT count(*) FROM orders')).toBe(7)
  })

  it('is refused while another program has the database open', async () => {
    const all = await released()
    await sqlite.restore(all.context, main, all.copy, 'copy:abc/run-1')
    const reader = new DatabaseSync(all.live)
    reader.prepare('SELECT * FROM orders').all()
    const before = await observe(all)
    const refused = codeOf(sqlite.swap(all.context, main, 'beside', 'copy:abc/run-1'))
    expect(await refused).toBe('database-in-use')
    reader.close()
    expect((await observe(all)).is).toEqual(before.is)
    await sqlite.swap(all.context, main, 'beside', 'copy:abc/run-1')
    expect((await observe(all)).seen.rows).toEqual({ orders: 3 })
  })

  it('half-made beside is not taken for a whole one, whatever number its file got', async () => {
    const all = await released()
    await sqlite.restore(all.context, main, all.copy, 'copy:abc/run-1')
    const { store } = all.context
    const killed = { ...all.context, store: { ...store, setLineage: async (file: string, lineage: string) => {
      await store.setLineage(file, lineage)
      throw new Error('killed')
    } } }
    await expect(sqlite.restore(killed, main, all.copy, 'copy:abc/run-2')).rejects.toThrow('killed')
    expect(statSync(besideOf(all.live)).size).toBe(0)
    for (const lineage of ['copy:abc/run-1', 'copy:abc/run-2']) expect(await codeOf(sqlite.swap(all.context, main, 'beside', lineage))).toBe('database-source-missing')
    expect((await observe(all)).seen.rows).toEqual({ coupons: 0, orders: 5 })
  })

  it('beside already and whole is left as it is, and restored anew once it is damaged', async () => {
    const all = await released()
    const beside = besideOf(all.live)
    const restore = () => sqlite.restore(all.context, main, all.copy, 'copy:abc/run-1')
    await restore()
    const { ino, mtimeMs } = statSync(beside)
    await restore()
    expect(statSync(beside)).toMatchObject({ ino, mtimeMs })
    writeFileSync(beside, 'no database')
    await restore()
    await sqlite.swap(all.context, main, 'beside', 'copy:abc/run-1')
    expect((await observe(all)).seen.rows).toEqual({ orders: 3 })
  })

  it('is broken off between two pages, with the live one untouched', async () => {
    const all = await released()
    const abort = new AbortController()
    abort.abort()
    expect(await codeOf(sqlite.restore(all.context, main, all.copy, 'copy:abc/run-1', abort.signal))).toBe('cancelled')
    expect(await codeOf(sqlite.swap(all.context, main, 'beside', 'copy:abc/run-1'))).toBe('database-source-missing')
    await sqlite.restore(all.context, main, all.copy, 'copy:abc/run-1')
    await sqlite.swap(all.context, main, 'beside', 'copy:abc/run-1')
    expect((await observe(all)).seen.rows).toEqual({ orders: 3 })
  })

  it('goes on where it was killed: after the second name, after the rename, and when the live one is missing', async () => {
    const all = await released()
    const old = (await observe(all)).is.lineage ?? ''
    await sqlite.restore(all.context, main, all.copy, 'copy:abc/run-1')
    const stopping = { ...all.context, files: { ...all.context.files, rename: () => Promise.reject(new Error('killed')) } }
    await expect(sqlite.swap(stopping, main, 'beside', 'copy:abc/run-1')).rejects.toThrow('killed')
    expect((await observe(all)).is).toMatchObject({ present: true, lineage: old })
    await sqlite.swap(all.context, main, 'beside', 'copy:abc/run-1')
    await sqlite.swap(all.context, main, 'beside', 'copy:abc/run-1')
    expect((await observe(all)).seen.rows).toEqual({ orders: 3 })
    renameSync(all.live, besideOf(all.live))
    expect((await observe(all)).is.present).toBe(false)
    await sqlite.swap(all.context, main, 'beside', 'copy:abc/run-1')
    expect((await observe(all)).is.lineage).toBe('copy:abc/run-1')
    expect(await sqlite.observeKept(all.context, main, old)).toMatchObject({ is: { present: true } })
  })

  it('is refused when a log is left of a database that is gone', async () => {
    const all = await released()
    await sqlite.restore(all.context, main, all.copy, 'copy:abc/run-1')
    rmSync(all.live)
    writeFileSync(`${all.live}-wal`, 'rows of another')
    expect(await codeOf(sqlite.swap(all.context, main, 'beside', 'copy:abc/run-1'))).toBe('database-left-over')
    expect(existsSync(all.live)).toBe(false)
  })

  it('from a damaged copy touches nothing', async () => {
    const all = await released()
    truncateSync(all.copy, 4096)
    const before = await observe(all)
    expect(await codeOf(sqlite.restore(all.context, main, all.copy, 'copy:abc/run-1'))).toBe('copy-damaged')
    expect(await observe(all)).toEqual(before)
  })
})

describe('what was restored and never took its place', () => {
  it('is removed, and the live one is not touched', async () => {
    const all = await released()
    await sqlite.restore(all.context, main, all.copy, 'copy:abc/run-1')
    const before = await observe(all)
    await sqlite.removeBeside(all.context, main)
    await sqlite.removeBeside(all.context, main)
    expect([existsSync(besideOf(all.live)), await observe(all)]).toEqual([false, before])
  })
  it('stays where it may be all that there is, or is none of ours', async () => {
    const all = await released()
    writeFileSync(besideOf(all.live), 'somebody else')
    await sqlite.removeBeside(all.context, main)
    expect(readFileSync(besideOf(all.live), 'utf8')).toBe('somebody else')
    await sqlite.restore(all.context, main, all.copy, 'copy:abc/run-1')
    rmSync(all.live)
    await sqlite.removeBeside(all.context, main)
    expect(existsSync(besideOf(all.live))).toBe(true)
  })
})

describe('verifyWritable', () => {
  it('writes, reads back and leaves nothing', async () => {
    const all = await given()
    const before = [await observe(all), ask(all.live, 'PRAGMA schema_version')]
    expect(await sqlite.verifyWritable(all.context, main)).toBe('wrote a row, read it back, rolled back')
    expect([await observe(all), ask(all.live, 'PRAGMA schema_version')]).toEqual(before)
    rmSync(all.live)
    expect(await codeOf(sqlite.verifyWritable(all.context, main))).toBe('database-unreadable')
    expect(existsSync(all.live)).toBe(false)
  })
})

describe('atStake', () => {
  it('counts rows added, changed and removed by key, also without one, and of tables only one has', async () => {
    const all = await given()
    run(all.live, `CREATE TABLE tags (name TEXT, n INTEGER); INSERT INTO tags VALUES ('a', 1), ('b', NULL);
      CREATE TABLE pairs (a TEXT, b TEXT, v TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID; INSERT INTO pairs VALUES ('x', 'y', 'z'); CREATE TABLE old (id INTEGER PRIMARY KEY); INSERT INTO old VALUES (1), (2)`)
    await sqlite.dump(all.context, main, all.copy)
    run(all.live, `INSERT INTO orders (total) VALUES (4), (5); UPDATE orders SET total = 9 WHERE id = 1; DELETE FROM orders WHERE id = 2; ALTER TABLE orders ADD COLUMN note TEXT DEFAULT 'n';
      UPDATE tags SET n = 2 WHERE name = 'b'; UPDATE pairs SET v = 'w'; DROP TABLE old; CREATE TABLE coupons (id INTEGER PRIMARY KEY); INSERT INTO coupons VALUES (1)`)
    const stake = await sqlite.atStake(all.context, main, all.copy, 10_000)
    expect(stake.atLeast).toBe(false)
    expect(Object.fromEntries(stake.perTable.map(({ table, ...counts }) => [table, Object.values(counts)]))).toEqual({ orders: [2, 1, 1], tags: [0, 1, 0], pairs: [0, 1, 0], old: [0, 0, 2], coupons: [1, 0, 0] })
    expect((await observe(all)).seen.rows['orders']).toBe(4)
  })

  it('says at least when its time is over', async () => {
    const all = await given()
    await sqlite.dump(all.context, main, all.copy)
    run(all.live, 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) INSERT INTO orders (total) SELECT i FROM n')
    const began = performance.now()
    const { atLeast, perTable } = await sqlite.atStake(all.context, main, all.copy, 30)
    expect(performance.now() - began).toBeLessThan(2000)
    expect(atLeast).toBe(true)
    expect(perTable[0]?.added).toBeGreaterThan(0)
    expect(perTable[0]?.added).toBeLessThan(200_000)
  })
})
