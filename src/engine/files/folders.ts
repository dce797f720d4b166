import { dirname, isAbsolute, join, relative, sep } from 'node:path'
import { fail } from '../../domain/problem'
import { syncFolder } from './atomic'
import type { Io } from './io'
import type { Later } from './later'
import { codeOf, orMissing } from './problems'

/** Creates a folder and those above it that are missing, each durable before the next, or noted to be made so `later`. */
export async function createFolders(io: Io, path: string, mode: number, later?: Later): Promise<void> {
  const found = await orMissing(io.stat(path))
  if (found?.kind === 'folder') return
  if (found) throw fail('not-a-folder', `${path} is a file where a folder is needed.`, 'Move that file away or choose another path.', { place: { file: path } })
  await createFolders(io, dirname(path), mode, later)
  await io.mkdir(path, mode).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error
  })
  if (later) later.folders.add(dirname(path))
  else await syncFolder(io, dirname(path))
}

const inside = (folder: string, path: string): boolean => {
  const way = relative(folder, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** Only what is listed, only below the folder, also when a folder in between is a link to elsewhere. */
export async function removeListed(io: Io, folder: string, files: readonly string[], folders: readonly string[] = []): Promise<void> {
  if ((await orMissing(io.lstat(folder))) === null) return
  const paths = files.map((file) => join(folder, file))
  const bare = folders.map((one) => join(folder, one))
  for (const path of [...paths, ...bare]) await refuseOutside(io, folder, path)
  for (const path of paths) await orMissing(io.unlink(path))
  for (const empty of foldersOf(folder, paths, bare)) await removeEmpty(io, empty)
  if ((await orMissing(io.lstat(folder))) === null) await syncFolder(io, dirname(folder))
}

async function refuseOutside(io: Io, folder: string, path: string): Promise<void> {
  const parent = inside(folder, path) ? await orMissing(io.realpath(dirname(path))) : null
  const real = await io.realpath(folder)
  if (inside(folder, path) && (parent === null || parent === real || inside(real, parent))) return
  throw fail('outside-folder', `${path} is not inside ${folder}, so nothing was removed.`, '', { place: { file: path } })
}

/** The folders of these files, those named, and the folder itself, deepest first. */
function foldersOf(folder: string, paths: readonly string[], bare: readonly string[]): string[] {
  const folders = new Set([folder, ...bare])
  for (const path of [...paths, ...bare]) for (let above = dirname(path); inside(folder, above); above = dirname(above)) folders.add(above)
  return [...folders].sort((one, other) => other.length - one.length)
}

async function removeEmpty(io: Io, folder: string): Promise<void> {
  await io.rmdir(folder).catch((error: unknown) => {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR'].includes(codeOf(error))) throw error
  })
}
