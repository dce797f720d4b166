/** Snapshots and copies, and what is in one. */
import type { Instant } from '../facts'

export interface SnapshotRow {
  readonly id: string
  readonly environment: string
  readonly takenAt: Instant
  readonly holds: string
  readonly takenBefore: string
  readonly bytes: number
  readonly verified: { readonly ok: boolean; readonly at: Instant; readonly problem: string | null } | null
  readonly kind: 'snapshot' | 'before-deployment'
  readonly runId: string | null
}

export interface SnapshotsView { readonly rows: readonly SnapshotRow[]; readonly used: number; readonly free: number; readonly perEnvironment: readonly { readonly environment: string; readonly bytes: number }[] }

export interface SnapshotDetail {
  readonly row: SnapshotRow
  readonly undo: { readonly sentence: string; readonly possible: boolean; readonly why: string | null }
  readonly databases: readonly { readonly name: string; readonly blob: string; readonly tables: number; readonly bytes: number }[]
  readonly config: readonly { readonly path: string; readonly secrets: number }[]
  readonly services: readonly { readonly name: string; readonly release: string }[]
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[]
}
