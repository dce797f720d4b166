/** Waiting for an environment that somebody else holds, wherever in the window. What follows is decided anew, on what the other one has left. */
import { call } from '../../stores/api'

const AT_ONCE = 20_000

/** Where it is kept since when is waited: that also tells one wait from another. Null: nobody waits, or not any more. */
export interface WaitingSince {
  readonly get: () => string | null
  readonly set: (since: string | null) => void
}

/** True once nobody holds it; false where the wait was given up, or goes on already. */
export async function untilFree(where: { readonly project: string; readonly environment: string }, since: WaitingSince): Promise<boolean> {
  if (since.get() !== null) return false
  const mine = new Date().toISOString()
  since.set(mine)
  while (since.get() === mine) {
    // A question that was not answered says nothing; whoever waits looks anew, and is told then.
    const free = await call('environment:wait', { ...where, wait: AT_ONCE }).then((answer) => answer.free, () => true)
    if (since.get() !== mine) return false
    if (!free) continue
    since.set(null)
    return true
  }
  return false
}
