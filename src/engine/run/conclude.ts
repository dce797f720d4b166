/**
 * The end of a run that was driven to it: observed once more, judged, recorded. What could not be kept besides is a warning of it; what
 * the registry is owed is told by the outbox as long as it is.
 */
import type { Observed } from '../../domain/facts'
import { problemOf, type Problem } from '../../domain/problem'
import { withWarnings } from '../../domain/results-warnings'
import { skippedVerifications } from '../../domain/results-skipped'
import type { RunEvent, RunResult } from '../../domain/run'
import { observeEnvironment } from '../gather/observe'
import type { Session } from '../session/session'
import type { Ended } from './execute'
import { finish } from './finish'
import { flushOutbox } from './outbox'
import { NotJournalled, type Journal } from './journal'
import { recordLeft } from './left'
import { removeUnused } from './tidy'

export async function concludeRun(session: Session, journal: Journal, epoch: number, ended: Ended, lost: Problem | null, onEvents: (events: readonly RunEvent[]) => void): Promise<RunResult> {
  const state = journal.state()
  const { definition, to } = state.header.plan
  // What serves was asked by the steps that verify, where none was skipped.
  const probes = skippedVerifications(state).length > 0 ? { version: to.version } : null
  const observed = await lookedAt(() => observeEnvironment(session, definition, { probes }))
  const notLeft = ended.how === 'done' && observed ? await recordLeft(session, state, observed).then(() => null, notRecorded) : null
  const how = ended.how === 'done' ? 'done' : ended.problem.code === 'cancelled' ? 'stopped' : 'failed'
  const { result, event } = await finish(session, { state, epoch, observed, how, problem: ended.how === 'done' ? null : ended.problem, besides: messagesOf(lost, notLeft) })
    .catch((error: unknown) => { throw new NotJournalled(error) })
  if (how !== 'done') await removeUnused(session, state)
  const owed = await flushOutbox(session)
  onEvents([event])
  return withWarnings(result, messagesOf(owed))
}

/** Which file it was does not say what is missing for it. */
function notRecorded(error: unknown): Problem {
  const problem = problemOf(error)
  return { ...problem, message: `What this run left could not be kept, so drift cannot be told until the next one: ${problem.message}` }
}

const messagesOf = (...problems: readonly (Problem | null)[]): readonly string[] => problems.flatMap((problem) => (problem ? [problem.message] : []))

/** What could not be observed is looked at once more: one error of a disk must not make a good run a failed one for ever. */
export async function lookedAt(observe: () => Promise<Observed>): Promise<Observed | null> {
  const first = await observe().catch(() => null)
  if (first && Object.values(first.facts).every(({ known }) => known)) return first
  return observe().catch(() => first)
}
