/** What the checks want to know of keys and of how far what was kept is verified. */
import type { KeptCheck, SealCheck } from '../../domain/checks'
import { problemOf, type Problem } from '../../domain/problem'
import { contentRestorable, type RestorableNote } from '../../domain/verification'
import type { Gathered } from '../gather/target'
import { keyMissing } from '../manifests/seal'
import type { Session } from '../session/session'
import { restorableNote } from '../verify/notes'

/** Of the manifest that is gone back to, and of the copies that would be restored: the worst that is known. */
export async function keptOf(session: Session, gathered: Gathered | null): Promise<KeptCheck | null> {
  if (!gathered?.manifest) return null
  const ids = new Set([gathered.manifest.id, ...gathered.sources.flatMap(({ wanted }) => (wanted?.source.kind === 'copy' ? [wanted.source.blob.id] : []))])
  const notes = await Promise.all([...ids].map((id) => restorableNote(session.store, id)))
  return { keys: gathered.manifest.encryption?.recipients.length ?? 0, restorable: worst(notes) }
}

function worst(notes: readonly (RestorableNote | null)[]): KeptCheck['restorable'] {
  const tried = notes.filter((note) => note !== null)
  const note = tried.find((one) => !contentRestorable(one)) ?? tried[0]
  return note ? { ok: contentRestorable(note), at: note.at, problem: note.problem } : null
}

export async function sealCheck(session: Session): Promise<SealCheck> {
  const restores = (await session.definitionFile.require()).snapshots.verify === 'restorable'
  const { keys } = session.context
  try {
    const recipients = (await keys.recipients.read()).map(({ key }) => key)
    return { keys: recipients.length, keyProblem: recipients.length === 0 ? null : await keyProblem(session, recipients), problem: null, restores }
  } catch (error) {
    return { keys: 0, keyProblem: null, problem: problemOf(error), restores }
  }
}

const keyProblem = (session: Session, recipients: readonly string[]): Promise<Problem | null> =>
  session.context.keys.identity(recipients).then((identity) => (identity === null ? problemOf(keyMissing('The snapshot of this run', recipients)) : null), problemOf)
