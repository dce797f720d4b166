/** Worktrees that git still lists although they are gone, by its own files: asking git to look takes longer than making one. */
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isFolder, textOf } from './head'

/** Also true where it cannot be told: a repository without a `.git` folder of its own. */
export function hasStale(repository: string): boolean {
  const git = join(repository, '.git')
  return !isFolder(git) || namesIn(join(git, 'worktrees')).some((name) => !isWhole(join(git, 'worktrees', name)))
}

const namesIn = (folder: string): readonly string[] => (isFolder(folder) ? readdirSync(folder) : [])

/** Its record is complete and the folder that it names is there. */
function isWhole(own: string): boolean {
  const back = textOf(join(own, 'gitdir')).trimEnd()
  return back !== '' && textOf(join(own, 'HEAD')) !== '' && existsSync(resolve(own, back))
}
