/** Which other programs write in a SQLite file just now, so that whoever waits for one that does not go on knows whom to look at. */
import { readFileSync, readlinkSync, readdirSync, statSync } from 'node:fs'

export interface Writer {
  readonly pid: number
  /** Of its program, as the system has it; empty when it is not told. Not its arguments: they may hold secrets. */
  readonly name: string
  /** It was paused: by Ctrl-Z, by a debugger, by a signal. */
  readonly stopped: boolean
}

const COMPANIONS = ['', '-wal', '-shm']

/** Empty where the system does not tell: only Linux lists its locks. */
export function writersOf(file: string): readonly Writer[] {
  const files = COMPANIONS.map((end) => file + end)
  const inodes = new Set(files.flatMap((name) => read(() => String(statSync(name).ino)) ?? []))
  const pids = new Set((read(() => readFileSync('/proc/locks', 'utf8')) ?? '').split('\n').flatMap((line) => writerOf(line, inodes)))
  return [...pids].filter((pid) => pid !== process.pid && isOpenIn(pid, files)).map(writer)
}

/**
 * `1: POSIX  ADVISORY  WRITE 4321 fe:00:131074 120 120`; one that only waits has an arrow before its kind. Whoever has one open
 * holds locks for reading, and is in nobody's way.
 */
function writerOf(line: string, inodes: ReadonlySet<string>): readonly number[] {
  const [, , , kind, pid = '', place = ''] = line.split(/\s+/)
  return kind === 'WRITE' && inodes.has(place.split(':')[2] ?? '') ? [Number(pid)] : []
}

/** An inode's number is unique in its file system only. Whose files may not be listed is believed. */
function isOpenIn(pid: number, files: readonly string[]): boolean {
  const folder = `/proc/${pid}/fd`
  const opened = read(() => readdirSync(folder).map((name) => read(() => readlinkSync(`${folder}/${name}`))))
  return opened === null || opened.some((path) => path !== null && files.includes(path))
}

function writer(pid: number): Writer {
  const status = read(() => readFileSync(`/proc/${pid}/status`, 'utf8')) ?? ''
  return { pid, name: /^Name:\s+(.*)/m.exec(status)?.[1] ?? '', stopped: /^State:\s+[Tt]/m.test(status) }
}

function read<T>(look: () => T): T | null {
  try {
    return look()
  } catch {
    return null
  }
}
