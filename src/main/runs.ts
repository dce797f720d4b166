/** What the app itself follows of the runs that its engine drives: for the question at closing, notifications, the log and the progress bar. */
import { problemOf } from '../domain/problem'
import type { RunEvent, RunState } from '../domain/run'
import { applyEvent } from '../domain/run-state'
import type { RunView } from '../domain/views'
import type { ActiveRun, Told } from './wire'

export interface FollowedRun { readonly project: string; readonly runId: string; readonly state: RunState }
export interface RunsOptions {
  /** For a run whose beginning was not heard: the engine started anew and the run was resumed. */
  readonly view: (project: string, runId: string) => Promise<RunView>
  /** It began, is asked to stop, waits for a decision, goes on, or has finished. */
  readonly statusChanged: (run: FollowedRun) => void
  readonly changed: () => void
  readonly problem: (message: string) => void
}
export interface Runs {
  told(told: Told): void
  activeChanged(runs: readonly ActiveRun[]): void
  active(): readonly ActiveRun[]
  /** Active runs that are at work: neither waiting nor finished. */
  atWork(): readonly ActiveRun[]
  /** What is known of an active run; undefined before anything was heard of it. */
  stateOf(run: ActiveRun): RunState | undefined
  /** Steps done of all that are active, from 0 to 1; null when none is. */
  progress(): { readonly part: number; readonly waiting: boolean } | null
}

export function createRuns(options: RunsOptions): Runs {
  const followed = new Map<string, FollowedRun>()
  const asked = new Set<string>()
  /** What comes to light after a run's end does not end it again. */
  const over = new Set<string>()
  let active: readonly ActiveRun[] = []

  const apply = (project: string, event: RunEvent): void => {
    if (over.has(event.runId)) return
    const before = followed.get(event.runId)
    if (!before && event.type !== 'run-started') return adopt(project, event.runId)
    if (before && event.seq <= before.state.seq) return
    const state = applyEvent(before?.state ?? null, event)
    if (state) followed.set(event.runId, { project, runId: event.runId, state })
  }
  /** A run that goes on is told from its beginning: only how it is now counts. */
  const tellStatus = (runId: string, before: RunState['status'] | undefined): void => {
    const run = followed.get(runId)
    if (run === undefined) return
    if (run.state.status === 'finished') {
      followed.delete(runId)
      over.add(runId)
    }
    if (run.state.status !== before) options.statusChanged(run)
  }
  const adopt = (project: string, runId: string): void => {
    if (asked.has(runId)) return
    asked.add(runId)
    options
      .view(project, runId)
      .then(({ state }) => {
        if (over.has(runId)) return
        const before = followed.get(runId)?.state
        if (before === undefined || before.seq < state.seq) followed.set(runId, { project, runId, state })
        tellStatus(runId, before?.status)
        options.changed()
      })
      .catch((error: unknown) => options.problem(problemOf(error).message))
      .finally(() => asked.delete(runId))
  }
  const told = (what: Told): void => {
    if (what.name !== 'run-events') return
    const { project, events } = what.payload
    const before = new Map(events.map(({ runId }) => [runId, followed.get(runId)?.state.status]))
    for (const event of events) apply(project, event)
    for (const [runId, status] of before) tellStatus(runId, status)
    options.changed()
  }
  const activeChanged = (runs: readonly ActiveRun[]): void => {
    active = runs.map(({ project, runId }) => ({ runId, project: followed.get(runId)?.project ?? project }))
    const ids = new Set(runs.map(({ runId }) => runId))
    // Without runs the engine may have died: what is resumed later is asked for anew.
    if (runs.length === 0) for (const id of followed.keys()) if (!ids.has(id)) followed.delete(id)
    options.changed()
  }
  const stateOf = ({ runId }: ActiveRun): RunState | undefined => followed.get(runId)?.state
  const atWork = (): readonly ActiveRun[] => active.filter((run) => stateOf(run)?.status !== 'waiting')
  const progress: Runs['progress'] = () => {
    const states = active.flatMap((run) => stateOf(run) ?? [])
    if (active.length === 0) return null
    const all = states.flatMap(stepsDone)
    return { part: all.length === 0 ? 0 : all.filter(Boolean).length / all.length, waiting: states.some(({ status }) => status === 'waiting') }
  }
  return { told, activeChanged, active: () => active, atWork, stateOf, progress }
}

const stepsDone = ({ header, steps }: RunState): readonly boolean[] =>
  header.plan.steps.map(({ id }) => steps[id]?.status === 'done' || steps[id]?.status === 'skipped')
