import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chainRecord, recordText } from '../../domain/history'
import { problemOf } from '../../domain/problem'
import type { HistoryEntry, RunEventBody, RunHeader, RunResult } from '../../domain/run'
import { smallDisk } from '../testing/small-disk'
import { MIGRATIONS } from './schema'
import { openStore, openStoreReadOnly } from './sqlite-store'
import type { Store } from './store'

let folder: string
let file: string
const open: Store[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backstep-store-'))
  file = join(folder, 'backstep.db')
})
afterEach(async () => {
  for (const store of open.splice(0)) await store.close()
  rmSync(folder, { recursive: true, force: true })
})
async function store(at = file): Promise<Store> {
  const opened = await openStore(at, { clock: { now: () => new Date('2026-11-22T10:00:00Z') } })
  open.push(opened)
  return opened
}
const problem = async (work: Promise<unknown>) => work.then(() => { throw new Error('it did not fail') }, problemOf)

const header = (runId: string, environment = 'staging'): RunHeader => ({ runId, startedAt: `2026-11-22T09:00:00.000Z`, plan: { environment } }) as unknown as RunHeader
const holder = (runId: string, environment = 'staging') => ({ environment, runId, pid: 1, startTime: '2', bootId: 'b', user: 'kim', host: 'laptop', since: '2026-11-22T09:00:00.000Z' })
const finished = { type: 'run-finished', result: { finishedAt: '2026-11-22T10:00:00.000Z' } as RunResult } as const
const entry = (runId: string, reason = 'Broken', environment = 'staging'): HistoryEntry => ({
  runId, environment, kind: 'full', from: null, to: { deploymentId: 'd1', version: 'v1' }, services: ['web'], actor: { user: 'kim', host: 'laptop' }, via: 'cli', reason, planHash: 'h', forced: [],
  data: 'keep', startedAt: '2026-11-22T09:00:00.000Z', finishedAt: '2026-11-22T10:00:00.000Z', outcome: 'done', downtime: null, duration: 1, steps: { done: 1, total: 1 }, warnings: [], undoes: null
})
const done = (step: string, duration: number): RunEventBody => ({ type: 'step-finished', step, evidence: { duration }, findings: [] })
async function finish(on: Store, runId: string, reason?: string, environment?: string) {
  await on.createRun(header(runId, environment))
  const { epoch } = await on.takeHold(holder(runId, environment))
  const record = chainRecord(entry(runId, reason, environment), (await on.historyEnds()).last)
  const event = await on.finishRun(runId, epoch, finished, record, { environment: environment ?? 'staging', statuses: { d2: 'rolled-back' }, record: JSON.stringify({ head: record.hash }) })
  return { event, record }
}

