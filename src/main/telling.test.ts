import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { OutputNews } from '../domain/output-news'
import type { OutputLine } from '../domain/run'
import { createTelling } from './telling'
import type { Told } from './wire'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const line = (runId: string, n: number): OutputLine => ({ runId, n, at: '', step: 's', host: 'local', stream: 'stdout', text: String(n) })
/** Numbers of the lines that were told, in full or by their place. */
const linesOf = (batches: readonly (readonly Told[])[], runId: string): readonly number[] =>
  outputOf(batches, runId).flatMap(({ skipped, lines }) => [...skipped.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, index) => from + index)), ...lines.map(({ n }) => n)])
const outputOf = (batches: readonly (readonly Told[])[], runId: string): readonly OutputNews[] =>
  batches.flat().flatMap((told) => (told.name === 'run-output' && told.payload.runId === runId ? [told.payload] : []))

test('100,000 lines are a few messages a second with the newest lines, none lost, in order', () => {
  const sent: (readonly Told[])[] = []
  const telling = createTelling((told) => sent.push(told))
  for (let n = 0; n < 100_000; n++) {
    telling.output('/p', n % 2 === 0 ? 'a' : 'b', [line('x', n)])
    if (n % 1000 === 999) vi.advanceTimersByTime(5)
  }
  telling.flush()
  expect(sent.length).toBeLessThanOrEqual(500 / 100 + 2)
  expect(linesOf(sent, 'a')).toEqual(Array.from({ length: 50_000 }, (_, i) => 2 * i))
  expect(linesOf(sent, 'b')).toEqual(Array.from({ length: 50_000 }, (_, i) => 2 * i + 1))
  expect(sent.every((told) => told.length <= 2)).toBe(true)
  expect(outputOf(sent, 'a').every(({ lines }) => lines.length === 200)).toBe(true)
})

test('a burst of 500,000 lines at once passes', () => {
  const sent: (readonly Told[])[] = []
  const telling = createTelling((told) => sent.push(told))
  telling.output('/p', 'a', [line('a', 0)])
  telling.output('/p', 'a', Array.from({ length: 500_000 }, (_, i) => line('a', i + 1)))
  telling.flush()
  expect(linesOf(sent, 'a')).toHaveLength(500_001)
})

test('the first lines come at once, more of them later, an event takes along what waits', () => {
  const sent: (readonly Told[])[] = []
  const telling = createTelling((told) => sent.push(told))
  vi.advanceTimersByTime(1000)
  telling.output('/p', 'a', [line('a', 0)])
  vi.advanceTimersByTime(16)
  expect(linesOf(sent, 'a')).toEqual([0])
  telling.output('/p', 'a', [line('a', 1)])
  vi.advanceTimersByTime(50)
  expect(linesOf(sent, 'a')).toEqual([0])
  telling.events('/p', [{ runId: 'a', seq: 1, at: '', type: 'step-started', step: 's', attempt: 1 }])
  vi.advanceTimersByTime(16)
  expect(sent.at(-1)?.map(({ name }) => name)).toEqual(['run-output', 'run-events'])
  telling.output('/p', 'a', [line('a', 2)])
  vi.advanceTimersByTime(100)
  expect(linesOf(sent, 'a')).toEqual([0, 1, 2])
})

test('changes are told once, progress each time', () => {
  const sent: (readonly Told[])[] = []
  const telling = createTelling((told) => sent.push(told))
  telling.changed('/p', ['registry'])
  telling.changed('/p', ['runs', 'registry'])
  telling.progress({ name: 'demo-progress', payload: { sentence: 'a', done: 1, total: 2 } })
  telling.progress({ name: 'demo-progress', payload: { sentence: 'b', done: 2, total: 2 } })
  vi.advanceTimersByTime(16)
  expect(sent).toEqual([
    [
      { name: 'project-changed', payload: { project: '/p', what: ['registry', 'runs'] } },
      { name: 'demo-progress', payload: { sentence: 'a', done: 1, total: 2 } },
      { name: 'demo-progress', payload: { sentence: 'b', done: 2, total: 2 } }
    ]
  ])
  vi.advanceTimersByTime(100)
  expect(sent).toHaveLength(1)
})
