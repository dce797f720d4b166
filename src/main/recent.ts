import { existsSync } from 'node:fs'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { OverviewView, ProjectView, RecentProject, SeenProject } from '../domain/views'
import { MAX_RECENT, type StateFile } from './app-state'
import { seenIn } from './seen'

/** The projects that were open, newest first; a folder that is gone stays in the list and says so. */
export function recentProjects(state: StateFile): readonly RecentProject[] {
  return state.get().recent.map((entry) => ({ ...entry, missing: !existsSync(entry.path) }))
}

/** What a project is called; its folder's name, where it is not in the list any more. */
export const projectName = (state: StateFile, folder: string): string => state.get().recent.find((entry) => entry.path === folder)?.name ?? path.basename(folder)

/** Puts an opened project on top, and opens it again at the next start. */
export function rememberProject(state: StateFile, project: ProjectView, now: Date): void {
  const { recent } = state.get()
  const others = recent.filter((entry) => entry.path !== project.path)
  const seen = recent.find((entry) => entry.path === project.path)?.seen ?? null
  const entry = { path: project.path, name: project.name, openedAt: now.toISOString(), environments: project.environments.length, seen }
  state.update({ lastProject: project.path, recent: [entry, ...others].slice(0, MAX_RECENT) })
}

/** An overview comes every few seconds: where only its time is another, it is kept once a minute. */
const KEPT_EVERY = 60_000

/** Keeps what an overview shows of a project in the list. */
export function rememberSeen(state: StateFile, folder: string, overview: OverviewView): void {
  const { recent } = state.get()
  const entry = recent.find((one) => one.path === folder)
  if (entry === undefined) return
  const seen = seenIn(overview, entry.seen)
  if (entry.seen === null || isNews(seen, entry.seen)) state.update({ recent: recent.map((one) => (one === entry ? { ...entry, seen } : one)) })
}

const isNews = (seen: SeenProject, before: SeenProject): boolean =>
  !isDeepStrictEqual({ ...seen, at: before.at }, before) || Math.abs(Date.parse(seen.at) - Date.parse(before.at)) >= KEPT_EVERY

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
