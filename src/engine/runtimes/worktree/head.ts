/** The commit that a worktree is at, read from git's own files; git is asked where they do not say it plainly. */
import { lstatSync, readFileSync, realpathSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Host } from '../../hosts/host'
import { askGit, isCommit } from './git'

/** Null when the folder is no worktree. */
export const headOf = async (host: Host, path: string): Promise<string | null> => (isFolder(path) ? (detachedHead(path) ?? askHead(host, path)) : null)

export function isFolder(path: string): boolean {
  try {
    return lstatSync(path).isDirectory()
  } catch {
    return false
  }
}

/** `.git` names the folder that git keeps for this worktree, which names it back and holds its HEAD: a hash, as we check out hashes only. */
function detachedHead(path: string): string | null {
  const [, folder] = /^gitdir: (.+)\n$/.exec(textOf(join(path, '.git'))) ?? []
  if (folder === undefined) return null
  const own = resolve(path, folder)
  const hash = textOf(join(own, 'HEAD')).trimEnd()
  return isCommit(hash) && isSame(resolve(own, textOf(join(own, 'gitdir')).trimEnd()), join(path, '.git')) ? hash : null
}

/** Empty when it cannot be read. */
export function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function isSame(one: string, other: string): boolean {
  try {
    return one === other || realpathSync.native(one) === realpathSync.native(other)
  } catch {
    return false
  }
}

async function askHead(host: Host, path: string): Promise<string | null> {
  const top = await askGit(host, path, ['rev-parse', '--show-toplevel', 'HEAD'])
  // A folder's name may hold a line break; a commit does not.
  const [, root, hash = ''] = /^(.*)\n([^\n]+)\n?$/s.exec(top.stdout) ?? []
  return top.exitCode === 0 && root === (await realpath(path)) && isCommit(hash) ? hash : null
}
