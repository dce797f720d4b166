/** One step: its beginning into the journal, perform, observe, its end into the journal. */
import { substituteRun } from '../../domain/differences'
import type { Step } from '../../domain/plan'
import { problemOf, type Evidence, type Problem } from '../../domain/problem'
import { isOnce } from '../../domain/repeatable'
import { maskedProblem } from '../masked-problems'
import type { Execution } from './execute'
import { requireExpected } from './expected'
import { NotJournalled } from './journal'
import type { Later } from './later'
import { perform, type Performed, type PerformContext } from './perform'
import { FoundWrong } from './verifying'

/** The steps in hand, and what is on its way into the journal. */
export interface Hand { readonly journalled: Later; readonly steps: Set<string> }

/**
 * The problem when it failed. A journal that cannot be written throws: then nothing may go on. Before something is changed, that it
 * begins is in the journal. That a step only looks, or has finished, is not waited for: it is there before, and with, whatever comes
 * next.
 */
export async function runStep(execution: Execution, planned: Step, hand: Hand): Promise<'done' | 'aborted' | Problem> {
  const step = substituteRun(planned, execution.runId)
  const attempt = (execution.attempts.get(step.id) ?? 0) + 1
  execution.attempts.set(step.id, attempt)
  const run = execution.performing(step, attempt)
  hand.steps.add(step.id)
  const started = execution.emit({ type: 'step-started', step: step.id, attempt }, looksOnly(step) ? 'lazily' : 'now')
  if (looksOnly(step)) hand.journalled.add(started)
  else await started
  const began = performance.now()
  let did: Evidence | null = null
  try {
    const performed = await perform(step, run)
    did = performed.evidence
    await requireExpected(execution.session, execution.plan, step)
    hand.steps.delete(step.id)
    finished(execution, step, performed, hand)
    return 'done'
  } catch (error) {
    hand.steps.delete(step.id)
    if (error instanceof NotJournalled) throw error
    return failed(execution, step, run, error, { ...did, duration: Math.round(performance.now() - began) })
  }
}

const looksOnly = ({ effect, action }: Step): boolean => effect === 'reads' && action.kind !== 'exec'

/** While others are in hand more is to come soon; that what may not happen twice has happened is written at once. */
function finished({ emit }: Execution, step: Step, { evidence, findings, snapshot }: Performed, { journalled, steps }: Hand): void {
  if (snapshot) journalled.add(emit({ type: 'snapshot-verified', snapshot }))
  journalled.add(emit({ type: 'step-finished', step: step.id, evidence, findings }, steps.size > 0 && !isOnce(step) ? 'lazily' : 'now'))
}

async function failed({ emit }: Execution, { id }: Step, { abort, line, context }: PerformContext, error: unknown, did: Evidence): Promise<'aborted' | Problem> {
  const problem = maskedProblem(problemOf(error), context.mask)
  const evidence: Evidence = { ...did, ...problem.evidence, duration: did.duration }
  if (abort.aborted) line('note', 'Broken off, because the run was cancelled.')
  else line('problem', problem.message)
  await emit(abort.aborted ? { type: 'step-aborted', step: id, evidence } : { type: 'step-failed', step: id, problem, evidence, ...(error instanceof FoundWrong ? { findings: error.findings } : {}) })
  return abort.aborted ? 'aborted' : problem
}
