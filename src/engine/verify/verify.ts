/** Verifies snapshots on request: always whether they are intact, and when asked whether they are restorable. Remembers each answer with its time. */
import { problemOf } from '../../domain/problem'
import type { VerifyLevel } from '../../domain/snapshot-policy'
import type { VerifyProgress } from '../../domain/views'
import { createManifests } from '../manifests'
import { refuseAborted, type Watching } from '../manifests/watching'
import type { Session } from '../session/session'
import { setIntact } from './notes'
import { restoreToTry } from './restorable'

export interface VerifyItem { readonly id: string; readonly store: 'manifests' | 'rollback-snapshots' }
export interface VerifyWatching {
  readonly abort?: AbortSignal
  readonly onProgress?: (progress: VerifyProgress) => void
}

/** Throws `cancelled`, and what keeps it from trying (`key-missing`); what it finds wrong is remembered, not thrown. */
export async function verifyItems(session: Session, items: readonly VerifyItem[], level: VerifyLevel, { abort, onProgress }: VerifyWatching = {}): Promise<void> {
  const manifests = createManifests(session.context)
  const sizes = await Promise.all(items.map(({ store, id }) => manifests.bytes(store, id)))
  for (const [index, item] of items.entries()) {
    refuseAborted(abort)
    const watching = (word: VerifyProgress['doing']): Watching => counting(sizes[index] ?? 0, abort, (done) => onProgress?.({ id: item.id, at: index, of: items.length, doing: word, done }))
    const isIntact = await intact(session, item, watching('reading'))
    if (isIntact && level === 'restorable') await restoreToTry(session.context, item.store, item.id, watching('restoring'))
  }
}

async function intact(session: Session, { store, id }: VerifyItem, watching: Watching): Promise<boolean> {
  const problem = await createManifests(session.context).verify(store, id, watching).then(() => null, problemOf)
  if (problem?.code === 'cancelled') refuseAborted(watching.abort)
  await setIntact(session.store, id, { ok: problem === null, at: session.context.clock.now().toISOString(), problem: problem?.message ?? null })
  return problem === null
}

/** Tells the share that is done, at most a hundred times. */
function counting(total: number, abort: AbortSignal | undefined, tell: (done: number) => void): Watching {
  let bytes = 0
  let told = -1
  tell(0)
  return {
    ...(abort ? { abort } : {}),
    onBytes: (count) => {
      bytes += count
      const share = total === 0 ? 1 : Math.min(1, bytes / total)
      if (Math.floor(share * 100) === told) return
      told = Math.floor(share * 100)
      tell(share)
    }
  }
}
