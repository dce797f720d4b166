import { expect, it } from 'vitest'
import { chainRecord, recordText } from '../../domain/history'
import type { HistoryEntry, HistoryRecord } from '../../domain/run'
import type { Session } from '../session/session'
import { figuresOf } from './history-figures'

const DAY = 86_400_000
const NOW = new Date('2026-11-25T12:00:00.000Z')
const entry = (n: number, more: Partial<HistoryEntry>): HistoryEntry => ({
  runId: `run-${n}`, environment: 'staging', kind: 'full', from: null, to: { deploymentId: 'd1', version: 'v1' }, services: [], actor: { user: 'kim', host: 'desk' }, via: 'cli', reason: 'x', planHash: '', forced: [],
  data: 'keep', startedAt: NOW.toISOString(), finishedAt: NOW.toISOString(), outcome: 'done', downtime: null, duration: 1000, steps: { done: 1, total: 1 }, warnings: [], undoes: null, ...more
})

/** A session with a history of so many records, and how many of them were asked for at a time. */
function given(entries: readonly HistoryEntry[]) {
  const records: HistoryRecord[] = []
  for (const one of entries) records.push(chainRecord(one, records.at(-1) ?? null))
  const rows = records.map((record) => ({ number: record.number, runId: record.entry.runId, environment: 'staging', text: recordText(record), search: '' }))
  const asked: number[] = []
  const store = {
    historyEnds: async () => ({ total: rows.length, first: null, last: records.at(-1) ?? null }),
    historyRows: async (after: number, limit: number) => {
      asked.push(limit)
      return rows.filter(({ number }) => number > after).slice(0, limit)
    }
  }
  // The figures ask only the store.
  return { rows, asked, session: { store } as unknown as Session }
}

it('adds up a long history a slice at a time, once', async () => {
  const old = new Date(NOW.getTime() - 400 * DAY).toISOString()
  const { session, asked } = given(Array.from({ length: 2500 }, (_, n) => entry(n, n < 2400 ? { startedAt: old, finishedAt: old, duration: 5000 } : n % 10 === 0 ? { outcome: 'failed' } : {})))
  const [first, again] = await Promise.all([figuresOf(session), figuresOf(session)])
  expect([again === first, asked]).toEqual([true, [1000, 1000, 1000]])
  expect(first).toMatchObject({ finishedRuns: 2500, failedRuns: 10, successRate: 2490 / 2500, medianTimeToRestore: 5000 })
  expect([first.timeToRestore.length, first.timeToRestore[0]?.at, first.timeToRestore.at(-1)?.at]).toEqual([2490, old, NOW.toISOString()])
  expect(first.weeks([NOW.toISOString()], NOW).at(-1)).toEqual({ week: '2026-11-23T00:00:00.000Z', done: 90, undone: 0, failed: 10, interrupted: 1 })
})

it('tells what was undone, and leaves out what cannot be read', async () => {
  const { session, rows } = given([entry(0, {}), entry(1, { kind: 'undo', undoes: 'run-0' }), entry(2, { undoes: 'run-1', kind: 'undo', outcome: 'failed' }), entry(3, { outcome: 'abandoned' }), entry(4, {})])
  rows[4] = { ...rows[4]!, text: 'oops' }
  const figures = await figuresOf(session)
  expect([...figures.undone]).toEqual([['run-0', 'run-1']])
  expect(figures).toMatchObject({ finishedRuns: 3, failedRuns: 1, timeToRestore: [{ at: NOW.toISOString(), duration: 1000 }] })
  expect(figures.weeks([], NOW).at(-1)).toMatchObject({ done: 1, undone: 1, failed: 2 })
})

it('counts a run as undone only while its undo stands, through any number of undos', async () => {
  const undo = (n: number, of: number): HistoryEntry => entry(n, { kind: 'undo', undoes: `run-${of}` })
  const undoneIn = async (...entries: readonly HistoryEntry[]) => [...(await figuresOf(given(entries).session)).undone].sort()
  const twice = [entry(0, {}), undo(1, 0), undo(2, 1)]
  expect(await undoneIn(...twice)).toEqual([['run-1', 'run-2']])
  expect((await figuresOf(given(twice).session)).weeks([], NOW).at(-1)).toMatchObject({ done: 2, undone: 1 })
  expect(await undoneIn(...twice, undo(3, 2))).toEqual([['run-0', 'run-1'], ['run-2', 'run-3']])
  expect(await undoneIn(...twice, undo(3, 0))).toEqual([['run-0', 'run-3'], ['run-1', 'run-2']])
})
