/**
 * Nothing in a snapshot's folder lists its list of checksums: the journal of its run does, and the history seals that journal. So a snapshot
 * cannot be exchanged for another without its showing, however well the other is made.
 */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { ProjectContext } from '../context'
import { CHECKSUMS, damaged } from './folder'

/** Of one that was encrypted later: the digest of its list since then. */
const laterNote = (id: string): string => `snapshot:${id}:list`

/** SHA-256 of the list of checksums in this folder. */
export async function listDigest({ files }: Pick<ProjectContext, 'files'>, folder: string): Promise<string> {
  const list = await files.read(join(folder, CHECKSUMS))
  if (list === null) throw damaged(folder, CHECKSUMS, 'is missing')
  return createHash('sha256').update(list).digest('hex')
}

/** The list is about to become this one, without another content: said before it is. */
export const noteList = ({ store }: Pick<ProjectContext, 'store'>, id: string, digest: string): Promise<void> => store.setNote(laterNote(id), digest)

/** Throws `manifest-damaged` when the list is another than the run verified. What is of another store, or of an earlier version, names none. */
export async function requireList(context: Pick<ProjectContext, 'files' | 'store'>, folder: string, id: string): Promise<void> {
  const noted = (await context.store.events(id)).flatMap((event) => (event.type === 'snapshot-verified' ? (event.snapshot.list ?? []) : [])).at(-1)
  if (noted === undefined) return
  const found = await listDigest(context, folder)
  if (found !== noted && found !== (await context.store.note(laterNote(id)))) throw damaged(folder, CHECKSUMS, 'is not the list that the run verified: something was exchanged')
}
