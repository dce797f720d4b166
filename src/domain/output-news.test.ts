import fc from 'fast-check'
import { expect, it } from 'vitest'
import { newsOf } from './output-news'
import type { OutputLine } from './run'

const told = fc.array(fc.record({ gap: fc.constantFrom(0, 0, 0, 3), step: fc.constantFrom('a', 'b'), stream: fc.constantFrom('stdout', 'stderr', 'note', 'command') }), { maxLength: 60 })
  .map((parts): OutputLine[] => {
    let n = -1
    return parts.map(({ gap, step, stream }) => ({ runId: 'r', n: (n += gap + 1), at: '', step, host: 'local', stream, text: '' }) as const)
  })

it('tells of every line once, with its step and stream, the newest in full', () => {
  fc.assert(fc.property(told, fc.nat(70), (lines, limit) => {
    const { skipped, lines: sent } = newsOf(lines, limit)
    expect(sent).toEqual(lines.slice(lines.length - Math.min(limit, lines.length)))
    const spelled = skipped.flatMap(({ from, to, step, stream }) => Array.from({ length: to - from }, (_, index) => ({ n: from + index, step, stream })))
    expect([...spelled, ...sent.map(({ n, step, stream }) => ({ n, step, stream }))]).toEqual(lines.map(({ n, step, stream }) => ({ n, step, stream })))
  }))
})

it('needs one span for lines of one step and stream', () => {
  const lines = Array.from({ length: 5000 }, (_, n): OutputLine => ({ runId: 'r', n, at: '', step: 'a', host: 'local', stream: 'stdout', text: '' }))
  expect(newsOf(lines, 200).skipped).toEqual([{ from: 0, to: 4800, step: 'a', stream: 'stdout' }])
})
