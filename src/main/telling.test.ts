import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { OutputLine } from '../domain/run'
import { createTelling } from './telling'
import type { Told } from './wire'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const line = (runId: string, n: number): OutputLine => ({ runId, n, at: '', step: 's', host: 'local', stream: 'stdout', text: String(n) })
const linesOf = (batches: readonly (readonly Told[])[], runId: string): readonly number[] =>
  batches.flat().flatMap((told) => (told.name === 'run-output' && told.payload.runId === runId ? told.payload.lines.map(({ n }) => n) : []))

test('100,000 lines are one message a frame, none lost, in order', () => {
  const sent: (readonly Told[])[] = []
  const telling = createTelling((told) => sent.push(told))
  for (let n = 0; n < 100_000; n++) {
    telling.output('/p', n % 2 === 0 ? 'a' : 'b', [line('x', n)])
    if (n % 1000 === 999) vi.advanceTimersByTime(5)
  }
  telling.flush()
  expect(sent.length).toBeLessThanOrEqual(500 / 16 + 1)
  expect(linesOf(sent, 'a')).toEqual(Array.from({ length: 50_000 }, (_, i) => 2 * i))
  expect(linesOf(sent, 'b')).toEqual(Array.from({ length: 50_000 }, (_, i) => 2 * i + 1))
  expect(sent.every((told) => told.length <= 2)).toBe(true)
})

test('a burst of 500,000 lines at once passes', () => {
  const sent: (readonly Told[])[] = []
  const telling = createTelling((told) => sent.push(told))
  telling.output('/p', 'a', [line('a', 0)])
  telling.output('/p', 'a', Array.from({ length: 500_000 }, (_, i) => line('a', i + 1)))
  telling.flush()
  expect(linesOf(sent, 'a')).toHaveLength(500_001)
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
