/** The history, its figures, and whether it is as it was written. */
import type { Instant } from '../facts'
import type { Problem } from '../problem'
import type { HistoryRecord, Signer } from '../run'
import type { RunInProgress } from './overview'

export interface HistoryFault {
  /** `beside`: what a search finds it by; `run`: a run without record or a record without run; `head`: the registry or an exported head says otherwise; `journal`: the events of its run. */
  readonly kind: 'unreadable' | 'edited' | 'missing' | 'moved' | 'beside' | 'run' | 'head' | 'signature' | 'journal'
  /** Number of the record; null when it is about no single one. */
  readonly at: number | null
  readonly message: string
}

/** `listed`: the project's allowed-signers file names the key; `key`: the signature is good, whose key it is nobody says; `none`: not signed, with why if that was said. */
export type RecordSignature =
  | { readonly state: 'listed'; readonly by: string; readonly key: string }
  | { readonly state: 'key' | 'bad' | 'unchecked'; readonly key: string }
  | { readonly state: 'none'; readonly reason: string | null }

export interface SignedBy { readonly by: string; readonly key: string; readonly listed: boolean; readonly records: number }

export interface SignaturesView {
  readonly signed: number
  readonly unsigned: number
  /** Signatures that were not checked yet, or cannot be. */
  readonly unchecked: number
  readonly signers: readonly SignedBy[]
  /** The project's allowed-signers file; null when backstep.yaml names none. */
  readonly allowedSigners: string | null
  /** Why signatures could not be checked, or not against the file. */
  readonly problem: Problem | null
}

export interface HistoryVerified {
  readonly ok: boolean
  readonly at: Instant
  readonly records: number
  /** The first number from which on no record is trusted; null while the chain holds. */
  readonly brokenAt: number | null
  /** The first of them. */
  readonly faults: readonly HistoryFault[]
  readonly faultCount: number
  /** The first fault and what to do; null when there is none. */
  readonly problem: Problem | null
  readonly signatures: SignaturesView
  /** Rollbacks in the registry whose record is here as named, and those that another store has; null when the registry cannot be read. */
  readonly registry: { readonly matched: number; readonly notHere: number } | null
}

export interface HistoryHead {
  readonly format: 'backstep/history-head'
  readonly version: 1
  readonly project: string
  /** 0 and 64 zeros while there is no record. */
  readonly number: number
  readonly hash: string
  readonly runId: string | null
  /** Hash of the first record: which history this is a head of. */
  readonly chain: string | null
  /** When the record's run finished. */
  readonly at: Instant | null
  readonly signer: Signer | null
  readonly signature: string | null
}

export interface HistoryRow {
  readonly record: HistoryRecord
  readonly undoneBy: string | null
  /** False: the chain is broken at this record or before it, or the journal of its run is not what it sealed. */
  readonly trusted: boolean
  readonly signature: RecordSignature
}

export interface HistoryView {
  readonly total: number
  readonly matching: number
  readonly rows: readonly HistoryRow[]
  /** Unfinished runs, shown on top. */
  readonly unfinished: readonly RunInProgress[]
  /** Null: it is being verified now, for the first time. */
  readonly verified: HistoryVerified | null
  readonly weeks: readonly { readonly week: Instant; readonly done: number; readonly undone: number; readonly failed: number; readonly interrupted: number }[]
  /** 0 to 1; null without finished runs. */
  readonly successRate: number | null
  readonly finishedRuns: number
  readonly failedRuns: number
  readonly medianTimeToRestore: number | null
  readonly timeToRestore: readonly { readonly at: Instant; readonly duration: number }[]
}
