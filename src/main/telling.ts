/**
 * Gathers what the engine tells and hands it over at most once a frame, so that a step that prints 100,000 lines costs the
 * window one message and one paint a frame. Lines and events of one run are joined in order; nothing is dropped.
 */
import type { OutputLine, RunEvent } from '../domain/run'
import type { Events } from '../ipc/contract'
import type { Told } from './wire'

const FRAME = 16

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
  let progresses = 0
  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (waiting.size === 0) return
    const told = [...waiting.values()].map(toldOf)
    waiting.clear()
    send(told)
  }
  const add = (key: string, first: Pending, join: (there: Pending) => void): void => {
    const there = waiting.get(key)
    if (there) join(there)
    else waiting.set(key, first)
    timer ??= setTimeout(flush, FRAME)
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
      return { name: 'run-output', payload: { project: pending.project, runId: pending.runId, lines: pending.items } }
    case 'changed':
      return { name: 'project-changed', payload: { project: pending.project, what: [...pending.items] } }
    case 'progress':
      return pending.told
  }
}
