/** Removes what retention lets go: environment by environment, under its lock, decided again there. */
import { decideRetention, keyOf } from '../../domain/retention'
import { problemOf } from '../../domain/problem'
import type { Pruned } from '../../domain/views'
import { holdFor } from '../run/hold'
import { requireWritable, type Session } from '../session/session'
import { keptOnes, policyOf, retentionInput, type Kept } from './facts'
import { removeKept } from './remove'

export interface PruneOptions {
  /** Keys of what somebody was shown; what goes besides stays. Null = whatever goes. */
  readonly only: readonly string[] | null
  readonly abort?: AbortSignal
  /** Told before each is removed. */
  readonly onProgress?: (id: string, done: number, of: number) => void
}

/** What could not be removed stays whole, and says why. Throws `read-only`, and `definition-invalid` while nobody can say what the limits are. */
export async function prune(session: Session, options: PruneOptions): Promise<Pruned> {
  requireWritable(session)
  if ((await policyOf(session)) === null) await session.definitionFile.require()
  const going = await goingNow(session, options)
  const removed: Pruned['removed'][number][] = []
  const stayed: Pruned['stayed'][number][] = []
  for (const environment of [...new Set(going.map(({ manifest }) => manifest.environment))]) {
    const lock = await holdFor(session, environment, 'removing snapshots').catch((error: unknown) => problemOf(error))
    const here = going.filter(({ manifest }) => manifest.environment === environment)
    if (!('release' in lock)) {
      stayed.push(...here.map(({ manifest }) => ({ id: manifest.id, why: lock.message })))
      continue
    }
    try {
      for (const one of await stillGoing(session, here)) {
        if (options.abort?.aborted) {
          stayed.push({ id: one.manifest.id, why: 'Cancelled before its turn came.' })
          continue
        }
        options.onProgress?.(one.manifest.id, removed.length + stayed.length, going.length)
        await removeOne(session, one, removed, stayed)
      }
    } finally {
      await lock.release()
    }
  }
  return { removed, stayed, bytes: removed.reduce((sum, { bytes }) => sum + bytes, 0) }
}

async function goingNow(session: Session, { only }: PruneOptions): Promise<readonly Going[]> {
  const kept = await keptOnes(session)
  const going = await stillGoing(session, kept)
  return only === null ? going : going.filter((one) => only.includes(keyOf({ store: one.store, id: one.manifest.id })))
}

interface Going extends Kept { readonly why: string; readonly bytes: number }

/** Decided over everything that is kept, not over these alone. */
async function stillGoing(session: Session, these: readonly Kept[]): Promise<readonly Going[]> {
  const kept = await keptOnes(session)
  const input = await retentionInput(session, kept)
  const verdicts = new Map(decideRetention(input).map((verdict) => [keyOf(verdict), verdict]))
  const bytes = new Map(input.items.map((item) => [keyOf(item), item.bytes]))
  return these.flatMap((one) => {
    const key = keyOf({ store: one.store, id: one.manifest.id })
    const verdict = verdicts.get(key)
    return verdict?.goes ? [{ ...one, why: verdict.why, bytes: bytes.get(key) ?? 0 }] : []
  })
}

async function removeOne(session: Session, { store, manifest, why, bytes }: Going, removed: Pruned['removed'][number][], stayed: Pruned['stayed'][number][]): Promise<void> {
  const { id } = manifest
  try {
    // Said before, so that an undo that misses it says why, whatever happens now.
    await session.store.setNote(`pruned:${id}`, JSON.stringify({ at: session.context.clock.now().toISOString(), why }))
    await removeKept(session.context, store, id)
    removed.push({ id, bytes, why })
  } catch (error) {
    stayed.push({ id, why: problemOf(error).message })
  }
}
