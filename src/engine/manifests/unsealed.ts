/** Where encrypted content is plain for a moment: a folder of 0700 for each use, emptied at its end whatever happened, and by the next start where a process was killed. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProjectContext } from '../context'
import { orMissing } from '../files/problems'
import { isLeft, ownedName, readOwnedName } from '../owned'
import { projectPaths } from '../paths'
import { removeWhole } from './folder'

const KIND = 'open'

/** What the work leaves in the folder is removed, also when it fails; nothing of it is opened any more then. */
export async function withUnsealed<T>(context: ProjectContext, work: (folder: string) => Promise<T>): Promise<T> {
  await removeLeftUnsealed(context)
  const folder = join(projectPaths(context.project).unsealed, ownedName(context, KIND))
  await context.files.makeFolder(folder, 0o700)
  const done = await settled(work(folder))
  const cleared = await settled(removeWhole(context, folder))
  // The first cause wins.
  if (!done.ok) throw done.error
  if (!cleared.ok) throw cleared.error
  return done.value
}

type Settled<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown }
const settled = <T>(work: Promise<T>): Promise<Settled<T>> => work.then((value) => ({ ok: true, value }), (error: unknown) => ({ ok: false, error }))

/** Removes what a killed process left in the clear, as far as it can: it must not keep anybody from a rollback. */
export async function removeLeftUnsealed(context: ProjectContext): Promise<void> {
  for (const folder of await leftUnsealed(context)) await removeWhole(context, folder).catch(() => undefined)
}

/** Folders with decrypted content whose process lives no more. */
export async function leftUnsealed(context: ProjectContext): Promise<readonly string[]> {
  const place = projectPaths(context.project).unsealed
  const names = (await orMissing(readdir(place)).catch(() => null)) ?? []
  const left = await Promise.all(names.map(async (name) => {
    const found = readOwnedName(name, KIND)
    return found && (await isLeft(context, found)) ? [join(place, name)] : []
  }))
  return left.flat()
}
