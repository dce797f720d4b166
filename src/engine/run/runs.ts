/** The runs that this engine drives: begun, gone on with, asked, left. */
import { fail, problemOf, type Problem } from '../../domain/problem'
import { canBeUndone } from '../../domain/situation'
import type { Actor, Decision, RunHeader, RunResult } from '../../domain/run'
import type { GivenUp } from '../../domain/views'
import type { EngineListener, ResumeInput, RunHandle, StartInput } from '../engine'
import { pruneAfterRun } from '../retention/after-run'
import type { Session } from '../session/session'
import { abandon } from './close'
import type { Driver } from './driver'
import { stateOf } from './header'
import type { Listeners } from './hold'
import { warnLate } from './late'
import { leaveNotUndone } from './owed-undos'
import { resumeRun } from './resume'
import { startRun } from './start'
import { undoingWhenFailed, type Undoing } from './undoing'

export interface RunsDeps {
  readonly actor: Actor
  session(project: string): Promise<Session>
  listenersFor(project: string): Listeners
  changed(project: string, what: Parameters<NonNullable<EngineListener['changed']>>[1]): void
}
export interface Runs {
  start(project: string, input: StartInput): Promise<RunHandle>
  resume(project: string, runId: string, input: ResumeInput): Promise<RunHandle>
  cancel(runId: string): Promise<void>
  decide(runId: string, decision: Decision): Promise<void>
  leave(runId: string): void
  abandon(project: string, runId: string, reason: string, what?: GivenUp): Promise<Problem | null>
  /** Why this engine stopped driving a run that has not ended. */
  halted(runId: string): Problem | null
  drives(runId: string): boolean
  /** What a run that is driven here printed, with the lines that are still to be written; null for others. */
  outputOf(runId: string): Driver['output'] | null
  active(): readonly { readonly project: string; readonly runId: string }[]
  /** Runs that wait stay unfinished; the others are driven to their end, or to their next question, with what follows from it. */
  close(): Promise<void>
}

