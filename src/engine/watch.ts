/** Watches a project's folders and tells what changed. */
import { watch, type FSWatcher } from 'node:fs'
import path from 'node:path'
import { follower } from './follow'
import type { Session } from './session/session'
import type { Listeners } from './run/hold'

type What = 'registry' | 'runs' | 'settings' | 'snapshots' | 'services'
const DEBOUNCE = 120

interface Watched {
  readonly folder: string
  /** What a change of the file or folder with this name means. */
  classify(name: string): What | null
  /** Watched too, as soon as they are there. */
  readonly inside: readonly Watched[]
}

export function watchProject(open: () => Promise<Session>, changed: (what: readonly What[]) => void, ours: (runId: string) => boolean, listeners: Listeners): () => void {
  const watchers = new Map<string, FSWatcher>()
  const pending = new Set<What>()
  let timer: NodeJS.Timeout | null = null
  let stopped = false
  const elsewhere = follower(open, ours, listeners)
  const runsMoved = runsWatch(open)

  const flush = async (): Promise<void> => {
    timer = null
    const noted = [...pending]
    pending.clear()
    if (noted.includes('runs')) {
      void elsewhere.look()
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
  const unwatch = (folder: string): void => {
    watchers.get(folder)?.close()
    watchers.delete(folder)
  }
  const watchFolder = ({ folder, classify, inside }: Watched): void => {
    const below = (name: string): readonly Watched[] => inside.filter((one) => path.basename(one.folder) === name)
    try {
      const watcher = watch(folder, { persistent: false }, (event, name) => {
        note(classify(name ?? ''))
        // It came, or is another one by now.
        if (event === 'rename') for (const one of below(name ?? '')) { unwatchAll(one); if (!stopped) watchFolder(one) }
      })
      watcher.on('error', () => unwatch(folder))
      watchers.set(folder, watcher)
    } catch {
      // It does not exist yet: the folder that it will be in says when it does.
      return
    }
    for (const one of inside) watchFolder(one)
  }
  const unwatchAll = ({ folder, inside }: Watched): void => {
    unwatch(folder)
    inside.forEach(unwatchAll)
  }
  open().then(({ paths }) => {
    if (stopped) return
    void runsMoved()
    watchFolder({
      folder: paths.project, classify: (name) => (name === path.basename(paths.definition) ? 'settings' : null),
      inside: [{ folder: paths.deployments, classify: classifyState, inside: [{ folder: paths.snapshots, classify: () => 'snapshots', inside: [] }] }]
    })
  }, () => undefined)
  return () => {
    stopped = true
    elsewhere.stop()
    if (timer) clearTimeout(timer)
    for (const folder of [...watchers.keys()]) unwatch(folder)
  }
}

function classifyState(name: string): What | null {
  if (name === 'deployment-registry.json') return 'registry'
  if (name === 'backstep.db-wal' || name === 'backstep.db') return 'runs'
  if (name === 'services') return 'services'
  return name === 'rollback-snapshots' ? 'snapshots' : null
}

const NEWEST = 20

/** Whether a run began, went on or ended since the last look, or somebody else holds an environment. The store is written by looking too, which must not count: it would never end. */
function runsWatch(open: () => Promise<Session>): () => Promise<boolean> {
  let last: string | null = null
  return async () => {
    try {
      const { store } = await open()
      const runs = [...(await store.runs({ limit: NEWEST })), ...(await store.runs({ unfinished: true }))]
      const before = last
      last = JSON.stringify([runs, await store.holders()])
      return last !== before
    } catch {
      return true
    }
  }
}
