/** The guide: targets, comparison, data, plan. */
import type { Check } from '../check'
import type { OnRollback } from '../definition'
import type { Instant } from '../facts'
import type { RecordedHealth } from '../health'
import type { DataChoice, Plan, RollbackRequest } from '../plan'
import type { Actor } from '../run'

export interface TargetRow {
  readonly deploymentId: string
  readonly version: string
  readonly timestamp: Instant
  /** Milliseconds that it ran here; null when unknown. */
  readonly ranFor: number | null
  /** How it ended; of one that was successful and not left, the health that its record has. */
  readonly ended: 'left-by-rollback' | 'failed' | 'current' | 'in-progress' | RecordedHealth
  readonly endedText: string
  /** False: its artifacts are gone, with the reason in endedText. */
  readonly available: boolean
  /** A release is there, but is not as it was captured, or is not of the commit that the record names: a check asks about it; the reason in endedText. */
  readonly altered: boolean
  readonly captured: boolean
}

export interface TargetsView {
  readonly environment: string
  readonly protected: boolean
  readonly current: { readonly deploymentId: string; readonly version: string } | null
  readonly suggested: string | null
  /** `Suggested because …` */
  readonly why: string
  readonly rows: readonly TargetRow[]
  readonly services: readonly { readonly name: string; readonly runtime: string; readonly host: string }[]
  readonly databases: readonly { readonly name: string; readonly engine: string; readonly location: string; readonly policy: OnRollback }[]
  readonly configFiles: readonly string[]
}

export interface DiffLine { readonly kind: 'away' | 'back'; readonly name: string; readonly value: string; readonly note: string }

export interface DatabaseChoice {
  readonly name: string
  readonly engine: string
  readonly choice: DataChoice
  /** What backstep.yaml says becomes of it when data goes back. */
  readonly policy: OnRollback
  /** The copy that a restore would use; null = none, and `why` says what to do next time. */
  readonly copy: { readonly takenAt: Instant; readonly bytes: number } | null
  readonly why: string
  /**
   * `rows`: written or changed since the copy, by key, and lost; those that were removed since come back. Of a migration, those of the
   * tables that go away. Null when nothing can be counted.
   */
  readonly atStake: { readonly rows: number; readonly atLeast: boolean; readonly perTable: readonly { readonly table: string; readonly added: number; readonly changed: number; readonly removed: number }[] } | null
}

export interface Comparison {
  /** Of every database that is concerned. Only one that differs has lines. */
  readonly schemas: readonly {
    readonly database: string; readonly state: 'differs' | 'same' | 'not-captured' | 'unknown'; readonly lines: readonly DiffLine[]; readonly sentence: string; readonly needsDecision: boolean
  }[]
  readonly config: readonly { readonly path: string; readonly lines: readonly DiffLine[]; readonly masked: number }[]
  /** Credentials that changed since: today's stays unless chosen otherwise. */
  readonly credentials: readonly { readonly id: string; readonly path: string; readonly key: string; readonly choice: 'today' | 'then' }[]
  /** `change`: another release comes back; none does; `unknown`: nobody knows what ran. */
  readonly releases: readonly {
    readonly service: string; readonly away: string; readonly back: string; readonly change: 'another' | 'none' | 'unknown'; readonly available: boolean; readonly altered: boolean; readonly detail: string
  }[]
  readonly commits: { readonly away: readonly Commit[]; readonly total: number; readonly people: number; readonly truncated: boolean } | null
  readonly files: { readonly total: number; readonly added: number; readonly removed: number; readonly list: readonly { readonly path: string; readonly added: number; readonly removed: number; readonly binary: boolean }[] } | null
  /** What the plan changes besides, a sentence each: "api does not run and is started again." */
  readonly besides: readonly string[]
  /** A schema, a value, a release or a commit differs. */
  readonly isListed: boolean
  /** Nothing differs, and there is nothing to do. */
  readonly empty: boolean
}

export interface Commit { readonly hash: string; readonly subject: string; readonly author: string; readonly at: Instant }

/** Unified hunks; lines in the direction of travel: `-` goes away, `+` comes back. */
export interface FileDiff {
  readonly path: string
  readonly hunks: readonly { readonly header: string; readonly lines: readonly { readonly kind: 'same' | 'away' | 'back'; readonly text: string; readonly left: number | null; readonly right: number | null }[] }[]
  readonly truncated: boolean
  readonly binary: boolean
}

export interface BandPart { readonly phase: string; readonly title: string; readonly from: number; readonly to: number; readonly down: boolean }

export interface BandView {
  /** False: some step was not measured yet, so the band is not to scale. */
  readonly measured: boolean
  /** Expected milliseconds; null when not measured. */
  readonly total: number | null
  readonly downtime: number | null
  /** Parts from 0 to 1 of the width. */
  readonly parts: readonly BandPart[]
}

export interface PreparedView {
  readonly request: RollbackRequest
  readonly preparedAt: Instant
  readonly from: { readonly deploymentId: string; readonly version: string } | null
  readonly to: { readonly deploymentId: string; readonly version: string; readonly timestamp: Instant }
  readonly comparison: Comparison
  readonly checks: readonly Check[]
  /** Milliseconds that the checks took. */
  readonly checksTook: number
  /** Null when no plan can be made; a check says why. */
  readonly plan: Plan | null
  /** Each step's command in words, as shown in the plan: argv in full. By step id. */
  readonly commands: Readonly<Record<string, readonly string[]>>
  readonly expected: Readonly<Record<string, number>>
  readonly band: BandView
  readonly databases: readonly DatabaseChoice[]
  readonly snapshotBytes: number
  readonly protected: boolean
  readonly actor: Actor
}

/** A run as a screen opens it: the fold so far; later events have a higher seq. */
