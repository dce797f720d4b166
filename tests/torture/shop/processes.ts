/** Processes of a project, as the operating system knows them: by a mark in their environment, their folder or their arguments. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { MARK } from './definition'

export interface Found {
  readonly pid: number
  readonly parent: number
  /** The service that it belongs to; null for any other program, such as a git that was left behind. */
  readonly service: string | null
  readonly token: string | null
  readonly command: string
}

/** Everything alive that belongs to the project, but this process itself. */
export function processesOf(project: string): readonly Found[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid).flatMap((pid) => found(project, pid) ?? [])
}

function found(project: string, pid: string): Found | null {
  try {
    const environment = new Map(text(pid, 'environ').split('\0').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
    const command = text(pid, 'cmdline').replaceAll('\0', ' ').trim()
    const marked = environment.get(MARK) === project
    if (!marked && !command.includes(project) && !isBelow(readlinkSync(`/proc/${pid}/cwd`), project)) return null
    const stat = text(pid, 'stat')
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (state === 'Z' || state === 'X') return null
    return { pid: Number(pid), parent: Number(parent), service: marked ? (environment.get('NAME') ?? null) : null, token: environment.get('BACKSTEP_SERVICE_TOKEN') ?? null, command }
  } catch {
    return null
  }
}

const text = (pid: string, name: string): string => readFileSync(`/proc/${pid}/${name}`, 'utf8')
const isBelow = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`)

/** Ends everything of the project, as a machine that loses its power does. */
export async function endAll(project: string): Promise<void> {
  for (let round = 0; round < 500; round++) {
    const left = processesOf(project)
    if (left.length === 0) return
    for (const { pid } of left) kill(pid)
    await new Promise((resolve) => setTimeout(resolve, 4))
  }
  throw new Error(`Processes of ${project} cannot be ended.`)
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // Gone already.
  }
}
