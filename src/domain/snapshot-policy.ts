/** What backstep.yaml says about snapshots: how long they are kept, how far they are verified, when they are pruned. */
import { amount, bytes, listOf, span } from './text'

export type VerifyLevel = 'intact' | 'restorable'

export interface KeepPolicy {
  /** So many of each environment; null = all. */
  readonly count: number | null
  /** Milliseconds; null = for ever. */
  readonly age: number | null
  /** Bytes of all of them together; null = any. */
  readonly size: number | null
}
export interface SnapshotPolicy {
  readonly keep: KeepPolicy
  /** `restorable`: a run restores its own snapshot once, beside nothing that is live, before it changes anything. */
  readonly verify: VerifyLevel
  readonly prune: 'by-hand' | 'after-run'
}

/** Everything is kept. */
export const KEEP_ALL: SnapshotPolicy = { keep: { count: null, age: null, size: null }, verify: 'intact', prune: 'by-hand' }

export const keepsAll = ({ count, age, size }: KeepPolicy): boolean => count === null && age === null && size === null

export const POLICY_UNKNOWN = 'backstep.yaml is not valid, so its limits are not known: everything stays.'

/** A sentence: `The newest 20 of each environment, none older than 90 days, at most 20 GB together.` Null = backstep.yaml is not valid. */
export function policyWords(policy: SnapshotPolicy | null): string {
  if (policy === null) return POLICY_UNKNOWN
  const { keep } = policy
  if (keepsAll(keep)) return 'Everything is kept: backstep.yaml sets no limit.'
  const parts = [
    keep.count === null ? null : keep.count === 1 ? 'the newest of each environment' : `the newest ${amount(keep.count)} of each environment`,
    keep.age === null ? null : `none older than ${span(keep.age)}`, keep.size === null ? null : `at most ${bytes(keep.size)} together`
  ].filter((part) => part !== null)
  const text = listOf(parts)
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`
}
