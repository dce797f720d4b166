/** Before an undo of an unfinished run begins, that run is ended, with what it has left running. Only an undo that is accepted comes so far. */
import type { EnvironmentDefinition } from '../../domain/definition'
import type { Actor } from '../../domain/run'
import type { StartInput } from '../engine'
import type { Session } from '../session/session'
import { closeForUndo } from './close'
import { afterEnding, decideConfirmed, requireSame, type Confirmed } from './confirmed'
import { stateOf } from './header'
import type { Listeners } from './hold'
import { endOrphans } from './orphans'
import { tidy } from './tidy'

/** The caller has the lock, and takes hold again. What is decided now has to be what was confirmed, with checks that pass still. */
export async function endUndone(session: Session, definition: EnvironmentDefinition, input: StartInput, confirmed: Confirmed, actor: Actor, listeners: Listeners): Promise<Confirmed> {
  const { undo } = input.request
  if (undo === null) return confirmed
  const ended = await endOrphansOf(session, definition, undo)
  // What they did meanwhile may make it another plan.
  const still = ended.length === 0 ? confirmed : await decideConfirmed(session, definition, input).catch(afterEnding(ended.join(' ')))
  if (!(await closeForUndo(session, undo, actor, listeners))) return still
  const now = await decideConfirmed(session, definition, { ...input, planHash: null }).catch(afterEnding(['The run that is undone was ended.', ...ended].join(' ')))
  requireSame(still.plan, now.plan)
  return now
}

/** Of a run in this very environment, whose lock is ours: of any other its steps may be in good hands. */
async function endOrphansOf(session: Session, definition: EnvironmentDefinition, runId: string): Promise<readonly string[]> {
  const state = await stateOf(session.store, runId)
  if (state.header.plan.environment !== definition.name) return []
  const ended = await endOrphans(session, state)
  await tidy(session, definition, state)
  return ended
}
