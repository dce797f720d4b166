/** Runs that are not over when the window is to close, and what is asked about them: by the window, and by the system where the window cannot. Pure. */
import { plural } from './text'

export interface GoingRun {
  readonly runId: string
  /** Path of its project, which need not be the one on the screen. */
  readonly path: string
  readonly project: string
  /** Null while nothing else is known of it. */
  readonly environment: string | null
  readonly to: string | null
  readonly kind: 'Rollback' | 'Undo'
  /** For a decision. */
  readonly waits: boolean
}

export const allWait = (runs: readonly GoingRun[]): boolean => runs.every(({ waits }) => waits)

export function goingTitle(runs: readonly GoingRun[]): string {
  const kind = runs.every((run) => run.kind === 'Undo') ? 'undo' : 'rollback'
  const one = runs.length === 1
  const many = one ? `${kind === 'undo' ? 'An' : 'A'} ${kind}` : plural(runs.length, kind, `${kind}s`)
  if (allWait(runs)) return `${many} ${one ? 'waits' : 'wait'} for a decision`
  return runs.some(({ waits }) => waits) ? `${many} are not over` : `${many} ${one ? 'is' : 'are'} going on`
}

export const goingState = ({ waits }: GoingRun): string => (waits ? 'waits for a decision' : 'goes on')

/** "shop, staging: Rollback to v1.1.0 goes on" */
export const goingLine = (run: GoingRun): string =>
  `${run.project}${run.environment === null ? '' : `, ${run.environment}`}: ${run.kind}${run.to === null ? '' : ` to ${run.to}`} ${goingState(run)}`

/** What follows from the answers. */
export function goingMeans(runs: readonly GoingRun[]): readonly string[] {
  const one = runs.length === 1
  if (allWait(runs)) return [one
    ? 'It stays as it is, and nothing more is done to it. The next start shows it as interrupted, and it goes on from there.'
    : 'They stay as they are, and nothing more is done to them. The next start shows them as interrupted, and they go on from there.']
  const means = ['It can go on without the window; opening Backstep again shows it, and you are told when it ends or needs you.', 'If you stop it, the step in hand ends, then the run waits. Nothing is lost; you are asked again on the next start.']
  return runs.some(({ waits }) => waits) ? [...means, 'What waits stays as it is, and the next start shows it as interrupted.'] : means
}
