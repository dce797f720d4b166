import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { describe, expect, it } from 'vitest'
import { atEnd } from '../testing/at-end'
import { codeOf, until } from '../testing/project'
import { ask, given, main, observe, run } from '../testing/sqlite'
import { sqlite } from './sqlite'

/** What an open file is; it may be closed by now. */
function target(descriptor: string): string {
  try {
    return readlinkSync(join('/proc/self/fd', descriptor))
  } catch {
    return ''
  }
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

  it('lets go of the file at once, so that another program can replace it', async () => {
    const all = await given()
    // Of the same process, SQLite would put off closing.
    const writer = spawn(process.execPath, ['--input-type=module', '-e', `import { DatabaseSync } from '@photostructure/sqlite'
      new DatabaseSync(${JSON.stringify(all.live)}).exec('INSERT INTO orders (total) VALUES (4)')
      setInterval(() => {}, 1000)`], { stdio: 'inherit' })
    atEnd(() => void writer.kill('SIGKILL'))
    const held = (): readonly string[] => readdirSync('/proc/self/fd').map(target).filter((path) => path.startsWith(all.live))
    await until('its row', async () => (await observe(all)).seen.rows['orders'] === 4)
    expect(held()).toEqual([])
    await sqlite.dump(all.context, main, all.copy)
    await sqlite.atStake(all.context, main, all.copy, 2_000)
    expect(held()).toEqual([])
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

  it('stops in the middle of a table that only one of the two has as well, and counts all of it where there is time', async () => {
    const all = await given()
    await sqlite.dump(all.context, main, all.copy)
    const rows = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)'
    run(all.live, `CREATE TABLE events (body INTEGER); ${rows} INSERT INTO events SELECT i FROM n; CREATE TABLE keyed (id INTEGER PRIMARY KEY) WITHOUT ROWID; ${rows} INSERT INTO keyed SELECT i FROM n`)
    const whole = await sqlite.atStake(all.context, main, all.copy, 60_000)
    expect(whole).toMatchObject({ atLeast: false, perTable: [{ table: 'events', added: 200_000 }, { table: 'keyed', added: 200_000 }] })
    const cut = await sqlite.atStake(all.context, main, all.copy, 0)
    expect(cut.atLeast).toBe(true)
    for (const { added } of cut.perTable) expect(added).toBeLessThan(200_000)
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
