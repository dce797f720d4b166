/** Which other programs write in a SQLite file just now, or have it open, so that whoever waits for one that does not go on knows whom to look at. */
import { readFileSync, readlinkSync, readdirSync, realpathSync, statSync, type Stats } from 'node:fs'
import { basename } from 'node:path'
import { stripControl } from '../../domain/text'

export interface FileUser {
  readonly pid: number
  /** Of its program, as the system has it; empty when it is not told. Not its arguments: they may hold secrets. */
  readonly name: string
  /** It was paused: by Ctrl-Z, by a debugger, by a signal. */
  readonly stopped: boolean
}

/** Whoever has it open, also without a lock on it, as SQLite has none between two statements. Empty where the system does not tell; another user's processes tell root alone. */
export function usersOf(file: string): readonly FileUser[] {
  const [there, name] = [read(() => statSync(file)), basename(read(() => realpathSync(file)) ?? file)]
  const pids = there === null ? [] : (read(() => readdirSync('/proc')) ?? []).map(Number).filter((pid) => pid > 0 && pid !== process.pid)
  const isIt = ({ at, path }: Descriptor): boolean => (path?.endsWith(name) === true || (path?.startsWith('/') === true && inodeOf(at) === String(there?.ino))) && read(() => isSame(statSync(at), there)) === true
  return pids.filter((pid) => descriptorsOf(pid)?.some(isIt)).map(userOf)
}

/** Told without touching the file, which may be on a file system that does not answer: it has another name in a container, or by a second link. Null from older kernels. */
const inodeOf = (at: string): string | null => /^ino:\s+(\d+)$/m.exec(read(() => readFileSync(at.replace('/fd/', '/fdinfo/'), 'utf8')) ?? '')?.[1] ?? null

// In a container it has another path, and is the same file all the same.
const isSame = (one: Stats, other: Stats | null): boolean => one.ino === other?.ino && one.dev === other.dev

/** `process 4711 (node)` */
export const userWords = ({ pid, name }: FileUser): string => `process ${pid}${name === '' ? '' : ` (${stripControl(name)})`}`

const COMPANIONS = ['', '-wal', '-shm']

/** Empty where the system does not tell: only Linux lists its locks. */
export function writersOf(file: string): readonly FileUser[] {
  const files = COMPANIONS.map((end) => file + end)
  const inodes = new Set(files.flatMap((name) => read(() => String(statSync(name).ino)) ?? []))
  const pids = new Set((read(() => readFileSync('/proc/locks', 'utf8')) ?? '').split('\n').flatMap((line) => writerOf(line, inodes)))
  return [...pids].filter((pid) => pid !== process.pid && isOpenIn(pid, files)).map(userOf)
}

/**
 * `1: POSIX  ADVISORY  WRITE 4321 fe:00:131074 120 120`; one that only waits has an arrow before its kind. Whoever has one open
 * holds locks for reading, and is in nobody's way.
 */
function writerOf(line: string, inodes: ReadonlySet<string>): readonly number[] {
  const [, , , kind, pid = '', place = ''] = line.split(/\s+/)
  return kind === 'WRITE' && Number(pid) > 0 && inodes.has(place.split(':')[2] ?? '') ? [Number(pid)] : []
}

/** An inode's number is unique in its file system only. Whose files may not be listed is believed. */
function isOpenIn(pid: number, files: readonly string[]): boolean {
  const opened = descriptorsOf(pid)
  return opened === null || opened.some(({ path }) => path !== null && files.includes(path))
}

interface Descriptor { readonly at: string; readonly path: string | null }

/** Null where they may not be listed. */
function descriptorsOf(pid: number): readonly Descriptor[] | null {
  const folder = `/proc/${pid}/fd`
  return read(() => readdirSync(folder).map((name) => `${folder}/${name}`).map((at) => ({ at, path: read(() => readlinkSync(at)) })))
}

function userOf(pid: number): FileUser {
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
