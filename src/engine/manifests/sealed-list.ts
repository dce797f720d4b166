/**
 * Nothing in a snapshot's folder lists its list of checksums: the journal of its run does, and the history seals that journal. So a snapshot
 * cannot be exchanged for another without its showing, however well the other is made. A release has no journal.
 */
import { join } from 'node:path'
import type { ProjectContext } from '../context'
import { CHECKSUMS, damaged, folderOf, type StoreName } from './folder'

/** Of one that was encrypted later: the digest of its list since then. */
const laterNote = (id: string): string => `snapshot:${id}:list`

/** SHA-256 of the list of checksums in this folder. */
export const listDigest = async ({ files }: Pick<ProjectContext, 'files'>, folder: string): Promise<string> => (await files.sha256(join(folder, CHECKSUMS))).sha256

/** The list is about to become that of `building`, without another content: said before it is. */
export async function noteList(context: ProjectContext, store: StoreName, id: string, building: string): Promise<void> {
  if (store === 'rollback-snapshots') await context.store.setNote(laterNote(id), await listDigest(context, building))
}

/** Throws `manifest-damaged` when the list is another than the run verified. What is of another store, or of an earlier version, names none. */
export async function requireList(context: ProjectContext, store: StoreName, id: string): Promise<void> {
  if (store !== 'rollback-snapshots') return
  const noted = (await context.store.events(id)).flatMap((event) => (event.type === 'snapshot-verified' ? (event.snapshot.list ?? []) : [])).at(-1)
  if (noted === undefined) return
  const folder = folderOf(context, store, id)
  const found = await listDigest(context, folder)
  if (found !== noted && found !== (await context.store.note(laterNote(id)))) throw damaged(folder, CHECKSUMS, 'is not the list that the run verified: something was exchanged')
}