describe('runs and their journal', () => {
  it('takes warnings after the end of a run, and nothing else', async () => {
    const one = await store()
    await one.createRun(header('r1'))
    expect(await problem(one.warn('r1', ['early']))).toMatchObject({ code: 'run-unfinished' })
    const { epoch } = await one.takeHold(holder('r1'))
    await one.finishRun('r1', epoch, finished, chainRecord(entry('r1'), null), null)
    await one.release('staging', epoch)
    expect(await one.warn('r1', ['late'])).toMatchObject({ seq: 2, type: 'run-warned', warnings: ['late'] })
    expect(await problem(one.append('r1', epoch, { type: 'run-warned', warnings: ['late'] }))).toMatchObject({ code: 'internal' })
    expect((await one.events('r1')).map(({ type }) => type)).toEqual(['run-started', 'run-finished', 'run-warned'])
  })
  it('commits events in order and gives them back after reopening', async () => {
    const one = await store()
    expect(await one.createRun(header('r1'))).toMatchObject({ seq: 0, type: 'run-started', at: '2026-11-22T10:00:00.000Z' })
    const { epoch } = await one.takeHold(holder('r1'))
    expect(await one.append('r1', epoch, { type: 'step-started', step: 's', attempt: 1 })).toMatchObject({ runId: 'r1', seq: 1 })
    await one.append('r1', epoch, done('s', 12.4))
    await one.close()
    const two = await store()
    expect((await two.events('r1')).map(({ seq, type }) => [seq, type])).toEqual([[0, 'run-started'], [1, 'step-started'], [2, 'step-finished']])
    expect(await two.events('r1', 2)).toHaveLength(1)
    expect(await two.runs({ unfinished: true })).toMatchObject([{ runId: 'r1', lastSeq: 2, finishedAt: null }])
    expect(await two.durations('staging', 's')).toEqual([12])
  })
  it('refuses a second unfinished run in an environment', async () => {
    const one = await store()
    await one.createRun(header('r1'))
    expect(await problem(one.createRun(header('r2')))).toMatchObject({ code: 'unfinished-run', message: expect.stringContaining('r1') })
    await one.createRun(header('r3', 'dev'))
    expect(await one.runs()).toHaveLength(2)
    expect(await one.events('r2')).toEqual([])
  })
  it('refuses whoever was overtaken, also to finish', async () => {
    const one = await store()
    await one.createRun(header('r1'))
    const old = await one.takeHold(holder('r1'))
    const now = await one.takeHold(holder('r1'))
    expect(now.epoch).toBe(old.epoch + 1)
    expect(await problem(one.append('r1', old.epoch, done('s', 1)))).toMatchObject({ code: 'overtaken' })
    expect(await problem(one.finishRun('r1', old.epoch, finished, chainRecord(entry('r1'), null), null))).toMatchObject({ code: 'overtaken' })
    await one.release('staging', old.epoch)
    expect(await one.holder('staging')).toEqual(now)
    await one.release('staging', now.epoch)
    expect(await one.holder('staging')).toBeNull()
    expect(await problem(one.append('r1', now.epoch, done('s', 1)))).toMatchObject({ code: 'overtaken' })
    expect((await one.takeHold(holder('r1'))).epoch).toBe(now.epoch + 1)
    expect(await one.events('r1')).toHaveLength(1)
  })
  it('keeps the newest 20 durations, newest first', async () => {
    const one = await store()
    await one.createRun(header('r1'))
    const { epoch } = await one.takeHold(holder('r1'))
    for (let n = 1; n <= 25; n++) await one.append('r1', epoch, done('s', n))
    expect(await one.durations('staging', 's')).toEqual(Array.from({ length: 20 }, (_, n) => 25 - n))
    expect(await one.durations('dev', 's')).toEqual([])
  })
})

describe('the end of a run', () => {
  it('is one transaction: event, chained record, outbox', async () => {
    const one = await store()
    const first = await finish(one, 'r1')
    const second = await finish(one, 'r2')
    expect([first.record.number, second.record.number, second.record.previous === first.record.hash]).toEqual([1, 2, true])
    expect(await one.outbox()).toEqual([1, 2].map((n) => ({ runId: `r${n}`, environment: 'staging', statuses: { d2: 'rolled-back' }, record: JSON.stringify({ head: (n === 1 ? first : second).record.hash }) })))
    await one.clearOutbox('r1', '2026-11-22T10:00:00.000Z')
    expect((await one.outbox()).map(({ runId }) => runId)).toEqual(['r2'])
    expect((await one.delivered()).map(({ runId }) => runId)).toEqual(['r1'])
    expect(await one.runs({ unfinished: true })).toEqual([])
    expect(await one.historyOf('r2')).toEqual(second.record)
    expect(await problem(one.append('r1', 1, done('s', 1)))).toMatchObject({ code: 'run-finished' })
  })
  it('is taken back whole when a part of it fails', async () => {
    const one = await store()
    await one.createRun(header('r1'))
    const { epoch } = await one.takeHold(holder('r1'))
    const forged = { ...chainRecord(entry('r1'), null), hash: '0'.repeat(64) }
    expect(await problem(one.finishRun('r1', epoch, finished, forged, null))).toMatchObject({ code: 'internal' })
    expect([(await one.events('r1')).length, (await one.history()).total, (await one.runs({ unfinished: true })).length]).toEqual([1, 0, 1])
    await one.finishRun('r1', epoch, finished, chainRecord(entry('r1'), null), null)
  })
  it('writes nothing when another record came first', async () => {
    const one = await store()
    await one.createRun(header('r1'))
    const { epoch } = await one.takeHold(holder('r1'))
    const early = chainRecord(entry('r1'), (await one.historyEnds()).last)
    await finish(one, 'r2', 'Slow', 'production')
    expect(await one.finishRun('r1', epoch, finished, early, null)).toBeNull()
    expect([(await one.events('r1')).length, (await one.history()).total]).toEqual([1, 1])
    expect(await one.finishRun('r1', epoch, finished, chainRecord(entry('r1'), (await one.historyEnds()).last), null)).toMatchObject({ type: 'run-finished' })
    expect(await one.historyEnds()).toMatchObject({ total: 2, last: { number: 2 } })
  })
})

