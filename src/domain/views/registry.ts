/** The copies of the registry, each against what can be read of the file now. */
import type { Instant } from '../facts'
import type { Problem } from '../problem'

export interface RegistryRecordRow { readonly id: string; readonly environment: string; readonly version: string; readonly timestamp: Instant }
/** So many of them, the first ones named. */
export interface RegistryRecords { readonly total: number; readonly first: readonly RegistryRecordRow[] }

export interface RegistryCopyRow {
  readonly name: string
  readonly takenAt: Instant
  readonly bytes: number
  readonly deployments: number
  readonly newest: RegistryRecordRow | null
  /** Records that the file has too, just so. */
  readonly same: number
  readonly comesBack: RegistryRecords
  /** Both have them, but the copy otherwise. */
  readonly changes: RegistryRecords
  /** Readable in the file now, not in the copy. */
  readonly lost: RegistryRecords
}

export interface RegistryCopiesView {
  readonly file: string
  /** What is wrong with the file; null when it can be read. */
  readonly problem: Problem | null
  /** Records that can be read in the file now; null when there is no file. */
  readonly readable: number | null
  /** SHA-256 of the file now, to restore only over what was looked at; null when there is no file. */
  readonly digest: string | null
  /** Whole copies, the newest first. */
  readonly copies: readonly RegistryCopyRow[]
}

export interface RegistryRestored {
  readonly copy: string
  readonly deployments: number
  /** Where the file that was there is kept; null when there was none. */
  readonly keptAs: string | null
}
