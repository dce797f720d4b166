import { basename, dirname, join, resolve } from 'node:path'
import { readlink } from 'node:fs/promises'
import { fileNameOf, projectPaths } from '../../paths'

export interface GitPlaces {
  readonly repository: string
  readonly worktrees: string
  /** The link that points at the worktree that is installed. */
  readonly current: string
}
interface Settings { readonly repository: string; readonly worktrees: string | null; readonly current: string | null }

/** Absolute paths; by default the worktrees are in `.deployments/worktrees/<environment>/<service>` and the link beside them. */
export function placesOf(project: string, environment: string, service: string, settings: Settings): GitPlaces {
  const standard = join(projectPaths(project).worktrees, fileNameOf(environment), fileNameOf(service))
  const worktrees = settings.worktrees === null ? standard : resolve(project, settings.worktrees)
  const beside = settings.worktrees === null ? `${standard}.current` : join(dirname(worktrees), 'current')
  return { repository: resolve(project, settings.repository), worktrees, current: settings.current === null ? beside : resolve(project, settings.current) }
}

export const worktreeOf = ({ worktrees }: GitPlaces, commit: string): string => join(worktrees, commit.slice(0, 12))

/** The folder that the link points at, by its text; null when there is no such link. */
export async function linkTarget({ current }: GitPlaces): Promise<string | null> {
  const target = await readlink(current).catch(() => null)
  return target === null ? null : resolve(dirname(current), target)
}

/** Is it one of our worktrees, by its name? */
export const isWorktreeName = (path: string): boolean => /^[0-9a-f]{12}$/.test(basename(path))