describe('history', () => {
  it('is searched by text and environment, newest first, in pages', async () => {
    const one = await store()
    await finish(one, 'r1', 'Login broken')
    await finish(one, 'r2', 'Slow', 'production')
    await finish(one, 'r3', 'login SLOW')
    expect((await one.history({ text: ' LOGIN' })).records.map((record) => record.entry.runId)).toEqual(['r3', 'r1'])
    expect(await one.history({ text: 'slow', environment: 'production' })).toMatchObject({ total: 3, matching: 1 })
    expect((await one.history({ offset: 1, limit: 1 })).records.map((record) => record.number)).toEqual([2])
    expect((await one.history({ text: '%' })).matching).toBe(0)
  })
  it('is kept as canonical JSON, byte for byte', async () => {
    const one = await store()
    const { record } = await finish(one, 'r1')
    const [row] = await one.historyRows(0, 10)
    expect(row).toMatchObject({ number: 1, runId: 'r1', environment: 'staging', text: recordText(record) })
    expect(await one.historyRows(1, 10)).toEqual([])
  })
  it('has another mark after every change, also by another program', async () => {
    const one = await store()
    const marks = [await one.historyMark()]
    await finish(one, 'r1')
    marks.push(await one.historyMark())
    const raw = new DatabaseSync(file)
    raw.exec("UPDATE history SET record = replace(record, 'Broken', 'Fine')")
    raw.close()
    marks.push(await one.historyMark())
    expect(new Set(marks).size).toBe(3)
    expect(await one.historyMark()).toBe(marks[2])
  })
  it('is listed also where a record cannot be read, and goes on', async () => {
    const one = await store()
    for (const run of ['r1', 'r2']) await finish(one, run)
    const raw = new DatabaseSync(file)
    raw.exec("UPDATE history SET record = '{' WHERE number = 2; UPDATE history SET record = replace(record, '\"actor\"', '\"actor_\"') WHERE number = 1")
    raw.close()
    expect((await one.history()).records.map(({ number, hash, entry: { runId } }) => [number, hash, runId])).toEqual([[2, '', 'r2'], [1, '', 'r1']])
    expect((await finish(one, 'r3')).record.number).toBe(3)
  })
  it('names runs without a record, and records without a run', async () => {
    const one = await store()
    for (const run of ['r1', 'r2', 'r3']) await finish(one, run)
    expect(await one.runsAndRecords()).toEqual({ runsWithoutRecord: [], recordsWithoutRun: [] })
    const raw = new DatabaseSync(file)
    raw.exec("DELETE FROM history WHERE number = 3; DELETE FROM events WHERE run_id = 'r1'; DELETE FROM outbox; DELETE FROM runs WHERE run_id = 'r1'")
    raw.close()
    expect(await one.runsAndRecords()).toEqual({ runsWithoutRecord: ['r3'], recordsWithoutRun: [{ number: 1, runId: 'r1', environment: 'staging' }] })
  })
})

