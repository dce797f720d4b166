/** Starts the program that drives runs, gives it tasks, and kills it. */
import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { program } from '../programs'
import type { AtRisk } from '../files/disk-model'
import type { Check } from './check'
import type { Death } from './points'
import type { Acknowledged, End, Found, Line, Task } from './tasks'

/** `death`: at a certain instant of the run. `timer`: so many milliseconds after the task was given, or after the run could begin. */
export type Kill = { readonly death: Death } | { readonly timer: { readonly from: 'task' | 'ready'; readonly after: number } } | null

export interface Lived {
  readonly killed: boolean
  readonly acknowledged: readonly Acknowledged[]
  readonly checked: Check | null
  readonly found: Found | null
  readonly end: End | null
  readonly failed: { readonly code: string; readonly message: string } | null
  /** What the disk may have lost when the power went. */
  readonly atRisk: AtRisk | null
  /** Milliseconds until the run could begin. */
  readonly ready: number
  readonly errors: string
}

/** One program; it does one task after the other until it is killed or closed. */
export interface Server {
  task(task: Omit<Task, 'death'>, kill: Kill): Promise<Lived>
  readonly alive: () => boolean
  close(): Promise<void>
}

/** Longer than anything takes here; what takes longer hangs, and that is a finding. */
const LONGEST = 180_000

export async function startServer(): Promise<Server> {
  const child = spawn(process.execPath, [await program('child')], { stdio: ['pipe', 'pipe', 'pipe'] })
  const gone = new Promise<void>((resolve) => child.on('close', () => resolve()))
  let hear: (line: Line) => void = () => undefined
  let errors = ''
  child.stdin.on('error', () => undefined)
  child.stderr.on('data', (data: Buffer) => { errors += data.toString() })
  createInterface({ input: child.stdout }).on('line', (text) => { const line = parsed(text); if (line) hear(line) })
  await new Promise<void>((resolve) => {
    hear = () => resolve()
    void gone.then(resolve)
  })
  if (child.exitCode !== null) throw new Error(`The program ended with ${child.exitCode} before it had a task: ${errors.slice(0, 2_000)}`)
  return {
    alive: () => child.exitCode === null && child.signalCode === null,
    async task(task, kill) {
      const lines: Line[] = []
      errors = ''
      const began = performance.now()
      let ready = 0
      const over = new Promise<void>((resolve) => {
        hear = (line) => {
          lines.push(line)
          if ('ready' in line) ready = performance.now() - began
          if ('ready' in line && kill && 'timer' in kill && kill.timer.from === 'ready') killAfter(child, kill.timer.after)
          // A task that is to be killed by the clock ends when it is dead.
          if (('end' in line || 'failed' in line) && !(kill && 'timer' in kill)) resolve()
        }
      })
      const longest = setTimeout(() => child.kill('SIGKILL'), LONGEST)
      if (kill && 'timer' in kill && kill.timer.from === 'task') killAfter(child, kill.timer.after)
      child.stdin.write(`${JSON.stringify({ ...task, death: kill && 'death' in kill ? kill.death : null })}\n`)
      await Promise.race([over, gone])
      clearTimeout(longest)
      return { ...readingOf(lines), killed: child.signalCode === 'SIGKILL', ready, errors }
    },
    async close() {
      child.stdin.end()
      await gone
    }
  }
}

const killAfter = (child: ChildProcess, milliseconds: number): void => void setTimeout(() => child.kill('SIGKILL'), milliseconds)

/** The last line of one that was killed may be cut. */
function parsed(text: string): Line | null {
  try {
    return JSON.parse(text) as Line
  } catch {
    return null
  }
}

function readingOf(lines: readonly Line[]): Pick<Lived, 'acknowledged' | 'checked' | 'found' | 'end' | 'failed' | 'atRisk'> {
  const one = <K extends string>(key: K): Extract<Line, Record<K, unknown>> | undefined => lines.find((line): line is Extract<Line, Record<K, unknown>> => key in line)
  return {
    acknowledged: lines.flatMap((line) => ('event' in line ? [line.event] : [])), checked: one('checked')?.checked ?? null, found: one('checked')?.found ?? null,
    end: one('end')?.end ?? null, failed: one('failed')?.failed ?? null, atRisk: one('atRisk')?.atRisk ?? null
  }
}
