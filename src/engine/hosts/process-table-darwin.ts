import { execaSync, execa } from 'execa'
import type { ProcessId } from './host'
import type { ProcessRow, ProcessTable } from './process-table'

const ENV = { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' }

/** Processes by `ps`: the start time is its `lstart`, the boot id the time of the boot. */
export const darwinProcesses: ProcessTable = { look, startedAt, ownerOf, openFiles, listenerOn, withSetting }

function ask(program: string, args: readonly string[]): string {
  const ran = execaSync(program, args, { env: ENV, extendEnv: false, reject: false, timeout: 5000 })
  return ran.exitCode === 0 ? ran.stdout : ''
}
const bootId = (): string => /sec = (\d+)/.exec(ask('sysctl', ['-n', 'kern.boottime']))?.[1] ?? 'unknown'

function look(pid: number): ProcessRow | null {
  if (!Number.isSafeInteger(pid) || pid <= 0) return null
  return parsePs(pid, ask('ps', ['-o', 'stat=,pgid=,lstart=', '-p', String(pid)]), bootId())
}

/** `Ss   812 Sat Nov 22 10:00:00 2026` */
export function parsePs(pid: number, line: string, boot: string): ProcessRow | null {
  const [, state, group, startTime] = /^\s*(\S+)\s+(\d+)\s+(.+?)\s*$/m.exec(line) ?? []
  if (state === undefined || group === undefined || startTime === undefined) return null
  return { id: { pid, startTime, bootId: boot }, group: Number(group), zombie: state.startsWith('Z') }
}

async function startedAt(id: ProcessId): Promise<string | null> {
  const time = Date.parse(`${id.startTime} UTC`)
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}

function ownerOf(pid: number): number | null {
  const uid = ask('ps', ['-o', 'uid=', '-p', String(pid)]).trim()
  return /^\d+$/.test(uid) ? Number(uid) : null
}

/** `lsof` prints a line for each, behind an n. */
async function openFiles(pid: number): Promise<readonly string[]> {
  const { stdout } = await execa('lsof', ['-p', String(pid), '-Fn'], { env: ENV, extendEnv: false, reject: false, timeout: 10_000 })
  return (stdout ?? '').split('\n').filter((line) => line.startsWith('n/')).map((line) => line.slice(1))
}

/** `lsof` prints `p4711` and, for each socket of it, `nlocalhost:4100` or `n*:4100`; without -n and -P it would ask for names. */
async function listenerOn(port: number): Promise<number | null> {
  const { stdout } = await execa('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpn'], { env: ENV, extendEnv: false, reject: false, timeout: 2_000 })
  return parseListeners(stdout ?? '')
}

export function parseListeners(text: string): number | null {
  const found: number[] = []
  let pid = Number.NaN
  for (const line of text.split('\n')) {
    if (line.startsWith('p')) pid = Number.parseInt(line.slice(1), 10)
    else if (/^n(?:\*|127\.0\.0\.1|\[::1?\]|\[::ffff:127\.0\.0\.1\]):\d+$/.test(line) && Number.isInteger(pid)) found.push(pid)
  }
  return found.length === 0 ? null : Math.min(...found)
}

async function withSetting(setting: string): Promise<readonly ProcessId[]> {
  const { stdout } = await execa('ps', ['-axEww', '-o', 'pid=,command='], { env: ENV, extendEnv: false, reject: false, timeout: 10_000 })
  const pids = (stdout ?? '').split('\n').filter((line) => ` ${line} `.includes(` ${setting} `)).map((line) => Number.parseInt(line, 10))
  return pids.flatMap((pid) => {
    const row = pid === process.pid ? null : look(pid)
    return row && !row.zombie ? [row.id] : []
  })
}