describe('small values', () => {
  it('remembers the first observation of a value', async () => {
    const one = await store()
    expect([await one.firstSeen('web', 'a', 't1'), await one.firstSeen('web', 'a', 't2'), await one.firstSeen('web', 'b', 't3'), await one.firstSeen('web', 'a', 't4')]).toEqual(['t1', 't1', 't3', 't4'])
  })
  it('keeps lineages and notes', async () => {
    const one = await store()
    await one.setLineage('/a', 'x')
    await one.setLineage('/a', 'y')
    await one.setNote('n', '1')
    expect([await one.lineage('/a'), await one.lineage('/b'), await one.note('n'), await one.note('m')]).toEqual(['y', null, '1', null])
    await one.probeWritable()
  })
})

describe('the file', () => {
  it('is private, with its companions', async () => {
    await (await store()).setNote('n', '1')
    for (const end of ['', '-wal', '-shm']) expect(statSync(file + end).mode & 0o777).toBe(0o600)
  })
  it('is opened by several at once from nothing', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => store()))
    await Promise.all(all.map((one, n) => one.setNote(`n${n}`, 'x')))
    expect(await all[0]!.note('n4')).toBe('x')
  })
  it('is refused when it is no store, or of a newer Backstep', async () => {
    writeFileSync(file, 'not a database '.repeat(500))
    expect(await problem(openStore(file))).toMatchObject({ code: 'store-damaged', place: { file } })
    expect(await problem(openStoreReadOnly(file))).toMatchObject({ code: 'store-damaged' })
    const newer = join(folder, 'newer.db')
    const raw = new DatabaseSync(newer)
    raw.exec('PRAGMA user_version = 99')
    raw.close()
    expect(await problem(openStore(newer))).toMatchObject({ code: 'store-newer' })
    expect(await problem(openStore(join(folder, 'no/such.db')))).toMatchObject({ code: 'missing' })
  })
  it('loses nothing acknowledged on a full disk, and says that it is full', async () => {
    const disk = smallDisk(512)
    try {
      const place = join(disk.folder, 'backstep.db')
      const one = await openStore(place, disk.mounted ? {} : { maxPages: 120 })
      open.push(one)
      await one.createRun(header('r1'))
      const { epoch } = await one.takeHold(holder('r1'))
      let acknowledged = 1
      const fill = async () => { for (;;) acknowledged += Number((await one.append('r1', epoch, { ...done('s', 1), evidence: { duration: 1, output: ['x'.repeat(3000)] } } as RunEventBody)).seq > 0) }
      expect(await problem(fill())).toMatchObject({ code: 'disk-full', message: expect.stringContaining(`no space left in ${disk.folder}`) as string, next: expect.stringContaining('Free some space') as string, place: { file: place } })
      expect(await problem(one.probeWritable())).toMatchObject({ code: 'disk-full' })
      expect((await one.events('r1')).length).toBe(acknowledged)
      expect(acknowledged).toBeGreaterThan(10)
    } finally {
      for (const one of open.splice(0)) await one.close()
      disk.remove()
    }
  })
})

