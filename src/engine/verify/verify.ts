/** Verifies snapshots on request: always whether they are intact, and when asked whether they are restorable. Remembers each answer with its time. */
import { problemOf } from '../../domain/problem'
import type { VerifyLevel } from '../../domain/snapshot-policy'
import type { UntriedSnapshot, VerifyProgress } from '../../domain/views'
import { createManifests } from '../manifests'
import { isKeyProblem } from '../manifests/seal'
import { refuseAborted, type Watching } from '../manifests/watching'
import type { Session } from '../session/session'
import { setIntact } from './notes'
import { restoreToTry } from './restorable'

type Verified = Pick<Session, 'context' | 'store'>

export interface VerifyItem { readonly id: string; readonly store: 'manifests' | 'rollback-snapshots' }
export interface VerifyWatching {
  readonly abort?: AbortSignal
  readonly onProgress?: (progress: VerifyProgress) => void
}

/** Answers with what could not be tried for want of a key. Throws `cancelled`; what it finds wrong is remembered, not thrown. */
export async function verifyItems(session: Verified, items: readonly VerifyItem[], level: VerifyLevel, { abort, onProgress }: VerifyWatching = {}): Promise<readonly UntriedSnapshot[]> {
  const untried: UntriedSnapshot[] = []
  const manifests = createManifests(session.context)
  const sizes = await Promise.all(items.map(({ store, id }) => manifests.bytes(store, id)))
  for (const [index, item] of items.entries()) {
    refuseAborted(abort)
    const watching = (word: VerifyProgress['doing']): Watching => counting(sizes[index] ?? 0, abort, (done) => onProgress?.({ id: item.id, at: index, of: items.length, doing: word, done }))
    const isIntact = await intact(session, item, watching('reading'))
    const why = isIntact && level === 'restorable' ? await whyNotTried(session, item, watching('restoring')) : null
    if (why !== null) untried.push({ id: item.id, why })
  }
  return untried
}

/** Null when it was tried, however that went. */
async function whyNotTried(session: Verified, { store, id }: VerifyItem, watching: Watching): Promise<string | null> {
  try {
    await restoreToTry(session.context, store, id, watching)
    return null
  } catch (error) {
    const problem = problemOf(error)
    if (!isKeyProblem(problem)) throw error
    return problem.message
  }
}

async function intact(session: Verified, { store, id }: VerifyItem, watching: Watching): Promise<boolean> {
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
