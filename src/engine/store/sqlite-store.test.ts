import { describe, expect, it } from 'vitest'
import { chainRecord } from '../../domain/history'
import type { RunEventBody } from '../../domain/run'
import { problem } from '../testing/problem'
import { done, entry, finish, finished, header, holder, useStores } from '../testing/stores'
import type { Store } from './store'

const { store } = useStores()

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
    expect(await one.outbox()).toEqual([1, 2].map((n) => ({ runId: `r${n}`, environment: 'staging', delivered: false, record: JSON.stringify({ head: (n === 1 ? first : second).record.hash }) })))
    await one.clearOutbox('r1', '2026-11-22T10:00:00.000Z')
    expect((await one.outbox()).map(({ runId }) => runId)).toEqual(['r2'])
    expect((await one.outboxRows()).map(({ runId, delivered }) => [runId, delivered])).toEqual([['r1', true], ['r2', false]])
    expect(await one.runs({ unfinished: true })).toEqual([])
    expect((await one.latest()).map(({ runId }) => runId)).toEqual(['r2'])
    expect(await one.latest('production')).toEqual([])
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
