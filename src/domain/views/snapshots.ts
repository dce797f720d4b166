/** Snapshots and copies, and what is in one. */
import type { Instant } from '../facts'
import type { BlobRef } from '../manifest'
import type { SnapshotPolicy, VerifyLevel } from '../snapshot-policy'
import type { IntactNote, RestorableNote } from '../verification'

export interface SnapshotRow {
  readonly id: string
  readonly store: BlobRef['store']
  readonly environment: string
  readonly takenAt: Instant
  readonly holds: string
  readonly takenBefore: string
  readonly bytes: number
  /** Is every file as it was written? Null = not looked since it was written. */
  readonly verified: IntactNote | null
  /** Was it restored once to try? Null = never. */
  readonly restorable: RestorableNote | null
  /** For how many keys it is encrypted, and whether one of them is at hand; null = it is not. */
  readonly encryption: { readonly keys: number; readonly here: boolean } | null
  readonly kind: 'snapshot' | 'before-deployment'
  readonly runId: string | null
  /** What the limits say now. `stays`: in spite of which limits; `until`: when it will be too old. */
  readonly keep: { readonly goes: boolean; readonly why: string; readonly stays: 'unlimited' | 'within-limits' | 'needed' | null; readonly until: Instant | null; readonly pinned: boolean }
}

/** A database that a swap put aside and that no undo needs any more. */
export interface AsideRow { readonly environment: string; readonly database: string; readonly lineage: string; readonly what: string; readonly bytes: number; /** Why it stays, a sentence; null = nothing needs it. */ readonly neededBy: string | null }

export interface SnapshotsView {
  readonly rows: readonly SnapshotRow[]
  readonly used: number
  readonly free: number
  readonly perEnvironment: readonly { readonly environment: string; readonly bytes: number }[]
  /** Null = backstep.yaml is not valid, so that nothing may go. */
  readonly policy: SnapshotPolicy | null
  /** The limits in words, a sentence. */
  readonly policyWords: string
  /** What would go now. */
  readonly goes: { readonly count: number; readonly bytes: number }
  readonly asides: readonly AsideRow[]
}

export interface Pruned {
  readonly removed: readonly { readonly id: string; readonly bytes: number; readonly why: string }[]
  /** What should have gone and did not, with the reason. */
  readonly stayed: readonly { readonly id: string; readonly why: string }[]
  readonly bytes: number
}

/** What was encrypted that had been kept in the clear. */
export interface Encrypted {
  readonly ids: readonly string[]
  readonly stayed: readonly { readonly id: string; readonly why: string }[]
}

/** How far a verification is. */
export interface VerifyProgress {
  readonly id: string
  /** Which one of how many, from 0. */
  readonly at: number
  readonly of: number
  readonly doing: 'reading' | 'restoring'
  /** Of this one, 0 to 1. */
  readonly done: number
}
/** One that was to be restored to try, and why it was not: a key is missing. */
export interface UntriedSnapshot { readonly id: string; readonly why: string }
export interface VerifyAnswer extends SnapshotsView { readonly untried: readonly UntriedSnapshot[] }
export interface VerifyAsked { readonly ids: readonly string[] | null; readonly level: VerifyLevel }

export interface SnapshotDetail {
  readonly row: SnapshotRow
  readonly undo: { readonly sentence: string; readonly possible: boolean; readonly why: string | null }
  readonly databases: readonly { readonly name: string; readonly blob: string; readonly tables: number; readonly bytes: number }[]
  readonly config: readonly { readonly path: string; readonly secrets: number }[]
  readonly services: readonly { readonly name: string; readonly release: string }[]
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[]
  /** Public keys that it is encrypted for. */
  readonly recipients: readonly string[]
}
