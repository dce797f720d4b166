/** What git's own files say plainly, read without starting git. Whatever is not plain is left to git. */
import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { inflateSync } from 'node:zlib'

const MOST = 1 << 20

/** True when the commit is an object of its own in a repository of ours. False says nothing: it may be in a pack, or git may refuse the repository. */
export function isLooseCommit(repository: string, hash: string): boolean {
  try {
    const git = join(repository, '.git')
    const object = join(git, 'objects', hash.slice(0, 2), hash.slice(2))
    if (statSync(git).uid !== process.getuid?.() || statSync(object).size > MOST) return false
    return inflateSync(readFileSync(object), { maxOutputLength: MOST }).toString('latin1', 0, 7) === 'commit '
  } catch {
    return false
  }
}

/** False when surely none of the paths (and nothing below them) is in git's index. */
export async function mayBeTracked(folder: string, paths: readonly string[]): Promise<boolean> {
  const git = gitFolderOf(folder)
  if (git === null) return false
  const index = await readFile(join(git, 'index')).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? null : UNREADABLE))
  // Without a HEAD it is no repository, and git looks further up.
  if (index === null) return !existsSync(join(git, 'HEAD'))
  return !isPlain(git, index) || paths.some((path) => index.includes(path))
}
const UNREADABLE = Buffer.alloc(0)

/** Whole paths in one file: no version 4, which shortens them, no sparse folders, no second file that it builds on. */
const isPlain = (git: string, index: Buffer): boolean =>
  index.toString('latin1', 0, 4) === 'DIRC' && [2, 3].includes(index.readUInt32BE(4)) && !index.includes('sdir') && !readdirSync(git).some((name) => name.startsWith('sharedindex.'))

/** The nearest one upwards; null when the folder is in no repository. */
function gitFolderOf(folder: string): string | null {
  const git = join(folder, '.git')
  const stats = lstatSync(git, { throwIfNoEntry: false })
  if (stats?.isFile()) return resolve(folder, readFileSync(git, 'utf8').replace(/^gitdir: /, '').trimEnd())
  if (stats) return git
  return dirname(folder) === folder ? null : gitFolderOf(dirname(folder))
}
