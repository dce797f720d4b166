import type { RunResult, RunState } from '../domain/run'
import { verdictOf } from '../domain/verdict'
import type { GoingRun } from '../domain/going'
import type { Fields } from './log'
import type { ActiveRun } from './wire'

/** What the log keeps of a run: names, versions and how it is. */
export const fieldsOf = ({ header: { runId, plan }, result }: RunState): Fields =>
  ({ runId, kind: plan.kind, environment: plan.environment, version: plan.to.version, ...(result === null ? {} : { outcome: result.outcome }) })

/** What the question at closing says of a run. */
export const goingOf = ({ runId, project: path }: ActiveRun, state: RunState | undefined, project: string): GoingRun => ({
  runId, path, project, environment: state?.header.plan.environment ?? null, to: state?.header.plan.to.version ?? null,
  kind: state?.header.plan.kind === 'undo' ? 'Undo' : 'Rollback', waits: state?.status === 'waiting'
})

/** A notification's title and text: names, versions and numbers only, never what a program printed. */
export interface Notice { readonly title: string; readonly body: string }

/** What the operator is told about a run that waits or has finished; null while it goes on. */
export function noticeOf(run: RunState): Notice | null {
  if (run.status === 'waiting') return { title: titleOf(run, 'needs you'), body: waiting(run) }
  if (run.status !== 'finished' || run.result === null) return null
  return finished(run, run.result)
}

function finished(run: RunState, result: RunResult): Notice {
  const { environment, to } = run.header.plan
  switch (result.outcome) {
    case 'done':
      return { title: titleOf(run, 'done'), body: verdictOf({ header: run.header, result }).sentence }
    case 'done-with-warnings':
      return { title: titleOf(run, 'done with warnings'), body: `${environment} went back to ${to.version}: look at the warnings` }
    case 'failed':
      return { title: titleOf(run, 'failed'), body: `${environment}${atStep(run)}: the way back is still open` }
    case 'stopped':
      return { title: titleOf(run, 'stopped'), body: `${environment}: stopped before ${to.version} was reached; the way back is still open` }
    case 'abandoned':
      return { title: titleOf(run, 'marked as failed'), body: `${environment}: marked as failed` }
  }
}

const titleOf = ({ header }: RunState, end: string): string => `${header.plan.kind === 'undo' ? 'Undo' : 'Rollback'} ${end}`

function waiting(run: RunState): string {
  const failed = stepNumber(run, run.decision?.step ?? null)
  return failed === null ? `${run.header.plan.environment} is waiting for you` : `${run.header.plan.environment}: step ${failed} failed, waiting for you`
}

function atStep(run: RunState): string {
  const failed = run.header.plan.steps.find(({ id }) => run.steps[id]?.status === 'failed')
  const number = stepNumber(run, failed?.id ?? null)
  return number === null ? '' : `, step ${number} failed`
}

function stepNumber({ header }: RunState, step: string | null): number | null {
  const index = header.plan.steps.findIndex(({ id }) => id === step)
  return index < 0 ? null : index + 1
}
