import { whileHeld } from '../run/hold'
import { requireWritable, type Session } from '../session/session'

/**
 * What is captured must not be what a run has halfway changed: nothing is, while one goes on, and none begins meanwhile. Throws
 * `environment-locked`. An interrupted run holds nothing: what was deployed over it is recorded, and its resume tells of that.
 */
export async function undisturbed<T>(session: Session, environment: string, capture: () => Promise<T>): Promise<T> {
  requireWritable(session)
  return whileHeld(session, environment, 'recording a deployment', capture)
}
