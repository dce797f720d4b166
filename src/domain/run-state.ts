/** A run as its events tell it: the same fold in the engine (to resume), the window (to draw) and the terminal (to print). */
import type { Instant, ResourceKey } from './facts'
import { PHASES } from './plan'
import type { Phase, Plan, Step } from './plan'
import type { Actor, Decision, RunEvent, RunHeader, RunState, RunStatus, StepState, StepStatus } from './run'
import { assertNever } from './problem'
import { withWarnings } from './results-warnings'

/** As after `run-started`, which always has seq 0. */
export function startState(header: RunHeader): RunState {
  const steps = Object.fromEntries(header.plan.steps.map(({ id }) => [id, notYet(id)] as const))
  return { header, status: 'running', seq: 0, steps, snapshot: null, decision: null, takeovers: header.takeovers ?? [], resumed: [], result: null }
}

const notYet = (id: string): StepState =>
  ({ id, status: 'not-yet', startedAt: null, duration: null, attempt: 0, evidence: null, findings: [], problem: null })

/** Drops what it has seen (`seq` at most that of the state). Throws when the first event is not `run-started`. */
export function applyEvent(state: RunState | null, event: RunEvent): RunState {
  if (state === null) {
    if (event.type !== 'run-started') throw new Error(`A run begins with run-started, not with ${event.type}.`)
    return { ...startState(event.run), seq: event.seq }
  }
  return event.seq <= state.seq ? state : { ...folded(state, event), seq: event.seq }
}

function folded(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case 'run-started': return startState(event.run)
    case 'step-started': return withStep(state, event.step, { ...notYet(event.step), status: 'running', startedAt: event.at, attempt: event.attempt })
    case 'step-finished': return ended(state, event, { status: 'done', evidence: event.evidence, findings: event.findings, problem: null })
    case 'step-failed': return ended(state, event, { status: 'failed', evidence: event.evidence, findings: event.findings ?? [], problem: event.problem })
    case 'step-aborted': return withStep(state, event.step, { ...notYet(event.step), attempt: state.steps[event.step]?.attempt ?? 0, evidence: event.evidence })
    case 'step-skipped': return withStep(state, event.step, { ...(state.steps[event.step] ?? notYet(event.step)), status: 'skipped' })
    case 'step-taken-as-done': return withStep(state, event.step, takenAsDone(state.steps[event.step] ?? notYet(event.step), event.actor))
    case 'snapshot-verified': return { ...state, snapshot: event.snapshot }
    case 'cancel-requested': return { ...state, status: state.status === 'running' ? 'stopping' : state.status }
    case 'decision-needed': return { ...state, status: 'waiting', decision: { step: event.step, aborted: event.aborted ?? [], options: event.options, problem: event.problem, since: event.at } }
    case 'decision-made': return { ...state, status: afterDecision(event.decision), decision: null }
    case 'run-resumed': return resumed(state, event)
    case 'run-taken-over': return { ...state, takeovers: [...state.takeovers, { at: event.begun ?? event.at, actor: event.actor, reason: event.reason, from: event.from }] }
    case 'run-finished': return { ...state, status: 'finished', decision: null, result: event.result }
    case 'run-warned': return { ...state, result: state.result && withWarnings(state.result, event.warnings) }
    default: return assertNever(event)
  }
}

const withStep = (state: RunState, id: string, step: StepState): RunState => ({ ...state, steps: { ...state.steps, [id]: step } })

function ended(state: RunState, event: RunEvent & { readonly step: string }, change: Partial<StepState>): RunState {
  const step = state.steps[event.step] ?? notYet(event.step)
  return withStep(state, event.step, { ...step, ...change, duration: step.startedAt === null ? null : between(step.startedAt, event.at) })
}

const takenAsDone = (step: StepState, { user }: Actor): StepState =>
  ({ ...step, status: 'done', problem: null, evidence: { duration: 0, observed: `Taken as done: ${user} said that it had happened.` } })

const afterDecision = (decision: Decision): RunStatus => (decision === 'retry' || decision === 'skip' ? 'running' : 'stopping')

function resumed(state: RunState, event: Extract<RunEvent, { type: 'run-resumed' }>): RunState {
  const { header } = state
  const plan = event.steps === undefined ? header.plan : withSteps(header.plan, event.steps)
  const added = Object.fromEntries(plan.steps.filter(({ id }) => !(id in state.steps)).map(({ id }) => [id, notYet(id)] as const))
  return {
    ...state, header: { ...header, plan, onFailure: event.onFailure ?? header.onFailure }, status: 'running', decision: null, steps: { ...asFound(state.steps, event.found ?? []), ...added },
    resumed: [...state.resumed, { at: event.at, actor: event.actor, hash: event.hash ?? null }]
  }
}

