/**
 * Gathers what the engine tells and hands it over at most once a frame, output alone a few times a second. Lines and events of one
 * run are joined in order. A step that prints 100,000 lines costs the window what the screen can show of them: of each batch the
 * newest lines are sent, of the others where they belong; they are read from the file when somebody looks.
 */
import { newsOf } from '../domain/output-news'
import type { OutputLine, RunEvent } from '../domain/run'
import type { Events } from '../ipc/contract'
import type { Told } from './wire'

/** Milliseconds until what was told is handed over. */
const FRAME = 16
/** Milliseconds between two batches of output: more often nobody can read. */
const OUTPUT = 100
/** More lines than the tallest window shows. */
const NEWEST = 200

export interface Telling {
  events(project: string, events: readonly RunEvent[]): void
  output(project: string, runId: string, lines: readonly OutputLine[]): void
  changed(project: string, what: Events['project-changed']['what']): void
  /** Progress of one call; never joined. */
  progress(told: Extract<Told, { name: 'prepare-progress' | 'verify-progress' | 'demo-progress' }>): void
  flush(): void
}

export function createTelling(send: (told: readonly Told[]) => void): Telling {
  const waiting = new Map<string, Pending>()
  let timer: NodeJS.Timeout | undefined
  let due = Infinity
  let outputAt = 0
  let progresses = 0
  const flush = (): void => {
    clearTimeout(timer)
    due = Infinity
    if (waiting.size === 0) return
    if ([...waiting.values()].some(({ kind }) => kind === 'output')) outputAt = performance.now()
    const told = [...waiting.values()].map(toldOf)
    waiting.clear()
    send(told)
  }
  /** What comes sooner takes along what waits. */
  const flushAt = (at: number, now: number): void => {
    if (at >= due) return
    clearTimeout(timer)
    due = at
    timer = setTimeout(flush, at - now)
  }
  const add = (key: string, first: Pending, join: (there: Pending) => void): void => {
    const there = waiting.get(key)
    if (there) return join(there)
    waiting.set(key, first)
    const now = performance.now()
    flushAt(Math.max(now + FRAME, first.kind === 'output' ? outputAt + OUTPUT : 0), now)
  }
  return {
    flush,
    events: (project, events) => add(`events ${project}`, { kind: 'events', project, items: [...events] }, (there) => there.kind === 'events' && append(there.items, events)),
    output: (project, runId, lines) => add(`output ${runId}`, { kind: 'output', project, runId, items: [...lines] }, (there) => there.kind === 'output' && append(there.items, lines)),
    changed: (project, what) => add(`changed ${project}`, { kind: 'changed', project, items: new Set(what) }, (there) => there.kind === 'changed' && what.forEach((part) => there.items.add(part))),
    progress: (told) => add(`progress ${progresses++}`, { kind: 'progress', told }, () => undefined)
  }
}

type Pending =
  | { readonly kind: 'events'; readonly project: string; readonly items: RunEvent[] }
  | { readonly kind: 'output'; readonly project: string; readonly runId: string; readonly items: OutputLine[] }
  | { readonly kind: 'changed'; readonly project: string; readonly items: Set<Events['project-changed']['what'][number]> }
  | { readonly kind: 'progress'; readonly told: Told }

// Not push(...items): as many arguments as a burst has lines overflow the stack.
function append<T>(to: T[], items: readonly T[]): void {
  for (const item of items) to.push(item)
}

function toldOf(pending: Pending): Told {
  switch (pending.kind) {
    case 'events':
      return { name: 'run-events', payload: { project: pending.project, events: pending.items } }
    case 'output':
      return { name: 'run-output', payload: { project: pending.project, runId: pending.runId, ...newsOf(pending.items, NEWEST) } }
    case 'changed':
      return { name: 'project-changed', payload: { project: pending.project, what: [...pending.items] } }
    case 'progress':
      return pending.told
  }
}
