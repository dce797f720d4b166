import { readFileSync } from 'node:fs'
import { readFile, readdir } from 'node:fs/promises'
import type { ProcessId } from './host'
import type { ProcessRow, ProcessTable } from './process-table'

/** Linux counts start times in hundredths of a second for programs, whatever the kernel's own clock does. */
const TICKS = 100

/** Processes by /proc: field 22 of `stat` is the start time, which a pid that is used again does not share. */
export const linuxProcesses: ProcessTable = { look, startedAt, withSetting }

const bootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()

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
  const boot = /^btime (\d+)$/m.exec(await readFile('/proc/stat', 'utf8'))?.[1]
  return boot === undefined ? null : new Date(Number(boot) * 1000 + (Number(id.startTime) * 1000) / TICKS).toISOString()
}

async function withSetting(setting: string): Promise<readonly ProcessId[]> {
  const found: ProcessId[] = []
  for (const name of await readdir('/proc')) {
    const pid = Number(name)
    if (!Number.isInteger(pid) || pid === process.pid) continue
    const environment = await readFile(`/proc/${name}/environ`, 'utf8').catch(() => '')
    const row = environment.split('\0').includes(setting) ? look(pid) : null
    if (row && !row.zombie) found.push(row.id)
  }
  return found
}
