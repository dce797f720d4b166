/** Where each line of an output file begins, kept between reads: a page in 100,000 lines is one read of its bytes. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { tellsError } from '../domain/output-news'
import type { OutputLine } from '../domain/run'
import { requireOrdinary } from './files/ordinary'
import { about } from './files/problems'

export interface OutputPage { readonly lines: readonly OutputLine[]; readonly total: number }

export interface OutputSearch {
  /** In upper or lower case. */
  readonly text: string
  /** Of one step; null = of all. */
  readonly step: string | null
  /** Only why steps failed, and standard error. */
  readonly errorsOnly: boolean
  /** The first line that is looked at. */
  readonly from: number
}

interface Index {
  readonly inode: number
  /** Where each whole line begins, and last where the next one will. */
  readonly starts: number[]
}

const KEPT = 32
const SLICE = 2000
const NEWLINE = 10
const indexes = new Map<string, Index>()
/** Readers of one file take turns at its index. */
const turns = new Map<string, Promise<Index | null>>()

/** Lines from a place on; a torn last line is not there yet, a missing file has none. Throws a problem that names the file. */
export const pageOf = (file: string, from: number, limit: number): Promise<OutputPage> => about(file, 'read', async () => {
  const index = await upToDate(file)
  return index === null ? { lines: [], total: 0 } : { lines: await linesOf(file, index, from, limit), total: totalOf(index) }
})

/** Numbers of the lines that match, in order; the file is read a slice at a time. Throws as `pageOf`. */
export const searchIn = (file: string, wanted: OutputSearch): Promise<readonly number[]> => about(file, 'read', () => search(file, wanted))

async function search(file: string, { text, step, errorsOnly, from }: OutputSearch): Promise<readonly number[]> {
  const index = await upToDate(file)
  const total = index === null ? 0 : totalOf(index)
  const wanted = text.toLowerCase()
  const found: number[] = []
  for (let at = from; index !== null && at < total; at += SLICE) {
    for (const line of await linesOf(file, index, at, SLICE)) {
      if ((step === null || line.step === step) && (!errorsOnly || tellsError(line)) && line.text.toLowerCase().includes(wanted)) found.push(line.n)
    }
  }
  return found
}

const totalOf = (index: Index): number => index.starts.length - 1

async function linesOf(file: string, index: Index, from: number, limit: number): Promise<OutputLine[]> {
  const first = Math.max(0, from)
  const last = Math.min(totalOf(index), first + Math.max(0, limit))
  if (first >= last) return []
  const chunks: Buffer[] = []
  await each(file, index.starts[first] ?? 0, (index.starts[last] ?? 0) - 1, (chunk) => chunks.push(chunk))
  const texts = Buffer.concat(chunks).toString().split('\n')
  return Array.from({ length: last - first }, (_, at) => parse(texts[at] ?? '', first + at))
}

/** A line that was torn by a crash keeps its place, so that the numbers stay right. */
function parse(text: string, n: number): OutputLine {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string') return { ...(value as OutputLine), n }
  } catch {
    // Told in its place.
  }
  return { runId: '', n, at: '', step: '', host: '', stream: 'note', text: 'This line of the output was not written whole.' }
}

function upToDate(file: string): Promise<Index | null> {
  const before = turns.get(file) ?? Promise.resolve(null)
  const turn = before.catch(() => null).then(() => look(file))
  turns.set(file, turn)
  const over = (): void => {
    if (turns.get(file) === turn) turns.delete(file)
  }
  turn.then(over, over)
  return turn
}

/** Only what was added since the last look is read; a file that is shorter or another one is read anew. */
async function look(file: string): Promise<Index | null> {
  const there = await stat(file).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null
    throw error
  })
  const known = indexes.get(file)
  indexes.delete(file)
  if (there === null) return null
  requireOrdinary(file)
  const fits = known !== undefined && known.inode === there.ino && (known.starts.at(-1) ?? 0) <= there.size
  const index: Index = fits ? known : { inode: there.ino, starts: [0] }
  let at = index.starts.at(-1) ?? 0
  if (at < there.size) {
    await each(file, at, there.size - 1, (chunk) => {
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, end + 1)) index.starts.push(at + end + 1)
      at += chunk.length
    })
  }
  indexes.set(file, index)
  const oldest = indexes.keys().next().value
  if (indexes.size > KEPT && oldest !== undefined) indexes.delete(oldest)
  return index
}

/** The bytes from `start` to `end`, both included, in chunks. */
async function each(file: string, start: number, end: number, take: (chunk: Buffer) => void): Promise<void> {
  for await (const chunk of createReadStream(file, { start, end, highWaterMark: 256 * 1024 })) take(chunk as Buffer)
}
