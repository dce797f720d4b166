/** The runtimes that there are. */
import { git } from './git'
import { processRuntime } from './process'

export { git } from './git'
export { processRuntime } from './process'
export { makeWorktree, type WorktreeAction } from './worktree/worktree'

export const runtimes = [processRuntime, git] as const
