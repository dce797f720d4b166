import { describe, expect, it, vi } from 'vitest'
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
    search: vi.fn<OutputSource['search']>(async (text, step, errorsOnly) =>
      all.filter((one) => (step === null || one.step === step) && (!errorsOnly || one.stream === 'stderr') && one.text.includes(text)).map(({ n }) => n))
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
    output.add([line(6001, { stream: 'stderr' })])
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
