import { DatabaseSync } from '@photostructure/sqlite'
import { describe, expect, it } from 'vitest'
import { recordText } from '../../domain/history'
import { finish, useStores } from '../testing/stores'

const stores = useStores()
const { store } = stores

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
    const raw = new DatabaseSync(stores.file)
    raw.exec("UPDATE history SET record = replace(record, 'Broken', 'Fine')")
    raw.close()
    marks.push(await one.historyMark())
    expect(new Set(marks).size).toBe(3)
    expect(await one.historyMark()).toBe(marks[2])
  })
  it('is listed also where a record cannot be read, and goes on', async () => {
    const one = await store()
    for (const run of ['r1', 'r2']) await finish(one, run)
    const raw = new DatabaseSync(stores.file)
    raw.exec("UPDATE history SET record = '{' WHERE number = 2; UPDATE history SET record = replace(record, '\"actor\"', '\"actor_\"') WHERE number = 1")
    raw.close()
    expect((await one.history()).records.map(({ number, hash, entry: { runId } }) => [number, hash, runId])).toEqual([[2, '', 'r2'], [1, '', 'r1']])
    expect((await finish(one, 'r3')).record.number).toBe(3)
  })
  it('names runs without a record, and records without a run', async () => {
    const one = await store()
    for (const run of ['r1', 'r2', 'r3']) await finish(one, run)
    expect(await one.runsAndRecords()).toEqual({ runsWithoutRecord: [], recordsWithoutRun: [] })
    const raw = new DatabaseSync(stores.file)
    raw.exec("DELETE FROM history WHERE number = 3; DELETE FROM events WHERE run_id = 'r1'; DELETE FROM outbox; DELETE FROM runs WHERE run_id = 'r1'")
    raw.close()
    expect(await one.runsAndRecords()).toEqual({ runsWithoutRecord: ['r3'], recordsWithoutRun: [{ number: 1, runId: 'r1', environment: 'staging' }] })
  })
})
