/** The plan that was shown last in each project: it is exported as it was seen, not made again. */
import { canonicalJson } from '../../domain/canonical'
import type { RollbackRequest } from '../../domain/plan'
import type { PreparedView } from '../../domain/views'
import type { Session } from '../session/session'

const shown = new WeakMap<Session, { readonly asked: string; readonly view: PreparedView }>()

export function rememberPrepared(session: Session, request: RollbackRequest, view: PreparedView): void {
  shown.set(session, { asked: canonicalJson(request), view })
}

/** Null when something else was shown since; without a hash nothing says what was seen. */
export function lastPrepared(session: Session, request: RollbackRequest, planHash: string | null): PreparedView | null {
  const last = shown.get(session)
  const isThis = last !== undefined && [last.asked, canonicalJson(last.view.request)].includes(canonicalJson(request))
  return isThis && planHash !== null && last.view.plan?.hash === planHash ? last.view : null
}
