/** The journal of a run as its holder writes it, and the run as it tells it so far. */
import { problemOf, type Problem } from '../../domain/problem'
import type { RunEvent, RunEventBody, RunState } from '../../domain/run'
import { applyEvent } from '../../domain/run-state'
import type { Session } from '../session/session'

export interface Journal {
  /** Commits one event, then tells it; `lazily` as the store has it. Throws `NotJournalled`, whatever the reason. */
  emit(body: RunEventBody, how?: 'now' | 'lazily'): Promise<RunEvent>
  state(): RunState
}

/** What cannot be written down stops the run: no step is begun, and none counts as ended, without its record. */
export class NotJournalled extends Error {
  readonly problem: Problem
  constructor(cause: unknown) {
    super('An event of the run could not be written.', { cause })
    this.problem = problemOf(cause)
  }
}

export function createJournal(session: Session, epoch: number, begin: RunState, onEvents: (events: readonly RunEvent[]) => void): Journal {
  const { runId } = begin.header
  let state = begin
  return {
    state: () => state,
    async emit(body, how) {
      const event = await session.store.append(runId, epoch, body, how).catch((error: unknown) => { throw new NotJournalled(error) })
      state = applyEvent(state, event)
      onEvents([event])
      return event
    }
  }
}