/** Steps confirmed anew take the place of those with their id; new ones come where people look for them: in their phase. */
export function withSteps(plan: Plan, steps: readonly Step[]): Plan {
  const anew = new Map(steps.map((step) => [step.id, step]))
  const known = new Set(plan.steps.map(({ id }) => id))
  const all = [...plan.steps.map((step) => anew.get(step.id) ?? step), ...steps.filter(({ id }) => !known.has(id))]
  return { ...plan, steps: PHASES.flatMap((phase) => all.filter((step) => step.phase === phase)) }
}

/** What is in hand when a run goes on was in the hands of somebody who is gone: it ended unrecorded, or counts as not begun. */
const asFound = (steps: RunState['steps'], found: readonly string[]): RunState['steps'] =>
  Object.fromEntries(Object.entries(steps).map(([id, step]) => [id, found.includes(id) ? foundDone(step) : step.status === 'running' ? { ...step, status: 'not-yet' as const } : step]))

/** Nobody knows how long it took. */
const foundDone = (step: StepState): StepState =>
  ({ ...step, status: 'done', problem: null, evidence: { duration: 0, observed: 'Found done when the run went on.' } })

const between = (from: Instant, to: Instant): number => Math.max(0, Date.parse(to) - Date.parse(from))

export interface PhaseState {
  readonly phase: Phase
  /** `waiting`: a decision is needed about one of its steps. */
  readonly status: StepStatus | 'waiting'
  readonly steps: readonly StepState[]
  readonly startedAt: Instant | null
  /** Milliseconds from its first start to its last end; null while something is left to do. */
  readonly duration: number | null
}

/** The phases that the plan has, in their order. */
export const phasesOf = (state: RunState): readonly PhaseState[] =>
  PHASES.flatMap((phase) => {
    const steps = stepsIn(state, phase)
    const startedAt = earliest(steps)
    const status = statusOf(state, steps)
    const isOver = status === 'done' || status === 'failed' || status === 'skipped'
    return steps.length === 0 ? [] : [{ phase, status, steps, startedAt, duration: isOver && startedAt !== null ? latestEnd(steps) - Date.parse(startedAt) : null }]
  })

const stepsIn = (state: RunState, phase: Phase): readonly StepState[] =>
  state.header.plan.steps.filter((step) => step.phase === phase).map(({ id }) => state.steps[id] ?? notYet(id))

function statusOf({ status, decision }: RunState, steps: readonly StepState[]): StepStatus | 'waiting' {
  const has = (wanted: StepStatus): boolean => steps.some((step) => step.status === wanted)
  if (steps.some(({ id }) => id === decision?.step)) return 'waiting'
  if (has('failed')) return 'failed'
  if (steps.every((step) => step.status === 'skipped')) return 'skipped'
  if (!has('not-yet') && !has('running')) return 'done'
  const isBegun = has('running') || has('done')
  return isBegun && status !== 'finished' ? 'running' : 'not-yet'
}

const earliest = (steps: readonly StepState[]): Instant | null =>
  steps.flatMap(({ startedAt }) => startedAt ?? []).reduce<Instant | null>((first, at) => (first === null || at < first ? at : first), null)

const latestEnd = (steps: readonly StepState[]): number =>
  Math.max(...steps.flatMap(({ startedAt, duration }) => (startedAt === null ? [] : [Date.parse(startedAt) + (duration ?? 0)])))

/** Steps that replace or migrate a database and were begun, also when they did not end: what was started may have happened. */
export const lossesBegun = ({ header, steps }: RunState): readonly Step[] =>
  header.plan.steps.filter(({ id, effect }) => effect === 'loses-data' && (steps[id]?.attempt ?? 0) > 0)

/** Keys of their databases. */
export const dataBegun = (state: RunState): readonly ResourceKey[] => lossesBegun(state).map(({ resource }) => resource)

export const progressOf = (state: RunState): { readonly done: number; readonly total: number } => {
  const steps = state.header.plan.steps.map(({ id }) => state.steps[id]?.status)
  return { done: steps.filter((status) => status === 'done' || status === 'skipped').length, total: steps.length }
}

/**
 * Milliseconds from the first stop to the end of the last start (its probes answered), or to `now` while something is still down; to
 * the end of a run that ended before. Null when nothing was stopped, or nothing is to be started again.
 */
export function downtimeOf(state: RunState, now: Instant): number | null {
  const from = earliest(stepsIn(state, 'stop'))
  const starts = stepsIn(state, 'start')
  if (from === null || starts.length === 0) return null
  const isUp = starts.every(({ status }) => status === 'done' || status === 'skipped')
  return isUp ? Math.max(0, latestEnd(starts) - Date.parse(from)) : between(from, state.result?.finishedAt ?? now)
}
