/** What was last seen of a project, for the list of the recent ones: taken from each overview, read back from state.json. */
import type { LaneView, OverviewView, RunInProgress, SeenLane, SeenProject, SeenRun } from '../domain/views'
import { recordOf } from './json-file'

const MAX_LANES = 100
const MAX_TEXT = 256

/** Where nobody was asked, what was seen before stays, with its time. */
export function seenIn({ lanes, runs, observedAt }: OverviewView, before: SeenProject | null): SeenProject {
  const asked = lanes.some((lane) => lane.observedAt !== null)
  const wanting = [...lanes.flatMap(({ run }) => run ?? []), ...runs].flatMap(runOf)
  return {
    at: asked || before === null ? observedAt : before.at,
    lanes: lanes.slice(0, MAX_LANES).map((lane) => ({ environment: cut(lane.environment), state: stateOf(lane, before) })),
    run: wanting.sort((a, b) => b.at.localeCompare(a.at))[0] ?? null
  }
}

const OF_RUNS: readonly SeenLane['state'][] = ['interrupted', 'in-progress', 'waiting']

function stateOf({ environment, state, run, observedAt, problem }: LaneView, before: SeenProject | null): SeenLane['state'] {
  if (run?.status === 'waiting') return 'waiting'
  if (state !== 'unknown' || observedAt !== null || problem !== null) return state
  const last = before?.lanes.find((lane) => lane.environment === cut(environment))?.state
  return last === undefined || OF_RUNS.includes(last) ? 'unknown' : last
}

/** One that waits for somebody. */
const runOf = ({ environment, kind, to, at, stepsDone, stepsTotal, status }: RunInProgress): readonly SeenRun[] =>
  (status === 'interrupted' || status === 'waiting' ? [{ environment: cut(environment), kind, to: cut(to), at, stepsDone, stepsTotal, status }] : [])
const cut = (text: string): string => text.slice(0, MAX_TEXT)

const STATES: Readonly<Record<SeenLane['state'], true>> = { running: true, failing: true, drift: true, unknown: true, stopped: true, interrupted: true, 'in-progress': true, empty: true, waiting: true }
const KINDS: Readonly<Record<SeenRun['kind'], true>> = { full: true, partial: true, undo: true }

/** Takes of a parsed state.json what makes sense; null when nothing was seen, as in files of earlier versions. */
export function seenFrom(value: unknown): SeenProject | null {
  const { at, lanes, run } = recordOf(value)
  if (!isInstant(at) || !Array.isArray(lanes)) return null
  return { at, lanes: lanes.flatMap(laneFrom).slice(0, MAX_LANES), run: runFrom(run) }
}

function laneFrom(value: unknown): SeenLane[] {
  const { environment, state } = recordOf(value)
  return typeof environment === 'string' && isOneOf(STATES, state) ? [{ environment: cut(environment), state }] : []
}

function runFrom(value: unknown): SeenRun | null {
  const { environment, kind, to, at, stepsDone, stepsTotal, status } = recordOf(value)
  if (typeof environment !== 'string' || typeof to !== 'string' || !isOneOf(KINDS, kind) || !isInstant(at) || !isCount(stepsDone) || !isCount(stepsTotal)) return null
  return { environment: cut(environment), kind, to: cut(to), at, stepsDone, stepsTotal, status: status === 'waiting' ? status : 'interrupted' }
}

const isInstant = (value: unknown): value is string => typeof value === 'string' && !Number.isNaN(Date.parse(value))
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0
const isOneOf = <K extends string>(of: Readonly<Record<K, true>>, value: unknown): value is K => typeof value === 'string' && Object.hasOwn(of, value)
