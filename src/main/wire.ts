/** What main and the engine's process say to each other: calls with an id, answers with the same, and batches of events. */
import type { CallName, EventName, Events, Result } from '../ipc/contract'

/** Calls that the engine answers; those of the app itself stay in main. */
export type EngineCall = Exclude<CallName, `app:${string}`>
/** Events that come from the engine. */
export type EngineEvent = Extract<EventName, 'project-changed' | 'run-events' | 'run-output' | 'prepare-progress' | 'verify-progress' | 'demo-progress'>
export type Told = { readonly [K in EngineEvent]: { readonly name: K; readonly payload: Events[K] } }[EngineEvent]

/** A run that the engine's process is driving now. */
export interface ActiveRun { readonly project: string; readonly runId: string }

export type ToHost =
  | { readonly kind: 'call'; readonly id: number; readonly name: EngineCall; readonly input: unknown }
  /** Which project to watch for changes on disk. */
  | { readonly kind: 'watch'; readonly project: string }
  /** Let go of everything; answered with `closed`. */
  | { readonly kind: 'close' }

export type FromHost =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly id: number; readonly result: Result<unknown> }
  | { readonly kind: 'told'; readonly events: readonly Told[] }
  | { readonly kind: 'active'; readonly runs: readonly ActiveRun[] }
  | { readonly kind: 'closed' }

export const isEngineCall = (name: CallName): name is EngineCall => !name.startsWith('app:')
