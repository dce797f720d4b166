/** The run on the screen: the fold of its events, and what only the engine knows about it (choices, interruption). */
import { create } from 'zustand'
import type { Problem } from '../../../domain/problem'
import type { RunEvent, RunState } from '../../../domain/run'
import { applyEvent } from '../../../domain/run-state'
import type { ResumeView, RunView } from '../../../domain/views'
import { isFirstLookAt } from '../../stores/started-runs'

export interface RunScreenState {
  readonly runId: string
  /** As the engine told it the last time. */
  readonly view: RunView | null
  /** With every event since. */
  readonly state: RunState | null
  readonly problem: Problem | null
  /** Events that came before the first view. */
  readonly early: readonly RunEvent[]
  /** When the screen was opened, in ms since 1970. */
  readonly openedAt: number
  /** It ended while it was watched. */
  readonly endedHere: boolean
  /** A decision, a cancellation or a resumption is on its way. */
  readonly acting: boolean
  readonly refused: Problem | null
  /** What is left to do and what of it is new, to be confirmed; null when nothing is asked. */
  readonly resuming: ResumeView | null
  /** Waiting until nobody else holds the environment, to resume: since when. */
  readonly waitingSince: string | null
}

export const newRun = (runId: string, openedAt = isFirstLookAt(runId) ? 0 : Date.now()): RunScreenState =>
  ({ runId, openedAt, view: null, state: null, problem: null, early: [], endedHere: false, acting: false, refused: null, resuming: null, waitingSince: null })

export const useRun = create<RunScreenState>()(() => newRun(''))

/** A view may be older than the events that came while it was asked for. */
export function tookView(before: RunScreenState, view: RunView): Partial<RunScreenState> {
  const base = before.state !== null && before.state.seq > view.state.seq ? before.state : view.state
  const state = before.early.reduce(applyEvent, base)
  return { view, state, early: [], problem: null, endedHere: before.endedHere || (before.state === null ? hasEndedSince(before.openedAt, state) : hasEnded(before.state, state)) }
}

export function tookEvents(before: RunScreenState, events: readonly RunEvent[]): Partial<RunScreenState> {
  const mine = events.filter(({ runId }) => runId === before.runId)
  if (mine.length === 0) return {}
  if (before.state === null) return { early: [...before.early, ...mine] }
  const state = mine.reduce(applyEvent, before.state)
  return state === before.state ? {} : { state, endedHere: before.endedHere || hasEnded(before.state, state) }
}

/** A short run may be over before the first view of it comes. */
const hasEndedSince = (openedAt: number, { status, result }: RunState): boolean => status === 'finished' && result !== null && Date.parse(result.finishedAt) >= openedAt

const hasEnded = (before: RunState, after: RunState): boolean => before.status !== 'finished' && after.status === 'finished'

export type Situation = 'running' | 'stopping' | 'waiting' | 'interrupted' | 'finished'

/** What the screen is about now. */
export function situationOf({ state, view }: Pick<RunScreenState, 'state' | 'view'>): Situation {
  if (state === null) return 'running'
  if (state.status === 'finished') return 'finished'
  // Events after the view mean that somebody runs it again, but for being taken over.
  if (view?.interrupted && view.state.seq + state.takeovers.length - view.state.takeovers.length >= state.seq) return 'interrupted'
  return state.status
}
