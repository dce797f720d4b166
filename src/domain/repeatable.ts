/** What may happen to a step besides being performed to its end: being broken off, and being begun again. */
import type { Action, DraftStep } from './plan'
import { assertNever } from './problem'

/** Can it be broken off at any instant without leaving a mess? What changes what serves is finished instead. */
export function isAbortable(action: Action): boolean {
  switch (action.kind) {
    case 'dump': case 'worktree': case 'restore': case 'await-probe': case 'verify-service': case 'verify-database': case 'verify-config': return true
    case 'keep': case 'verify-snapshot': case 'start-process': case 'stop-process': case 'write-file': case 'link': case 'swap': return false
    case 'exec': return action.once !== true
    default: return assertNever(action)
  }
}

/** Never begun a second time by itself: nothing tells afterwards whether it happened, or it is marked so. */
export const isOnce = ({ action, expects }: Pick<DraftStep, 'action' | 'expects'>): boolean =>
  action.kind === 'exec' && (action.once === true || Object.keys(expects).length === 0)
