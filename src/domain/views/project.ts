/** A project as it opens, and what of this machine it needs. */
import type { Instant } from '../facts'
import type { Problem } from '../problem'

export interface ProjectView {
  readonly path: string
  readonly name: string
  /** In the order of backstep.yaml, then what only the registry knows. */
  readonly environments: readonly string[]
  /** False: it can be browsed, nothing can be run; `readOnlyReason` says why. */
  readonly writable: boolean
  readonly readOnlyReason: string | null
  readonly demo: boolean
  /** Errors in backstep.yaml or the registry; the project still opens. */
  readonly problems: readonly Problem[]
  /** No number of deployments while the registry cannot be read. */
  readonly counts: { readonly deployments: number | null; readonly snapshots: number; readonly history: number }
}

export interface RecentProject { readonly path: string; readonly name: string; readonly openedAt: Instant; readonly missing: boolean; readonly environments: number }

export interface DoctorRow { readonly name: string; readonly ok: boolean; readonly found: string | null; readonly version: string | null; readonly needed: string; readonly next: string }
