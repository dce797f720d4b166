/** The output of a run: lines appended to `output.jsonl` in its folder, read in pages by place. Nothing is opened before it is needed. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { problemOf, type Problem } from '../domain/problem'
import type { OutputLine } from '../domain/run'
import { plural } from '../domain/text'
import type { Files } from './files/files'
import { requireOrdinary } from './files/ordinary'
import { pageOf, searchIn, type OutputPage, type OutputSearch } from './output-index'

export interface Output {
  /** Numbers the line and keeps it to be written within moments. */
  write(line: Omit<OutputLine, 'n'>): OutputLine
  /** All lines so far are in the file; throws when they cannot be written. They are kept then, and tried again. */
  flush(): Promise<void>
  /** Writes what is left. A disk that takes no more lines does not stop the run that ends here: answers how many are lost and why, null when none is. */
  close(): Promise<Problem | null>
  read(from: number, limit: number): Promise<OutputPage>
  /** Numbers of the lines that match, in order. */
  search(wanted: OutputSearch): Promise<readonly number[]>
}

/** Milliseconds that lines wait for others. */
const BATCH_TIME = 20
const BATCH_LINES = 500
const NEWLINE = 10
/** Milliseconds until a disk that takes nothing is tried again. */
const AGAIN = 1_000
/** Lines kept for a disk that takes nothing: of older ones only the place is, so that the numbers of the others stay right. */
const MOST = 20_000
const PLACE = '\n'

/** One writer a folder; any number may read. */
export function createOutput(files: Files, folder: string): Output {
  const file = join(folder, 'output.jsonl')
  let next: number | null = null
  let torn = false
  let folderMade = false
  let waiting: string[] = []
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<void> = Promise.resolve()
  /** The disk took nothing at the last try. */
  let refused = false
  let dropped: { readonly lines: number; readonly error: unknown } | null = null

  const start = (): number => {
    const there = existing(file)
    torn = there.torn
    return there.lines
  }
  const append = async (): Promise<void> => {
    if (waiting.length === 0) return
    const lines = waiting
    waiting = []
    try {
      if (!folderMade) await files.makeFolder(folder)
      folderMade = true
      await files.append(file, `${torn ? '\n' : ''}${lines.join('')}`)
      torn = false
      refused = false
    } catch (error) {
      waiting = [...lines, ...waiting]
      refused = true
      dropOldest(error)
      throw error
    }
  }
  const dropOldest = (error: unknown): void => {
    let lines = dropped?.lines ?? 0
    for (let n = 0; n < waiting.length - MOST; n++) {
      if (waiting[n] !== PLACE) lines += 1
      waiting[n] = PLACE
    }
    if (lines > 0) dropped = { lines, error }
  }
  /** One append at a time, in order. */
  const flush = (): Promise<void> => {
    if (timer) clearTimeout(timer)
    timer = null
    const appended = writing.then(append)
    writing = appended.catch(() => undefined)
    return appended
  }
  const quietly = (): Promise<void> => flush().catch(() => undefined)
  const own = async (): Promise<void> => {
    if (next !== null) await quietly()
  }

  return {
    write(line) {
      next ??= start()
      const numbered: OutputLine = { ...line, n: next++ }
      waiting.push(`${JSON.stringify(numbered)}\n`)
      if (!refused && waiting.length % BATCH_LINES === 0) void quietly()
      else timer ??= setTimeout(() => void quietly(), refused ? AGAIN : BATCH_TIME)
      return numbered
    },
    flush,
    close: () => flush().then(() => dropped, (error: unknown) => {
      const lines = waiting.filter((text) => text !== PLACE).length + (dropped?.lines ?? 0)
      waiting = []
      return { lines, error }
    }).then((lost) => {
      dropped = null
      return lost === null || lost.lines === 0 ? null : lostProblem(lost)
    }),
    read: async (from, limit) => {
      await own()
      return pageOf(file, from, limit)
    },
    search: async (wanted) => {
      await own()
      return searchIn(file, wanted)
    }
  }
}

function lostProblem({ lines, error }: { readonly lines: number; readonly error: unknown }): Problem {
  const problem = problemOf(error)
  return { ...problem, message: `${plural(lines, 'line', 'lines')} of its output could not be written, and ${lines === 1 ? 'is' : 'are'} lost: ${problem.message}` }
}

/** Lines that an earlier writer left; a torn last one counts, for it is ended before the next is written. What cannot be read keeps no run from going on. */
function existing(file: string): { lines: number; torn: boolean } {
  let bytes: Buffer
  try {
    requireOrdinary(file)
    bytes = readFileSync(file)
  } catch {
    return { lines: 0, torn: false }
  }
  let lines = 0
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines++
  const torn = bytes.length > 0 && bytes[bytes.length - 1] !== NEWLINE
  return { lines: lines + (torn ? 1 : 0), torn }
}
