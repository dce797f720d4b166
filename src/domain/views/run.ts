/** A run that goes on, and one that has ended. */
import type { Choice } from '../decisions'
import type { HolderView } from '../holder'
import type { Effect, Phase } from '../plan'
import type { Problem } from '../problem'
import type { Way } from '../situation'
import type { Finding, RunResult, RunState, SnapshotSummary, StepStatus } from '../run'
import type { BandView } from './guide'
import type { HistoryRow } from './history'

export interface RunView {
  readonly state: RunState
  readonly interrupted: boolean
  readonly band: BandView
  readonly commands: Readonly<Record<string, readonly string[]>>
  readonly outputLines: number
  /** Why what it printed cannot be read; missing when it can. */
  readonly outputProblem?: Problem
  /** What each choice would do; empty unless waiting or interrupted. */
  readonly choices: readonly Choice[]
  readonly stateSentence: string
  /** Who drives it; null when it is interrupted or has ended. */
  readonly holder: HolderView | null
  /** Why this engine stopped driving it without an end; null otherwise. */
  readonly halted: Problem | null
}

export interface ResultView {
  readonly header: RunState['header']
  readonly result: RunResult
  readonly steps: { readonly done: number; readonly total: number }
  /** How each step of the plan went, by its id; milliseconds. */
  readonly performed: Readonly<Record<string, { readonly status: StepStatus; readonly duration: number | null }>>
  readonly findings: readonly Finding[]
  readonly snapshot: SnapshotSummary | null
  /** What is known against its snapshot now, a sentence; null while nothing is, and without a snapshot. */
  readonly snapshotLost: { readonly state: 'gone' | 'damaged' | 'not-restorable'; readonly why: string } | null
  /** Its record in the history, with who signed it. */
  readonly record: HistoryRow | null
  readonly undoneBy: string | null
  readonly cannotUndo: string | null
}

export interface ResumeStep {
  readonly id: string
  readonly title: string
  readonly phase: Phase
  readonly effect: Effect
  readonly commands: readonly string[]
}

/** What an interrupted run has left to do. */
export interface ResumeView {
  readonly runId: string
  /** What is confirmed with it. */
  readonly hash: string
  /** Nothing but confirmed steps, in a world that nobody else touched. */
  readonly nothingNew: boolean
  /** What somebody else changed, a sentence each. */
  readonly foreign: readonly string[]
  readonly steps: readonly ResumeStep[]
  /** Of those, never confirmed. */
  readonly unconfirmed: readonly ResumeStep[]
  /** Begun and not ended, and may not happen twice. */
  readonly unsure: readonly ResumeStep[]
  /** What the former holder had left running and was ended or awaited, a sentence each. */
  readonly ended: readonly string[]
  readonly snapshotVerified: boolean
  /** What can be done with it besides. */
  readonly otherWays: readonly Way[]
  readonly stateSentence: string
}
