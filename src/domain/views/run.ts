/** A run that goes on, and one that has ended. */
import type { Finding, RunResult, RunState, SnapshotSummary, StepStatus } from '../run'
import type { BandView } from './guide'
import type { HistoryRow } from './history'

export interface RunView {
  readonly state: RunState
  readonly interrupted: boolean
  readonly band: BandView
  readonly commands: Readonly<Record<string, readonly string[]>>
  readonly outputLines: number
  /** What each choice would do; empty unless waiting or interrupted. */
  readonly choices: readonly { readonly decision: 'retry' | 'undo' | 'stop'; readonly title: string; readonly sentence: string; readonly serves: string; readonly down: string; readonly data: string }[]
  readonly stateSentence: string
}

export interface ResultView {
  readonly header: RunState['header']
  readonly result: RunResult
  readonly steps: { readonly done: number; readonly total: number }
  /** How each step of the plan went, by its id; milliseconds. */
  readonly performed: Readonly<Record<string, { readonly status: StepStatus; readonly duration: number | null }>>
  readonly findings: readonly Finding[]
  readonly snapshot: SnapshotSummary | null
  /** Its record in the history, with who signed it. */
  readonly record: HistoryRow | null
  readonly undoneBy: string | null
  readonly cannotUndo: string | null
}
