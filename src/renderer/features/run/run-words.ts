/** The sentences of a run. Pure. */
import type { Step } from '../../../domain/plan'
import type { Decision, Outcome, RunState } from '../../../domain/run'
import { progressOf } from '../../../domain/run-state'
import { verdictOf, type Verdict } from '../../../domain/verdict'
import type { Situation } from './run-store'

/** "Rolling back staging to v1.1.0"; environment and version come from outside and are set apart. */
export function runTitle({ header: { plan } }: RunState, situation: Situation): readonly [before: string, between: string] {
  const ended = situation === 'finished'
  if (plan.kind === 'undo') return [ended ? 'Undo in' : 'Undoing in', 'back to']
  return [ended ? 'Rollback of' : 'Rolling back', 'to']
}

const place = ({ header: { plan } }: RunState, id: string): string => `${plan.steps.findIndex((step) => step.id === id) + 1} of ${plan.steps.length}`
const uncapital = (text: string): string => (/^[A-Z][a-z]/.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text)

/** Steps in hand. */
export function stepsNow({ header: { plan }, steps }: RunState): readonly Step[] {
  return plan.steps.filter(({ id }) => steps[id]?.status === 'running')
}

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  done: 'Done', 'done-with-warnings': 'Done, with warnings', failed: 'Failed', stopped: 'Stopped, as decided', abandoned: 'Marked as failed'
}

/** As the result judges it: what is not proven to serve is never green. */
export const toneOf = ({ header, result }: RunState): Verdict['tone'] => (result ? verdictOf({ header, result }).tone : 'failed')

function endWords(state: RunState): string {
  if (!state.result) return 'Ended'
  const { outcome } = state.result
  return outcome === 'done' && toneOf(state) !== 'ok' ? 'Done, not proven what serves' : OUTCOMES[outcome]
}

/** What else could be done with a run that is given up. */
export interface OtherWays {
  /** Its snapshot was verified. */
  readonly snapshot: boolean
  readonly undo: boolean
  readonly goOn: boolean
}

/** What is left of a way back when a run is given up. */
function wayBackWords({ snapshot, undo, goOn }: OtherWays): string {
  if (undo) return 'Its snapshot is kept: you can undo it later, or start a new rollback.'
  if (!snapshot) return 'No snapshot of it was verified, so it has changed nothing and there is nothing to undo.'
  return goOn ? 'It has changed nothing that serves, so there is nothing to undo.' : 'Its snapshot is gone, so it cannot be undone later: start a new rollback.'
}

/** What stopping here means: after a cancellation that is what was asked for, and no failure. */
export function stopWords({ decision, snapshot }: RunState): readonly string[] {
  const can = (way: Decision): boolean => decision?.options.includes(way) ?? false
  return [
    `The run ends and is recorded as ${decision?.step === null ? 'stopped' : 'failed'}. What is stopped stays stopped, what was changed stays changed.`,
    wayBackWords({ snapshot: snapshot !== null, undo: can('undo'), goOn: can('retry') })
  ]
}

/** What marking an interrupted run as failed means. */
export const markWords = (other: OtherWays): string =>
  `No service is changed or started; what a step has left running is ended. The run is recorded as failed, and a new rollback becomes possible. ${wayBackWords(other)}`

/** What is going on, in one sentence. */
export function runSentence(state: RunState, situation: Situation): string {
  const { done, total } = progressOf(state)
  const now = stepsNow(state)
  const [first] = now
  switch (situation) {
    case 'finished': return `${endWords(state)}, ${done} of ${total} steps`
    case 'interrupted': return `Interrupted after ${done} of ${total} steps. Nothing runs.`
    case 'waiting': {
      const step = state.decision?.step
      return step ? `Step ${place(state, step)} failed. The run waits for you.` : `${done} of ${total} steps done. The run waits for you.`
    }
    case 'stopping': return first ? `Stopping: ${uncapital(first.title)}` : 'Stopping'
    case 'running':
      if (!first) return done === 0 ? 'Looking once more at what runs' : `${done} of ${total} steps done`
      return now.length === 1 ? `Step ${place(state, first.id)}: ${uncapital(first.title)}` : `${now.length} steps at a time, ${done} of ${total} done: ${now.map(({ title }) => uncapital(title)).join(', ')}`
  }
}
