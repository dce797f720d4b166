import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { newsOf } from '../../../domain/output-news'
import type { OutputLine } from '../../../domain/run'
import { PAGE } from './output-pages'
import { RunOutput, type OutputSource } from './run-output'

const line = (n: number, more: Partial<OutputLine> = {}): OutputLine =>
  ({ runId: 'r', n, at: '2026-11-22T03:16:00.000Z', step: n % 2 === 0 ? 'even' : 'odd', host: 'local', stream: 'stdout', text: `line ${n}`, ...more })
const lines = (from: number, to: number): OutputLine[] => Array.from({ length: to - from }, (_, index) => line(from + index))
const now = (act: () => void): void => act()

function sourceOf(all: readonly OutputLine[]) {
  return {
    load: vi.fn<OutputSource['load']>(async (from, limit) => ({ lines: all.slice(from, from + limit), total: all.length })),
    search: vi.fn<OutputSource['search']>(async ({ text, step, errorsOnly, from }) =>
      all.filter((one) => one.n >= from && (step === null || one.step === step) && (!errorsOnly || one.stream === 'stderr') && one.text.includes(text)).map(({ n }) => n))
  }
}

describe('output of a run', () => {
  it('drops lines that it has, whichever way they came', async () => {
    const output = new RunOutput(sourceOf(lines(0, 10)), now)
    output.add(lines(8, 12))
    await output.open()
    output.add(lines(5, 13))
    expect(output.count).toBe(13)
    expect((await output.allShown()).map(({ n }) => n)).toEqual(lines(0, 13).map(({ n }) => n))
  })

  it('opens at the end and asks for earlier lines when they come into sight', async () => {
    const source = sourceOf(lines(0, 20_000))
    const output = new RunOutput(source, now)
    await output.open(2000)
    expect(output.lineAt(19_999)?.text).toBe('line 19999')
    expect(output.lineAt(3)).toBeUndefined()
    await vi.waitFor(() => expect(output.lineAt(3)?.text).toBe('line 3'))
    expect(source.load).toHaveBeenCalledWith(0, PAGE)
  })

  it('asks for what another process wrote', async () => {
    const all = lines(0, 3)
    const output = new RunOutput(sourceOf(all), now)
    await output.open()
    all.push(...lines(3, 8))
    await output.catchUp()
    expect(output.count).toBe(8)
  })

  it('counts errors once, also those that are not here', async () => {
    const all = [...lines(0, 6000), line(6000, { stream: 'stderr' })].map((one) => (one.n === 4 ? line(4, { stream: 'stderr' }) : one))
    const output = new RunOutput(sourceOf(all), now)
    await output.open(1000)
    expect(output.errors).toBe(2)
    output.lineAt(4)
    await vi.waitFor(() => expect(output.lineAt(4)).toBeDefined())
    output.add([line(6001, { stream: 'problem' })])
    expect(output.errors).toBe(3)
  })

  it('narrows down to a step or to errors and goes on doing so', async () => {
    const output = new RunOutput(sourceOf([]), now)
    output.add(lines(0, 10))
    await output.setFilter({ step: 'odd', errorsOnly: false })
    output.add(lines(10, 14))
    expect(output.count).toBe(7)
    expect(output.lineAt(6)?.n).toBe(13)
    await output.setFilter({ step: null, errorsOnly: false })
    expect(output.count).toBe(14)
  })

  it('finds text in what is shown, here or by the engine', async () => {
    const all = lines(0, 20_000)
    const source = sourceOf(all)
    const output = new RunOutput(source, now)
    await output.open(1000)
    await output.setSearch('line 42')
    expect(output.matches).toEqual(all.filter(({ text }) => text.includes('line 42')).map(({ n }) => n))
    output.add([line(20_000, { text: 'LINE 42 again' })])
    expect(output.matches.at(-1)).toBe(20_000)
    await output.setSearch('')
    expect(output.matches).toEqual([])
  })

  it('takes the newest search when an older one answers late', async () => {
    const answers: ((found: readonly number[]) => void)[] = []
    const output = new RunOutput({ load: async () => ({ lines: [], total: 0 }), search: () => new Promise((resolve) => answers.push(resolve)) }, now)
    output.add([line(5)])
    const first = output.setSearch('a')
    const second = output.setSearch('b')
    answers[1]!([2])
    answers[0]!([1])
    await Promise.all([first, second])
    expect(output.matches).toEqual([2])
  })

  it('knows lines that were skipped by step and stream, and asks for them when they come into sight', async () => {
    const all = lines(0, 3000).map((one) => (one.n === 7 ? line(7, { stream: 'stderr' }) : one))
    const output = new RunOutput(sourceOf(all), now)
    for (const [from, to] of [[0, 500], [500, 3000]] as const) output.hear(newsOf(all.slice(from, to), 200))
    output.hear(newsOf(all.slice(100, 500), 200))
    expect([output.count, output.errors]).toEqual([3000, 1])
    expect(output.lineAt(2999)?.text).toBe('line 2999')
    await output.setFilter({ step: 'odd', errorsOnly: false })
    expect(output.count).toBe(1500)
    output.hear(newsOf(lines(3000, 3400), 100))
    expect(output.count).toBe(1700)
    expect(output.lineAt(2)).toBeUndefined()
    await vi.waitFor(() => expect(output.lineAt(2)?.text).toBe('line 5'))
    expect(output.errors).toBe(1)
  })

  it('finds text also in lines that were skipped, before the search and during it', async () => {
    const all = lines(0, 1000)
    const output = new RunOutput(sourceOf(all), now)
    output.hear(newsOf(all, 50))
    await output.setSearch('line 1')
    all.push(...lines(1000, 1300))
    output.hear(newsOf(all.slice(1000), 50))
    await vi.waitFor(() => expect(output.matches).toEqual(all.filter(({ text }) => text.includes('line 1')).map(({ n }) => n)))
  })

  it('copies every line, also those that were skipped', async () => {
    const all = lines(0, 12_000)
    const output = new RunOutput(sourceOf(all), now)
    output.hear(newsOf(all, 200))
    expect((await output.allShown()).map(({ text }) => text)).toEqual(all.map(({ text }) => text))
  })

  it('copies more lines than it keeps, none lost, and what is in sight stays', async () => {
    const all = lines(0, 305_001)
    const output = new RunOutput(sourceOf(all), now)
    await output.open()
    expect((await output.allShown()).map(({ n }) => n)).toEqual(all.map(({ n }) => n))
    expect(output.lineAt(305_000)).toBe(all.at(-1))
    await output.setFilter({ step: 'odd', errorsOnly: false })
    expect((await output.allShown()).map(({ n }) => n)).toEqual(all.filter(({ step }) => step === 'odd').map(({ n }) => n))
  })

  it('shows, counts and finds the same however lines are told', async () => {
    const told = fc.array(fc.record({ amount: fc.nat(40), limit: fc.nat(20) }), { maxLength: 8 })
    await fc.assert(fc.asyncProperty(told, fc.constantFrom('odd', null), fc.boolean(), async (batches, step, errorsOnly) => {
      const all: OutputLine[] = []
      const output = new RunOutput(sourceOf(all), now)
      await output.setFilter({ step, errorsOnly })
      const searching = output.setSearch('9')
      for (const { amount, limit } of batches) {
        const from = all.length
        all.push(...lines(from, from + amount).map((one) => (one.n % 5 === 0 ? { ...one, stream: 'stderr' as const } : one)))
        output.hear(newsOf(all.slice(from), limit))
      }
      await searching
      const passing = all.filter((one) => (step === null || one.step === step) && (!errorsOnly || one.stream === 'stderr')).map(({ n }) => n)
      expect(output.count).toBe(passing.length)
      expect(output.errors).toBe(all.filter(({ stream }) => stream === 'stderr').length)
      await vi.waitFor(() => expect(output.matches).toEqual(passing.filter((n) => all[n]!.text.includes('9'))))
    }), { numRuns: 60 })
  })

  it('tells its listeners once for many lines', () => {
    const planned: (() => void)[] = []
    const output = new RunOutput(sourceOf([]), (act) => planned.push(act))
    const heard = vi.fn()
    output.subscribe(heard)
    for (let n = 0; n < 100; n += 1) output.add([line(n)])
    planned.forEach((act) => act())
    expect(heard).toHaveBeenCalledTimes(1)
  })
})
