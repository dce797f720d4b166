/**
 * The log file of a process: one for each service, rotated before a start, followed while it starts. Not while it runs: the process
 * writes by itself, and what it prints between copying and emptying the file would be lost.
 */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { EnvironmentContext } from '../../context'
import { lineReader, type LineReader } from '../../hosts/lines'
import { maskingBy } from '../../hosts/masking'
import { fileNameOf } from '../../paths'
import { pause } from '../../hosts/until-gone'
import type { OnLine } from './start'

const LIMIT = 5 * 1024 * 1024
const KEEP = 3
const POLL = 40

/** `.deployments/logs/<environment>/<service>.log` */
export const logPath = ({ project, environment }: EnvironmentContext, service: string): string =>
  join(project, '.deployments', 'logs', fileNameOf(environment.name), `${fileNameOf(service)}.log`)

export const sizeOf = (path: string): Promise<number> => stat(path).then(({ size }) => size, () => 0)

/** Moves a log that has grown over 5 MB aside and keeps three of those. Answers where the new lines begin. */
export async function openLog({ files }: EnvironmentContext, path: string): Promise<number> {
  await files.makeFolder(dirname(path))
  const size = await sizeOf(path)
  if (size <= LIMIT) return size
  for (let n = KEEP - 1; n >= 1; n -= 1) {
    if ((await sizeOf(`${path}.${n}`)) > 0) await files.rename(`${path}.${n}`, `${path}.${n + 1}`)
  }
  await files.rename(path, `${path}.1`)
  return 0
}

export interface Following {
  /** Reads what there still is, then ends. */
  stop(): Promise<void>
}

export interface LastLines extends Following {
  /** The last of the lines so far, secrets masked. */
  readonly last: readonly string[]
}
const LAST_LINES = 40

/** Gives what a service prints, and remembers the end of it. */
export function followLast(context: EnvironmentContext, path: string, offset: number, onLine: OnLine): LastLines {
  const last: string[] = []
  const following = followLog(path, offset, context, (line) => {
    last.push(line)
    if (last.length > LAST_LINES) last.shift()
    onLine('stdout', line)
  })
  return { last, stop: following.stop }
}

/** Gives each whole line that is written to the file from `offset` on, masked; a very long one in pieces. */
export function followLog(path: string, offset: number, { mask, lineMask }: Pick<EnvironmentContext, 'mask' | 'lineMask'>, onLine: (line: string) => void): Following {
  const over = new AbortController()
  const tail = { position: offset, lines: lineReader(maskingBy(mask).splitMasker(), lineMask(), mask, onLine) }
  const following = (async () => {
    while (!over.signal.aborted) {
      await readOn(path, tail)
      await pause(POLL, over.signal)
    }
    await readOn(path, tail)
    tail.lines.end()
  })()
  return {
    stop: async () => {
      over.abort()
      await following
    }
  }
}

async function readOn(path: string, tail: { position: number; readonly lines: LineReader }): Promise<void> {
  const size = await sizeOf(path)
  if (size <= tail.position) return
  for await (const chunk of createReadStream(path, { start: tail.position, end: size - 1 })) {
    const bytes = chunk as Buffer
    tail.position += bytes.length
    tail.lines.push(bytes)
  }
}
