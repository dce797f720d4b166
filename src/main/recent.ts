import { existsSync } from 'node:fs'
import type { ProjectView, RecentProject } from '../domain/views'
import { MAX_RECENT, type StateFile } from './app-state'

/** The projects that were open, newest first; a folder that is gone stays in the list and says so. */
export function recentProjects(state: StateFile): readonly RecentProject[] {
  return state.get().recent.map((entry) => ({ ...entry, missing: !existsSync(entry.path) }))
}

/** Puts an opened project on top, and opens it again at the next start. */
export function rememberProject(state: StateFile, project: ProjectView, now: Date): void {
  const others = state.get().recent.filter((entry) => entry.path !== project.path)
  const entry = { path: project.path, name: project.name, openedAt: now.toISOString(), environments: project.environments.length }
  state.update({ lastProject: project.path, recent: [entry, ...others].slice(0, MAX_RECENT) })
}

export function forgetProject(state: StateFile, folder: string): void {
  const { recent, lastProject } = state.get()
  state.update({
    recent: recent.filter((entry) => entry.path !== folder),
    lastProject: lastProject === folder ? null : lastProject
  })
}

/** The project to open at a start without --project: the last one, if it is still there. */
export function projectToOpen(state: StateFile): string | null {
  const { lastProject } = state.get()
  return lastProject !== null && existsSync(lastProject) ? lastProject : null
}