export function createRuns(deps: RunsDeps): Runs {
  const { actor, session, listenersFor, changed } = deps
  const drivers = new Map<string, { readonly project: string; readonly driver: Driver }>()
  const halted = new Map<string, Problem>()
  /** What is still to come of runs, also after they have ended: what is pruned, warned of, undone by policy. */
  const outstanding = new Set<Promise<unknown>>()

  const handle = (project: string, driver: Driver): RunHandle => {
    drivers.set(driver.runId, { project, driver })
    halted.delete(driver.runId)
    changed(project, ['runs'])
    const finished = driver.finished.then(async (ended) => {
      const [opened, result] = [await session(project), resultOrWaiting(driver, ended)]
      return warnLate(opened, result, await pruneAfterRun(opened, result), listenersFor(project).onEvents)
    }, (error: unknown) => {
      halted.set(driver.runId, problemOf(error))
      throw error
    }).finally(() => {
      drivers.delete(driver.runId)
      changed(project, ['runs', 'registry', 'snapshots', 'services'])
    })
    finished.catch(() => undefined)
    const { runId } = driver
    return { runId, finished, settled: driver.settled(), current: () => runId, cancel: () => driver.cancel(), leave: () => driver.leave() }
  }
  /** Ours, when it waits: it is let go of when it is undone or marked. Throws `run-driven` when it goes on. */
  const waitingOf = (runId: string, environment?: string): Driver | null => {
    const driver = drivers.get(runId)?.driver
    if (!driver || (environment !== undefined && driver.state().header.plan.environment !== environment)) return null
    requireWaiting(driver)
    return driver
  }
  const start = async (project: string, input: StartInput): Promise<RunHandle> => {
    const opened = await session(project)
    const { undo, environment } = input.request
    const begun = handle(project, await startRun(opened, input, actor, listenersFor(project), undo === null ? null : waitingOf(undo, environment)))
    return noted(undoneByPolicy(opened, project, begun, input))
  }
  const noted = (begun: RunHandle): RunHandle => {
    const over: Promise<unknown> = begun.finished.then(() => outstanding.delete(over), () => outstanding.delete(over))
    outstanding.add(over)
    return begun
  }
  const undoneByPolicy = (opened: Session, project: string, begun: RunHandle, input: StartInput): RunHandle =>
    input.onFailure === 'undo' && input.request.undo === null ? undoingWhenFailed(begun, input, undoing(opened, project)) : begun
  const undoing = (opened: Session, project: string): Undoing => ({
    start: (next) => start(project, next),
    hasSnapshot: async (runId) => (await stateOf(opened.store, runId)).snapshot !== null,
    warn: async (result, warning) => {
      const warned = await warnLate(opened, result, [warning], listenersFor(project).onEvents)
      changed(project, ['runs'])
      return warned
    }
  })
  const resume = async (project: string, runId: string, input: ResumeInput): Promise<RunHandle> => {
    const opened = await session(project)
    const driver = await resumeRun(opened, runId, input, actor, listenersFor(project), true)
    return noted(undoneByPolicy(opened, project, handle(project, driver), inputOf(driver.state().header)))
  }
  return {
    start,
    resume,
    cancel: async (runId) => void (await driverOf(drivers, runId).cancel()),
    decide: async (runId, decision) => driverOf(drivers, runId).decide(decision),
    leave: (runId) => driverOf(drivers, runId).leave(),
    abandon: async (project, runId, reason, what) => {
      const [opened, listeners] = [await session(project), listenersFor(project)]
      const left = what !== 'unfinished' && (await leaveNotUndone(opened, runId, reason, actor, listeners))
      if (!left && what === 'owed') throw fail('nothing-owed', `Run ${runId} has not to be undone any more. Nothing was changed.`, 'Look at it as it is now.')
      const unwritten = left ? null : await abandon(opened, runId, reason, actor, listeners, waitingOf(runId))
      changed(project, ['runs', 'registry'])
      return unwritten
    },
    halted: (runId) => halted.get(runId) ?? null,
    drives: (runId) => drivers.has(runId),
    outputOf: (runId) => drivers.get(runId)?.driver.output ?? null,
    active: () => [...drivers].map(([runId, { project }]) => ({ project, runId })),
    close: async () => {
      for (const { driver } of drivers.values()) driver.leave()
      await Promise.all(outstanding)
    }
  }
}

/** What a run was begun with, as its journal has it: whoever confirmed it has typed what had to be typed. */
const inputOf = ({ plan, reason, forced, onFailure, via }: RunHeader): StartInput =>
  ({ request: plan.request, planHash: plan.hash, reason, forced, typedName: plan.environment, acceptsDataLoss: true, onFailure, via })

function driverOf(drivers: ReadonlyMap<string, { readonly driver: Driver }>, runId: string): Driver {
  const driver = drivers.get(runId)?.driver
  if (driver) return driver
  throw fail('run-elsewhere', `Run ${runId} is not driven by this program.`, 'Decide where it was started, take it over, or resume it here once that program has ended.')
}

function requireWaiting(driver: Driver): void {
  if (driver.waits()) return
  throw fail('run-driven', `Run ${driver.runId} goes on. Nothing was changed.`, 'Cancel it first; it then waits for a decision.')
}

function resultOrWaiting(driver: Driver, result: RunResult | null): RunResult {
  if (result) return result
  const state = driver.state()
  const { decision, header: { runId } } = state
  const undo = canBeUndone(state) ? ` take it back with \`backstep undo ${runId}\`,` : ''
  throw fail('run-waits', `${decision?.problem.message ?? 'A step failed.'} The run ${runId} waits for a decision.`, `Go on with \`backstep resume ${runId}\`,${undo} or end it with \`backstep abandon ${runId}\`.`)
}
