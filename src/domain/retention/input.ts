/** What retention is decided from: plain data that the engine gathered. */
import type { Instant } from '../facts'
import type { BlobRef } from '../manifest'
import type { KeepPolicy } from '../snapshot-policy'

/** A snapshot, or what was kept before a deployment. */
export interface Keepable {
  readonly store: BlobRef['store']
  readonly id: string
  readonly environment: string
  readonly takenAt: Instant
  readonly bytes: number
  /** The deployment that left the data which the copies hold; null = none. */
  readonly deploymentId: string | null
  /** Another deployment may have changed that data: any other copy is taken before it. */
  readonly doubtful?: boolean
  /** Databases of which it holds a copy. */
  readonly copies: readonly string[]
  /** It is known to be damaged, or not to be restorable: no data comes from it. */
  readonly unusable: boolean
}

/** Where a rollback may go, with the data that it would want back. */
export interface RestoreTarget {
  readonly environment: string
  readonly deploymentId: string
  readonly version: string
  readonly databases: readonly string[]
  /** `the way back`, `what runs now`. */
  readonly what: string
}

export interface RetentionInput {
  readonly now: Instant
  readonly policy: KeepPolicy
  readonly items: readonly Keepable[]
  /** What an unfinished run needs, by key, with the run. */
  readonly needed: ReadonlyMap<string, string>
  /** Keys of what somebody said shall stay. */
  readonly pinned: ReadonlySet<string>
  /** Of each environment the newest run and the newest successful one. */
  readonly newest: readonly { readonly runId: string; readonly environment: string; readonly successful: boolean }[]
  readonly targets: readonly RestoreTarget[]
}

export const keyOf = ({ store, id }: Pick<Keepable, 'store' | 'id'>): string => `${store}/${id}`

export interface Verdict {
  readonly store: BlobRef['store']
  readonly id: string
  readonly goes: boolean
  /** Why, a sentence. */
  readonly why: string
  /** Null = it goes. */
  readonly stays: 'unlimited' | 'within-limits' | 'needed' | null
  /** When it will be too old; null = never, or it goes now. */
  readonly until: Instant | null
  /** It would go, but for `why`. */
  readonly spared: boolean
}
