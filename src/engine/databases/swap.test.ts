import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, linkSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from '@photostructure/sqlite'
import { describe, expect, it } from 'vitest'
import { atEnd } from '../testing/at-end'
import { problem } from '../testing/problem'
import { codeOf, until } from '../testing/project'
import { ask, known, main, observe, released, run } from '../testing/sqlite'
import { besideOf, findKept } from './lineage'
import { sqlite } from './sqlite'

/** A program that has done this in the database, and keeps it open. */
async function havingOpen(live: string, sql: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', `import { DatabaseSync } from '@photostructure/sqlite'
    const db = new DatabaseSync(${JSON.stringify(live)})
    db.exec(${JSON.stringify(sql)})
    console.log('open')
    setInterval(() => db, 1000)`], { stdio: ['ignore', 'pipe', 'inherit'] })
  atEnd(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return child
}

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

  it('after a service was killed in the middle of writing, without a log, what it had not committed is taken back first', async () => {
    const all = await released('delete')
    await sqlite.restore(all.context, main, all.copy, 'copy:abc/run-1')
    const killed = await havingOpen(all.live, 'PRAGMA cache_size = 1; BEGIN; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO orders (total) SELECT i FROM n')
    const gone = once(killed, 'exit')
    killed.kill('SIGKILL')
    await gone
    expect(statSync(`${all.live}-journal`).size).toBeGreaterThan(0)
    const old = await sqlite.listKept(all.context, main)
    await sqlite.swap(all.context, main, 'beside', 'copy:abc/run-1')
    expect(ask(all.live, 'SELECT count(*) FROM orders')).toBe(3)
    const [kept] = (await sqlite.listKept(all.context, main)).filter(({ lineage }) => !old.some((one) => one.lineage === lineage))
    expect(ask((await findKept(all.context.store, all.live, kept?.lineage ?? '')) ?? '', 'SELECT count(*) FROM orders')).toBe(5)
  })

  it.runIf(process.platform === 'linux')('is refused, and names who, while a program has it open without a lock, as between two statements', async () => {
    const all = await released('delete')
    await sqlite.restore(all.context, main, all.copy, 'copy:abc/run-1')
    const idle = await havingOpen(all.live, 'INSERT INTO orders (total) VALUES (100)')
    const before = await observe(all)
    expect(await problem(sqlite.swap(all.context, main, 'beside', 'copy:abc/run-1'))).toMatchObject({ code: 'database-in-use', message: `${all.live} is still in use by process ${idle.pid} (node), so it was not replaced.` })
    expect(await observe(all)).toEqual(before)
    const gone = once(idle, 'exit')
    idle.kill('SIGKILL')
    await gone
    expect(await sqlite.swap(all.context, main, 'beside', 'copy:abc/run-1')).toMatchObject({ atLeast: false, perTable: expect.arrayContaining([expect.objectContaining({ table: 'orders', added: 3 })]) as unknown })
    expect((await observe(all)).seen.rows).toEqual({ orders: 3 })
  })

  it.runIf(process.platform === 'linux')('is refused under a program that has the database open by another name', async () => {
    const all = await released('delete')
    const other = `${all.live}.elsewhere-named`
    linkSync(all.live, other)
    await sqlite.restore(all.context, main, all.copy, 'copy:abc/run-1')
    const idle = await havingOpen(other, 'SELECT * FROM orders')
    expect(await problem(sqlite.swap(all.context, main, 'beside', 'copy:abc/run-1'))).toMatchObject({ code: 'database-in-use', message: `${all.live} is still in use by process ${idle.pid} (node), so it was not replaced.` })
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
