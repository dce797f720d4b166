import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { OutputLine } from '../domain/run'
import { createFiles } from './files/local-files'
import { createOutput } from './output'
import { temporaryFolder, until } from './testing/project'

let folder: string
let file: string
const files = createFiles()
beforeEach(() => {
  folder = join(temporaryFolder(), 'run')
  file = join(folder, 'output.jsonl')
})
const line = (text: string, more: Partial<OutputLine> = {}): Omit<OutputLine, 'n'> =>
  ({ runId: 'r', at: '2025-01-01T00:00:00.000Z', step: 'start/web', host: 'local', stream: 'stdout', text, ...more })
const every = { text: '', step: null, errorsOnly: false, from: 0 }
const texts = (page: { lines: readonly OutputLine[] }): string[] => page.lines.map((one) => one.text)

it('does nothing before it is needed', async () => {
  const output = createOutput(files, folder)
  expect(await output.read(0, 10)).toEqual({ lines: [], total: 0 })
  expect(await output.search({ ...every, text: '' })).toEqual([])
  await output.close()
  expect(existsSync(folder)).toBe(false)
})

describe('writing', () => {
  it('numbers at once and writes soon, unasked', async () => {
    const output = createOutput(files, folder)
    expect(output.write(line('one'))).toEqual({ ...line('one'), n: 0 })
    expect(output.write(line('two')).n).toBe(1)
    expect(existsSync(file)).toBe(false)
    await until('the lines are in the file', () => existsSync(file) && readFileSync(file, 'utf8').split('\n').length === 3)
    expect(JSON.parse(readFileSync(file, 'utf8').split('\n')[1]!)).toEqual({ ...line('two'), n: 1 })
  })
  it('appends many in few writes, in order, none lost', async () => {
    let appends = 0
    const output = createOutput({ ...files, append: (...all) => { appends++; return files.append(...all) } }, folder)
    for (let at = 0; at < 5321; at++) output.write(line(`line ${at}\nwith a break`))
    await output.close()
    expect(appends).toBeLessThanOrEqual(12)
    const { lines, total } = await createOutput(files, folder).read(0, 10_000)
    expect(total).toBe(5321)
    expect(lines.every((one, at) => one.n === at && one.text === `line ${at}\nwith a break`)).toBe(true)
  })
  it('goes on after the lines that are there', async () => {
    const before = createOutput(files, folder)
    before.write(line('a'))
    before.write(line('b'))
    await before.close()
    const after = createOutput(files, folder)
    expect(after.write(line('c')).n).toBe(2)
    expect(texts(await after.read(0, 10))).toEqual(['a', 'b', 'c'])
  })
  it('ends a torn line before the next one', async () => {
    const before = createOutput(files, folder)
    before.write(line('whole'))
    await before.close()
    appendFileSync(file, '{"runId":"r","n":1,"te')
    expect(texts(await before.read(0, 10))).toEqual(['whole'])
    const after = createOutput(files, folder)
    expect(after.write(line('next')).n).toBe(2)
    const page = await after.read(0, 10)
    expect(page.total).toBe(3)
    expect(page.lines[1]).toMatchObject({ n: 1, stream: 'note' })
    expect(page.lines[2]).toEqual({ ...line('next'), n: 2 })
  })
  it('keeps what the disk does not take, and writes it later', async () => {
    let full = true
    const output = createOutput({ ...files, append: async (...all) => { if (full) throw new Error('disk full'); return files.append(...all) } }, folder)
    output.write(line('a'))
    await expect(output.flush()).rejects.toThrow('disk full')
    output.write(line('b'))
    await expect(output.flush()).rejects.toThrow('disk full')
    expect(existsSync(file)).toBe(false)
    full = false
    output.write(line('c'))
    await output.flush()
    expect(texts(await output.read(0, 10))).toEqual(['a', 'b', 'c'])
  })
  it('tries a disk that takes nothing seldom, and keeps no more lines for it than fit; the numbers of the others stay right', async () => {
    let tries = 0
    let full = true
    const disk = { ...files, append: async (path: string, text: string) => {
      if (!full) return files.append(path, text)
      tries += 1
      throw new Error('disk full')
    } }
    const output = createOutput(disk, folder)
    for (let n = 0; n < 25_000; n += 1) {
      output.write(line(`${n}`))
      if (n % 100 === 0) await new Promise((next) => setImmediate(next))
    }
    expect(tries).toBeLessThan(20)
    await output.flush().catch(() => undefined)
    full = false
    expect(await output.close()).toMatchObject({ message: '5,000 lines of its output could not be written, and are lost: disk full' })
    const { lines, total } = await output.read(4_999, 2)
    expect([total, lines.map(({ n, text }) => [n, text])]).toEqual([25_000, [[4_999, 'This line of the output was not written whole.'], [5_000, '5000']]])
  })

  it('says at its end how many lines are lost, once', async () => {
    const output = createOutput({ ...files, append: () => Promise.reject(new Error('disk full')) }, folder)
    for (const text of ['a', 'b']) output.write(line(text))
    expect(await output.close()).toMatchObject({ message: '2 lines of its output could not be written, and are lost: disk full' })
    expect(await output.close()).toBeNull()
  })
})

