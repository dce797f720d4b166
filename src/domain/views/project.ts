/** A project as it opens, and what of this machine it needs. */
import type { Instant } from '../facts'
import type { Problem } from '../problem'
import type { LaneView, RunInProgress } from './overview'

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

/** `waiting`: its run waits for a decision. */
export interface SeenLane { readonly environment: string; readonly state: LaneView['state'] | 'waiting' }
export type SeenRun = Pick<RunInProgress, 'environment' | 'kind' | 'to' | 'at' | 'stepsDone' | 'stepsTotal'> & { readonly status: 'interrupted' | 'waiting' }
/** What was last seen of a project, while it was open. */
export interface SeenProject {
  readonly at: Instant
  readonly lanes: readonly SeenLane[]
  /** The newest run that was interrupted, or waited for a decision, then. */
  readonly run: SeenRun | null
}

/** `seen` is null until its overview was shown. */
export interface RecentProject { readonly path: string; readonly name: string; readonly openedAt: Instant; readonly missing: boolean; readonly environments: number; readonly seen: SeenProject | null }

export interface DoctorRow { readonly name: string; readonly ok: boolean; readonly found: string | null; readonly version: string | null; readonly needed: string; readonly next: string }
