import { BackstepError, fail, problemOf } from '../../domain/problem'
import type { RunState } from '../../domain/run'
import { stateSentence } from '../../domain/situation'
import { NotJournalled } from './journal'

/** Why a run stopped without an end of its own: it is found as interrupted, with its last confirmed step. */
export function haltedBy(error: unknown, state: RunState): BackstepError {
  const problem = error instanceof NotJournalled ? error.problem : problemOf(error)
  if (problem.code === 'overtaken') return new BackstepError(problem, { cause: error })
  const { runId } = state.header
  const next = problem.next === '' ? '' : `${problem.next} `
  const why = error instanceof NotJournalled ? 'because its journal could not be written' : 'unexpectedly'
  return fail('run-interrupted', `The run stopped before its next step, ${why}: ${problem.message} As far as it is written, ${stateSentence(state, false)}`,
    `${next}Then resume run ${runId}, undo it, or mark it as failed.`, problem.place ? { place: problem.place } : {})
}
