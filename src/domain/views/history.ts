/** The history, its figures and whether its chain holds. */
import type { Instant } from '../facts'
import type { Problem } from '../problem'
import type { HistoryRecord } from '../run'
import type { RunInProgress } from './overview'

export interface HistoryRow { readonly record: HistoryRecord; readonly undoneBy: string | null }

export interface HistoryView {
  readonly total: number
  readonly matching: number
  readonly rows: readonly HistoryRow[]
  /** Unfinished runs, shown on top. */
  readonly unfinished: readonly RunInProgress[]
  readonly verified: { readonly ok: boolean; readonly at: Instant; readonly records: number; readonly problem: Problem | null }
  readonly weeks: readonly { readonly week: Instant; readonly done: number; readonly undone: number; readonly failed: number; readonly interrupted: number }[]
  /** 0 to 1; null without finished runs. */
  readonly successRate: number | null
  readonly finishedRuns: number
  readonly failedRuns: number
  readonly medianTimeToRestore: number | null
  readonly timeToRestore: readonly { readonly at: Instant; readonly duration: number }[]
}
