/** How far a snapshot or manifest is verified, as it is remembered. */
import type { Instant } from './facts'

/** Every file is there and as it was written. */
export interface IntactNote { readonly ok: boolean; readonly at: Instant; readonly problem: string | null }

export interface TriedPart {
  readonly kind: 'database' | 'config' | 'release'
  /** Name of the database or service, path of the file. */
  readonly name: string
  readonly ok: boolean
  /** `2 tables, 1,240 rows, all as in the copy`, or what is wrong, a sentence. */
  readonly detail: string
}
/** It was really restored once, beside nothing that is live. */
export interface RestorableNote extends IntactNote {
  readonly parts: readonly TriedPart[]
  /** Milliseconds. */
  readonly took: number
}

/** Whether what was kept came out of it. A release that is gone may come back, and is looked for by every plan. */
export const contentRestorable = ({ parts }: RestorableNote): boolean => parts.every(({ ok, kind }) => ok || kind === 'release')