describe('without the right to write', () => {
  it('is empty when there is none, and creates nothing', async () => {
    const one = await openStoreReadOnly(file)
    open.push(one)
    expect([await one.runs(), (await one.history()).total, await one.holder('staging'), await one.note('x'), await one.firstSeen('a', 'b', 'now')]).toEqual([[], 0, null, null, 'now'])
    expect(await problem(one.setNote('a', 'b'))).toMatchObject({ code: 'not-writable' })
    expect(await problem(one.probeWritable())).toMatchObject({ code: 'not-writable' })
    expect(existsSync(file)).toBe(false)
  })
  it('reads what is there', async () => {
    await finish(await store(), 'r1')
    const one = await openStoreReadOnly(file)
    open.push(one)
    expect((await one.history()).total).toBe(1)
    expect(await problem(one.createRun(header('r2')))).toMatchObject({ code: 'not-writable' })
  })
  it('is disk-full also where a quota ends it', async () => {
    const one = await openStore(file, { maxPages: 30 })
    open.push(one)
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
      if (disk.mounted) execFileSync('mount', ['-o', 'remount,ro', disk.folder])
      const read = await openStoreReadOnly(place)
      open.push(read)
      expect((await read.history()).total).toBe(1)
    } finally {
      for (const one of open.splice(0)) await one.close()
      disk.remove()
    }
  })
})

describe('what the steps of a holder have running', () => {
  const program = { environment: 'staging', runId: 'r1', step: 's', host: 'local', pid: 42, startTime: '7', bootId: 'b', leaves: false, until: '2026-11-22T10:05:00.000Z' }
  async function begun(on: Store): Promise<number> {
    await on.createRun(header('r1'))
    const { epoch } = await on.takeHold(holder('r1'))
    await on.append('r1', epoch, { type: 'step-started', step: 's', attempt: 1 })
    return epoch
  }
  it.each(['step-finished', 'step-failed', 'step-aborted'] as const)('is known until its %s', async (type) => {
    const one = await store()
    const epoch = await begun(one)
    await one.noteProgram(epoch, program)
    await one.noteProgram(epoch, { ...program, step: 'other', leaves: true })
    expect(await one.programs('r1')).toEqual([program, { ...program, step: 'other', leaves: true }])
    await one.append('r1', epoch, { type, step: 's', evidence: { duration: 1 }, findings: [], problem: { code: 'x', message: '', next: '' } } as RunEventBody)
    expect((await one.programs('r1')).map(({ step }) => step)).toEqual(['other'])
    await one.forgetPrograms('r1')
    expect(await one.programs('r1')).toEqual([])
  })
  it('is noted only by the holder, and gone with the end of the run', async () => {
    const one = await store()
    const epoch = await begun(one)
    await one.noteProgram(epoch, program)
    const { epoch: next } = await one.takeHold(holder('r1'))
    expect(await problem(one.noteProgram(epoch, program))).toMatchObject({ code: 'overtaken' })
    await one.finishRun('r1', next, finished, chainRecord(entry('r1'), null), null)
    expect(await one.programs('r1')).toEqual([])
  })
})

describe('plans that were shown', () => {
  it('are found by their hash or its beginning, the newest 50', async () => {
    const one = await store()
    const hash = (n: number): string => `${n.toString(16).padStart(2, '0')}${'a'.repeat(62)}`
    for (let n = 0; n < 60; n++) await one.keepPlan(hash(n), 'staging', `plan ${n}`, `2026-11-22T10:00:${String(n).padStart(2, '0')}.000Z`)
    expect(await one.keptPlan(hash(59))).toBe('plan 59')
    expect(await one.keptPlan(hash(20).slice(0, 8))).toBe('plan 20')
    expect(await one.keptPlan(hash(9))).toBeNull()
    expect(await one.keptPlan('1')).toBeNull()
  })
})

it('takes in a store of the version before', async () => {
  const old = new DatabaseSync(file)
  old.exec(`${MIGRATIONS[0]}; PRAGMA user_version = 1; INSERT INTO runs VALUES ('r1', 'staging', 's', NULL, 's', 0); INSERT INTO outbox (run_id, environment, record, statuses) VALUES ('r1', 'staging', '{}', '{}')`)
  old.close()
  const one = await store()
  expect((await one.outbox()).map(({ runId }) => runId)).toEqual(['r1'])
  expect(await one.programs('r1')).toEqual([])
})