describe('reading', () => {
  it('answers pages, also beyond the end', async () => {
    const output = createOutput(files, folder)
    for (let at = 0; at < 10; at++) output.write(line(`ü${at}`))
    await output.flush()
    const reader = createOutput(files, folder)
    expect(await reader.read(3, 2)).toMatchObject({ total: 10, lines: [{ n: 3, text: 'ü3' }, { n: 4, text: 'ü4' }] })
    expect(texts(await reader.read(8, 5))).toEqual(['ü8', 'ü9'])
    expect(await reader.read(10, 5)).toEqual({ lines: [], total: 10 })
    expect(await reader.read(0, 0)).toEqual({ lines: [], total: 10 })
  })
  it('follows what another writer adds, and notices a file that is another', async () => {
    const output = createOutput(files, folder)
    const reader = createOutput(files, folder)
    output.write(line('a'))
    await output.flush()
    expect(texts(await reader.read(0, 10))).toEqual(['a'])
    output.write(line('b'))
    await output.flush()
    const both = await Promise.all([reader.read(1, 10), reader.read(0, 10)])
    expect(both.map(texts)).toEqual([['b'], ['a', 'b']])
    writeFileSync(file, `${JSON.stringify({ ...line('x'), n: 0 })}\n`)
    expect(texts(await reader.read(0, 10))).toEqual(['x'])
    rmSync(file)
    expect(await reader.read(0, 10)).toEqual({ lines: [], total: 0 })
  })
  it('pages quickly in 100,000 lines', async () => {
    await files.makeFolder(folder)
    writeFileSync(file, Array.from({ length: 100_000 }, (_, n) => `${JSON.stringify({ ...line(`line ${n} ${'x'.repeat(80)}`), n })}\n`).join(''))
    const output = createOutput(files, folder)
    expect((await output.read(0, 1)).total).toBe(100_000)
    const started = performance.now()
    for (let page = 0; page < 50; page++) expect((await createOutput(files, folder).read(page * 1999, 200)).lines[0]!.n).toBe(page * 1999)
    expect(performance.now() - started).toBeLessThan(2000)
  })
  it('finds lines by text, step and stream', async () => {
    const output = createOutput(files, folder)
    output.write(line('Error: one'))
    output.write(line('error two', { stream: 'stderr' }))
    output.write(line('error three', { step: 'stop/web', stream: 'stderr' }))
    output.write(line('fine'))
    output.write(line('web ended', { stream: 'problem' }))
    expect(await output.search({ ...every, errorsOnly: true })).toEqual([1, 2, 4])
    expect(await output.search({ ...every, text: 'ERROR' })).toEqual([0, 1, 2])
    expect(await output.search({ ...every, text: 'error', step: 'start/web' })).toEqual([0, 1])
    expect(await output.search({ ...every, text: 'error', errorsOnly: true })).toEqual([1, 2])
    expect(await output.search({ ...every, step: 'stop/web', errorsOnly: true })).toEqual([2])
    expect(await output.search({ ...every, text: 'runId' })).toEqual([])
    expect(await output.search({ ...every, text: 'error', from: 1 })).toEqual([1, 2])
    expect(await output.search({ ...every, from: 9 })).toEqual([])
  })
})
