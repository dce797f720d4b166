import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { RunEventBody } from '../../domain/run'
import { problem } from '../testing/problem'
import { smallDisk } from '../testing/small-disk'
import { done, finish, header, holder, useStores } from '../testing/stores'
import { letGo } from './close-fully'
import { MIGRATIONS } from './schema'
import { openStore, openStoreReadOnly } from './sqlite-store'

const stores = useStores()
const { store, opened, closeAll } = stores

describe('the file', () => {
  it('is private, with its companions', async () => {
    await (await store()).setNote('n', '1')
    for (const end of ['', '-wal', '-shm']) expect(statSync(stores.file + end).mode & 0o777).toBe(0o600)
  })
  it('is opened by several at once from nothing', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => store()))
    await Promise.all(all.map((one, n) => one.setNote(`n${n}`, 'x')))
    expect(await all[0]!.note('n4')).toBe('x')
  })
  it('is refused when it is no store, or of a newer Backstep', async () => {
    writeFileSync(stores.file, 'not a database '.repeat(500))
    expect(await problem(openStore(stores.file))).toMatchObject({ code: 'store-damaged', place: { file: stores.file } })
    expect(await problem(openStoreReadOnly(stores.file))).toMatchObject({ code: 'store-damaged' })
    const newer = join(stores.folder, 'newer.db')
    const raw = new DatabaseSync(newer)
    raw.exec('PRAGMA user_version = 99')
    raw.close()
    expect(await problem(openStore(newer))).toMatchObject({ code: 'store-newer' })
    expect(await problem(openStore(join(stores.folder, 'no/such.db')))).toMatchObject({ code: 'missing' })
  })
  it('loses nothing acknowledged on a full disk, and says that it is full', async () => {
    const disk = smallDisk(512)
    try {
      const place = join(disk.folder, 'backstep.db')
      const one = opened(await openStore(place, disk.mounted ? {} : { maxPages: 120 }))
      await one.createRun(header('r1'))
      const { epoch } = await one.takeHold(holder('r1'))
      let acknowledged = 1
      const fill = async () => { for (;;) acknowledged += Number((await one.append('r1', epoch, { ...done('s', 1), evidence: { duration: 1, output: ['x'.repeat(3000)] } } as RunEventBody)).seq > 0) }
      expect(await problem(fill())).toMatchObject({ code: 'disk-full', message: expect.stringContaining(`no space left in ${disk.folder}`) as string, next: expect.stringContaining('Free some space') as string, place: { file: place } })
      expect(await problem(one.probeWritable())).toMatchObject({ code: 'disk-full' })
      expect((await one.events('r1')).length).toBe(acknowledged)
      expect(acknowledged).toBeGreaterThan(10)
    } finally {
      await closeAll()
      disk.remove()
    }
  })
})

describe('held by a program that was stopped', () => {
  /** A program that has the store open, does this, and is stopped then. */
  async function stoppedProgram(does: string): Promise<ChildProcess> {
    const script = `const database = new (require('@photostructure/sqlite').DatabaseSync)(process.argv[1])
database.exec('${does}')
console.log('has')
process.stdin.resume()`
    const child = spawn(process.execPath, ['-e', script, stores.file], { cwd: import.meta.dirname, stdio: ['pipe', 'pipe', 'inherit'] })
    onTestFinished(async () => {
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    })
    await once(child.stdout, 'data')
    child.kill('SIGSTOP')
    return child
  }
  /** In the middle of a write; another was stopped before it, which only reads. */
  async function stoppedWriter(): Promise<ChildProcess> {
    await (await store()).setNote('n', '1')
    await stoppedProgram('BEGIN; SELECT * FROM notes')
    const writer = await stoppedProgram('BEGIN IMMEDIATE')
    await closeAll()
    return writer
  }
  const names = ({ pid }: ChildProcess) => ({
    code: 'store-busy', message: expect.stringContaining(`held by process ${pid} (node), which was stopped in the middle of writing`) as string, next: expect.stringContaining(`kill -KILL ${pid}`) as string, place: { file: stores.file }
  })

  it('names it when nothing can be written', async () => {
    const child = await stoppedWriter()
    const one = await store()
    expect(await problem(one.setNote('n', '2'))).toMatchObject(names(child))
    expect(await one.note('n')).toBe('1')
  })
  it('names it when it was stopped where not even reading goes on, and is free again once it is ended', async () => {
    const child = await stoppedWriter()
    const index = `${stores.file}-shm`
    const bytes = readFileSync(index)
    // The first of its two headers, as between the two copies of a commit.
    bytes.writeUInt8(bytes.readUInt8(8) ^ 0xff, 8)
    writeFileSync(index, bytes)
    expect(await problem(store())).toMatchObject(names(child))
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await (await store()).note('n')).toBe('1')
  })
})

describe('without the right to write', () => {
  it('is empty when there is none, and creates nothing', async () => {
    const one = opened(await openStoreReadOnly(stores.file))
    expect([await one.runs(), (await one.history()).total, await one.holder('staging'), await one.note('x'), await one.firstSeen('a', 'b', 'now')]).toEqual([[], 0, null, null, 'now'])
    expect(await problem(one.setNote('a', 'b'))).toMatchObject({ code: 'not-writable' })
    expect(await problem(one.probeWritable())).toMatchObject({ code: 'not-writable' })
    expect(existsSync(stores.file)).toBe(false)
  })
  it('reads what is there', async () => {
    await finish(await store(), 'r1')
    const one = opened(await openStoreReadOnly(stores.file))
    expect((await one.history()).total).toBe(1)
    expect(await problem(one.createRun(header('r2')))).toMatchObject({ code: 'not-writable' })
  })
  it('is disk-full also where a quota ends it', async () => {
    const one = opened(await openStore(stores.file, { maxPages: 30 }))
    expect(await problem(one.setNote('n', 'x'.repeat(200_000)))).toMatchObject({ code: 'disk-full' })
    await one.setNote('n', 'fits')
  })
  it('reads a store on a read-only file system', async () => {
    const disk = smallDisk(2048)
    try {
      mkdirSync(join(disk.folder, 'a#b ?%41'))
      const place = join(disk.folder, 'a#b ?%41', 'backstep.db')
      const one = await store(place)
      await finish(one, 'r1')
      await one.close()
      await letGo()
      if (disk.mounted) execFileSync('mount', ['-o', 'remount,ro', disk.folder])
      const read = opened(await openStoreReadOnly(place))
      expect((await read.history()).total).toBe(1)
    } finally {
      await closeAll()
      disk.remove()
    }
  })
})

it('takes in a store of the version before', async () => {
  const old = new DatabaseSync(stores.file)
  old.exec(`${MIGRATIONS[0]}; PRAGMA user_version = 1; INSERT INTO runs VALUES ('r1', 'staging', 's', NULL, 's', 0); INSERT INTO outbox (run_id, environment, record, statuses) VALUES ('r1', 'staging', '{}', '{}')`)
  old.close()
  const one = await store()
  expect((await one.outbox()).map(({ runId }) => runId)).toEqual(['r1'])
  expect(await one.programs('r1')).toEqual([])
})
