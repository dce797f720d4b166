/** What the steps of the phase verify found, those that failed included, and what they did not get to. */
import type { Step } from './plan'
import type { Finding, RunState, StepState } from './run'
import { listOf } from './text'

const verifying = ({ header }: RunState): readonly Step[] => header.plan.steps.filter(({ phase }) => phase === 'verify')

/** In the plan's order. What was skipped is judged by what is seen at the end instead. */
export const verifyFindings = (state: RunState): readonly Finding[] =>
  verifying(state).flatMap((step) => {
    const went = state.steps[step.id]
    return went === undefined || went.status === 'skipped' ? [] : foundBy(step, went)
  })

/** A step that failed without a finding of its own found out nothing: its problem says why. */
export const foundBy = (step: Step, { status, findings, problem }: StepState): readonly Finding[] =>
  findings.length > 0 || problem === null || (status !== 'failed' && status !== 'skipped') ? findings : [{ ...aboutOf(step), ok: false, message: problem.message, proof: problem.evidence?.output ?? [], observed: NOT_KNOWN, proven: 'not-proven' }]

/** What a row says was observed where nothing could be. */
export const NOT_KNOWN = 'not known'

function aboutOf({ action, title }: Step): Pick<Finding, 'subject' | 'kind'> {
  switch (action.kind) {
    case 'verify-service': return { subject: action.service, kind: 'process' }
    case 'verify-database': return { subject: action.database, kind: 'database' }
    case 'verify-config': return { subject: 'Configuration', kind: 'config' }
    default: return { subject: title, kind: 'process' }
  }
}

/** Where it was begun to ask, a sentence of what was not asked any more. Where nothing was, the rows that are not there say so. */
export function notAsked(state: RunState): readonly string[] {
  const left = verifying(state).filter(({ id }) => ['not-yet', 'running'].includes(state.steps[id]?.status ?? 'not-yet'))
  const names = [...new Set(left.map((step) => wordsOf(step)))]
  return left.length === 0 || left.length === verifying(state).length ? [] : [`Not looked at any more: ${listOf(names)}.`]
}

function wordsOf(step: Step): string {
  const { subject, kind } = aboutOf(step)
  return kind === 'config' ? 'the configuration' : kind === 'database' ? `database ${subject}` : subject
}
