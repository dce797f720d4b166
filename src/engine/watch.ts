/** Watches a project's folders and tells what changed; follows the events and output of runs that another program drives. */
import { watch, type FSWatcher } from 'node:fs'
import path from 'node:path'
import { createOutput } from './output'
import type { Session } from './session/session'
import type { Listeners } from './run/hold'

type What = 'registry' | 'runs' | 'settings' | 'snapshots' | 'services'
const DEBOUNCE = 120

export function watchProject(open: () => Promise<Session>, changed: (what: readonly What[]) => void, ours: (runId: string) => boolean, listeners: Listeners): () => void {
  const watchers: FSWatcher[] = []
  const pending = new Set<What>()
  let timer: NodeJS.Timeout | null = null
  let stopped = false
  const follow = follower(open, ours, listeners)
  const runsMoved = runsWatch(open)

  const flush = async (): Promise<void> => {
    timer = null
    const noted = [...pending]
    pending.clear()
    if (noted.includes('runs')) {
      follow().catch(() => undefined)
      open().then(({ history }) => history.look(), () => undefined)
    }
    const what = noted.includes('runs') && !(await runsMoved()) ? noted.filter((one) => one !== 'runs') : noted
    if (what.length > 0 && !stopped) changed(what)
  }
  const note = (what: What | null): void => {
    if (what === null || stopped) return
    pending.add(what)
    timer ??= setTimeout(() => void flush(), DEBOUNCE)
  }
  const watchFolder = (folder: string, classify: (name: string) => What | null): void => {
    try {
      const watcher = watch(folder, { persistent: false }, (_, name) => note(classify(name ?? '')))
      watcher.on('error', () => watcher.close())
      watchers.push(watcher)
    } catch {
      // A folder that does not exist yet is watched once the project writes it and is opened again.
    }
  }
  open().then(({ paths }) => {
    if (stopped) return
    void runsMoved()
    watchFolder(paths.project, (name) => (name === path.basename(paths.definition) ? 'settings' : null))
    watchFolder(paths.deployments, classifyState)
    watchFolder(path.join(paths.deployments, 'rollback-snapshots'), () => 'snapshots')
  }, () => undefined)
  return () => {
    stopped = true
    if (timer) clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
}

function classifyState(name: string): What | null {
  if (name === 'deployment-registry.json') return 'registry'
  if (name === 'backstep.db-wal' || name === 'backstep.db') return 'runs'
  if (name === 'services') return 'services'
  return name === 'rollback-snapshots' ? 'snapshots' : null
}

const NEWEST = 20

/** Whether a run began, went on or ended since the last look. The store is written by looking too, which must not count: it would never end. */
function runsWatch(open: () => Promise<Session>): () => Promise<boolean> {
  let last: string | null = null
  return async () => {
    try {
      const { store } = await open()
      const runs = [...(await store.runs({ limit: NEWEST })), ...(await store.runs({ unfinished: true }))]
      const before = last
      last = JSON.stringify(runs)
      return last !== before
    } catch {
      return true
    }
  }
}

/** Events and output of unfinished runs that another program drives, since the last look. */
function follower(open: () => Promise<Session>, ours: (runId: string) => boolean, listeners: Listeners): () => Promise<void> {
  const seen = new Map<string, { seq: number; lines: number }>()
  let busy: Promise<void> | null = null
  const look = async (): Promise<void> => {
    const session = await open()
    const unfinished = await session.store.runs({ unfinished: true })
    const ids = new Set([...unfinished.map((run) => run.runId), ...seen.keys()].filter((runId) => !ours(runId)))
    for (const runId of ids) {
      const at = seen.get(runId) ?? { seq: -1, lines: 0 }
      const events = await session.store.events(runId, at.seq + 1)
      if (events.length > 0) listeners.onEvents(events)
      const output = await createOutput(session.context.files, session.paths.runFolder(runId)).read(at.lines, 10_000)
      if (output.lines.length > 0) listeners.onOutput(output.lines)
      const finished = events.some((event) => event.type === 'run-finished')
      if (finished) seen.delete(runId)
      else seen.set(runId, { seq: events.at(-1)?.seq ?? at.seq, lines: at.lines + output.lines.length })
    }
  }
  return () => (busy ??= look().finally(() => { busy = null }))
}
