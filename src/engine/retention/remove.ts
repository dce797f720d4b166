/** Removes one snapshot: renamed aside at once, so that nothing half-removed has an id; then exactly the files that its checksums list. */
import type { BlobRef } from '../../domain/manifest'
import { fail } from '../../domain/problem'
import type { ProjectContext } from '../context'
import { asideOf, removeGone } from '../manifests/aside'
import { readChecksums } from '../manifests/checksums'
import { CHECKSUMS, filesIn, folderOf } from '../manifests/folder'

/** Throws, and leaves everything as it is, when its checksums cannot be read or a file in it is not its own. */
export async function removeKept(context: ProjectContext, store: BlobRef['store'], id: string): Promise<void> {
  const folder = folderOf(context, store, id)
  const listed = await readChecksums(context, folder)
  const foreign = (await filesIn(folder)).find(({ path, isFile }) => path !== CHECKSUMS && !(isFile && listed.has(path)))
  if (foreign) throw fail('foreign-file', `${folder} holds ${foreign.path}, which is not its own, so nothing of it was removed.`, 'Move that file away, then prune again.', { place: { file: folder } })
  const aside = asideOf(context, folder, 'gone')
  await context.files.rename(folder, aside)
  await removeGone(context, aside)
}
