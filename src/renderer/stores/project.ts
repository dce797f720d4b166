import { create } from 'zustand'
import { problemOf, type Problem } from '../../domain/problem'
import type { OverviewView, ProjectView } from '../../domain/views'
import { call, on, type Changed } from './api'
import { useNavigation } from './navigation'
import { keepSeen } from './seen'

interface ProjectState {
  /** Path of the open project; null on Start. */
  readonly path: string | null
  readonly project: ProjectView | null
  readonly overview: OverviewView | null
  /** Why the project or its overview could not be read. */
  readonly problem: Problem | null
  /** A question to the engine about the overview is under way. */
  readonly observing: boolean
  readonly open: (path: string) => Promise<boolean>
  readonly close: () => void
  /** Reads the overview again; `observe` also asks the services. */
  readonly refresh: (observe: boolean) => Promise<void>
}

const KEY = 'project'

/** The open project and what was last seen of it. */
export const useProject = create<ProjectState>()((set, get) => ({
  path: sessionStorage.getItem(KEY),
  project: null,
  overview: null,
  problem: null,
  observing: false,
  open: (path) => open(path, set),
  close: () => {
    sessionStorage.removeItem(KEY)
    opening += 1
    set({ path: null, project: null, overview: null, problem: null })
    useNavigation.getState().go({ screen: 'start' })
  },
  refresh: (observe) => refresh(observe, set, get)
}))

type Set = (state: Partial<ProjectState>) => void

let opening = 0

/** False also where another one was asked for meanwhile: what was asked for last is open, however late the first answer comes. */
async function open(path: string, set: Set): Promise<boolean> {
  const mine = ++opening
  try {
    const project = await call('project:open', { path })
    if (mine !== opening) return false
    sessionStorage.setItem(KEY, project.path)
    const same = useProject.getState().path === project.path
    set({ path: project.path, project, problem: null, ...(same ? {} : { overview: null }) })
    void useProject.getState().refresh(true)
    return true
  } catch (error) {
    if (mine === opening) set({ problem: problemOf(error) })
    return false
  }
}

let again: 'no' | 'read' | 'observe' = 'no'

// One question at a time: what is asked meanwhile is asked once more afterwards.
async function refresh(observe: boolean, set: Set, get: () => ProjectState): Promise<void> {
  const { path, observing } = get()
  if (path === null) return
  if (observing) {
    again = observe || again === 'observe' ? 'observe' : 'read'
    return
  }
  set({ observing: true })
  const seen = await read(path, observe)
  const overview = seen.overview && keepSeen(seen.overview, get().overview)
  set(get().path === path ? { ...seen, ...(overview ? { overview } : {}), observing: false } : { observing: false })
  if (again === 'no') return
  const next = again === 'observe'
  again = 'no'
  await refresh(next, set, get)
}

async function read(path: string, observe: boolean): Promise<Partial<ProjectState>> {
  try {
    return { overview: await call('overview', { project: path, observe }), problem: null }
  } catch (error) {
    return { problem: problemOf(error) }
  }
}

const REOPEN: readonly Changed[] = ['registry', 'settings', 'snapshots', 'runs']

/** Keeps the open project fresh while the window is open. */
export function followProject(): () => void {
  return on('project-changed', ({ project, what }) => {
    const { path, refresh: again } = useProject.getState()
    if (project !== path) return
    void again(what.includes('services') || what.includes('settings'))
    if (what.some((part) => REOPEN.includes(part))) void reread(project)
  })
}

async function reread(path: string): Promise<void> {
  try {
    const project = await call('project:read', { project: path })
    if (useProject.getState().path === path) useProject.setState({ project })
  } catch {
    // The overview shows why; what was read before stays in sight.
  }
}

/** Why nothing can be changed in the open project; undefined where it can. */
export const useReadOnly = (): string | undefined => useProject(({ project }) => (project?.writable === false ? 'The project can only be read' : undefined))

/** The path of the open project, for calls. Only screens of an open project use it. */
export function useProjectPath(): string {
  return useProject(({ path }) => path ?? '')
}
