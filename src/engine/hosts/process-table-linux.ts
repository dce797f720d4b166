import { readFileSync } from 'node:fs'
import { readFile, readdir, readlink } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import { readSystemFile } from '../files/system-file'
import type { ProcessId } from './host'
import type { ProcessRow, ProcessTable } from './process-table'

/** Linux counts start times in hundredths of a second for programs, whatever the kernel's own clock does. */
const TICKS = 100

/** Processes by /proc: field 22 of `stat` is the start time, which a pid that is used again does not share. */
export const linuxProcesses: ProcessTable = { look, startedAt, ownerOf, openFiles, listenerOn, withSetting }

let boot: string | null = null
const bootId = (): string => (boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim())

function look(pid: number): ProcessRow | null {
  if (!Number.isSafeInteger(pid) || pid <= 0) return null
  try {
    return parseStat(pid, readFileSync(`/proc/${pid}/stat`, 'utf8'), bootId())
  } catch {
    return null
  }
}

/** The name in brackets may hold spaces and brackets itself. */
export function parseStat(pid: number, stat: string, boot: string): ProcessRow | null {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).trim().split(' ')
  const [state, group, startTime] = [fields[0], fields[2], fields[19]]
  if (state === undefined || group === undefined || startTime === undefined) return null
  return { id: { pid, startTime, bootId: boot }, group: Number(group), zombie: state === 'Z' || state === 'X' }
}

async function startedAt(id: ProcessId): Promise<string | null> {
  const boot = /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1]
  return boot === undefined ? null : new Date(Number(boot) * 1000 + (Number(id.startTime) * 1000) / TICKS).toISOString()
}

/** By what it says itself: the folder of a process that may not be traced belongs to root. */
function ownerOf(pid: number): number | null {
  try {
    const uid = /^Uid:\s+\d+\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return uid === undefined ? null : Number(uid)
  } catch {
    return null
  }
}

/** None of a process of another user, or one that is gone. */
async function openFiles(pid: number): Promise<readonly string[]> {
  return (await linksOf(pid)).filter((link) => link.startsWith('/'))
}

async function linksOf(pid: number): Promise<readonly string[]> {
  const folder = `/proc/${pid}/fd`
  const numbers = await readdir(folder).catch(() => [])
  return Promise.all(numbers.map((number) => readlink(`${folder}/${number}`).catch(() => '')))
}

/** The oldest of those that share the socket: it is the one that has started the others. */
async function listenerOn(port: number): Promise<number | null> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'utf8').catch(() => '')))
  const sockets = new Set(tables.flatMap((table) => listeningSockets(table, port)))
  if (sockets.size === 0) return null
  const holders: number[] = []
  for (const pid of (await readdir('/proc')).map(Number).filter(Number.isInteger)) {
    if ((await linksOf(pid)).some((link) => sockets.has(link))) holders.push(pid)
  }
  const started = holders.flatMap((pid) => look(pid) ?? []).sort((one, other) => Number(one.id.startTime) - Number(other.id.startTime) || one.id.pid - other.id.pid)
  return started[0]?.id.pid ?? null
}

const LISTENS = '0A'
/** 127.0.0.1, ::1 and ::ffff:127.0.0.1, and the two that stand for all, as /proc/net writes them. */
const HERE = /^(?:0100007F|00000000|0{32}|0{24}01000000|0{16}FFFF00000100007F)$/

/** As the links of those who hold them read: `socket:[4711]`. */
export function listeningSockets(table: string, port: number): readonly string[] {
  return table.split('\n').slice(1).flatMap((line) => {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/)
    const [address = '', number = ''] = local.split(':')
    return state === LISTENS && Number.parseInt(number, 16) === port && HERE.test(address) && inode !== undefined ? [`socket:[${inode}]`] : []
  })
}

/** So many are read before others get their turn. Each takes some microseconds, by the thread pool it would be ten times as long. */
const AT_ONCE = 200

async function withSetting(setting: string): Promise<readonly ProcessId[]> {
  const found: ProcessId[] = []
  const pids = (await readdir('/proc')).map(Number).filter((pid) => Number.isInteger(pid) && pid !== process.pid)
  for (const [n, pid] of pids.entries()) {
    if (n % AT_ONCE === AT_ONCE - 1) await setImmediate()
    const row = hasSetting(pid, setting) ? look(pid) : null
    if (row && !row.zombie) found.push(row.id)
  }
  return found
}

/** False also for a process of another user, or one that is gone. */
function hasSetting(pid: number, setting: string): boolean {
  const environment = readSystemFile(`/proc/${pid}/environ`)
  return environment !== null && environment.includes(setting) && environment.toString('utf8').split('\0').includes(setting)
}
