/** Waiting for an environment: until nobody holds it. Whoever waits makes the plan anew then, on what the other run has left. */
import type { HolderView } from '../../domain/holder'
import type { WaitOptions } from '../engine'
import { isHeld } from '../lock/lock'
import type { Session } from '../session/session'
import { holderOf } from './hold'

const POLL = 200

/** False when the time was over, or the wait was aborted. */
export async function waitUntilFree(session: Session, environment: string, { wait, abort, onHolder }: WaitOptions): Promise<boolean> {
  const until = performance.now() + wait
  let told: string | null = null
  for (;;) {
    if (!isHeld(session.path, environment)) return true
    const holder = await holderOf(session, environment)
    if (keyOf(holder) !== told) onHolder?.(holder)
    told = keyOf(holder)
    if (abort?.aborted || performance.now() >= until) return false
    await new Promise((resolve) => setTimeout(resolve, POLL))
  }
}

const keyOf = (holder: HolderView | null): string => (holder ? `${holder.epoch} ${holder.phase ?? ''}` : 'unknown')
