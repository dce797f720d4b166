/**
 * Folders on their way: `new` is being built, `old` gave way to a new one, `gone` was pruned. One rename puts a folder in place or takes
 * it away, so nothing half-done ever has an id; what a killed process left is finished by the next start.
 */
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { ProjectContext } from '../context'
import { about, orMissing } from '../files/problems'
import { isLeft, ownedName, readOwnedName } from '../owned'
import { readChecksums } from './checksums'
import { CHECKSUMS, exists, filesIn, removeWhole, storeFolder, type StoreName } from './folder'

type Kind = 'new' | 'old' | 'gone'

/** A path beside `place`, in its store. */
export const asideOf = (context: ProjectContext, place: string, kind: Kind): string => join(place, '..', ownedName(context, kind, kind === 'new' ? '' : basename(place)))

/** Puts a folder that was built beside in its place; one that is there gives way and is removed then. */
export async function putInPlace(context: ProjectContext, building: string, place: string): Promise<void> {
  const { files } = context
  if (!(await exists(place))) return files.rename(building, place)
  const before = asideOf(context, place, 'old')
  await files.rename(place, before)
  try {
    await files.rename(building, place)
  } catch (error) {
    await files.rename(before, place)
    throw error
  }
  await removeAside(context, before)
}

/** Everything in a folder of ours that has no id. */
export async function removeAside(context: Pick<ProjectContext, 'files'>, folder: string): Promise<void> {
  if (await exists(folder)) await removeWhole(context, folder)
}

/** Exactly the files that its checksums list. They go last: a removal that was cut off can be told from a folder that is whole, and goes on. */
export async function removeGone(context: ProjectContext, folder: string): Promise<void> {
  if (!(await exists(folder))) return
  const isListed = (await filesIn(folder)).some(({ path }) => path === CHECKSUMS)
  const listed = isListed ? [...(await readChecksums(context, folder)).keys()] : []
  await context.files.removeListed(folder, listed)
  await context.files.removeListed(folder, isListed ? [CHECKSUMS] : [])
}

/** What a killed process left half-done. */
export async function finishLeft(context: ProjectContext): Promise<void> {
  for (const store of ['manifests', 'rollback-snapshots'] as const) await finishLeftIn(context, store)
}

async function finishLeftIn(context: ProjectContext, store: StoreName): Promise<void> {
  const place = storeFolder(context, store)
  for (const name of (await about(place, 'read', () => orMissing(readdir(place)))) ?? []) {
    for (const kind of ['old', 'new', 'gone'] as const) {
      const found = readOwnedName(name, kind)
      if (!found || !(await isLeft(context, found))) continue
      const home = join(place, found.of)
      if (kind === 'old' && !(await exists(home))) await context.files.rename(join(place, name), home)
      else await (kind === 'gone' ? removeGone : removeAside)(context, join(place, name))
    }
  }
}
