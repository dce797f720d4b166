import { spawn } from 'node:child_process'
import { readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { atEnd } from '../testing/at-end'
import { codeOf, until } from '../testing/project'
import { given, known, main, observe, run } from '../testing/sqlite'
import { sqlite } from './sqlite'

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
