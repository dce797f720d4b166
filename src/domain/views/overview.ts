/** The overview: a lane for each environment. */
import type { Foreign, Instant, Proof } from '../facts'
import type { HolderView } from '../holder'
import type { Problem } from '../problem'
import type { Actor, Outcome } from '../run'
import type { Way } from '../situation'

export type ServiceDisplay = 'running' | 'failing' | 'stopped' | 'unknown' | 'drift'

export interface ServiceRow {
  readonly name: string
  readonly host: string
  readonly runtime: string
  readonly display: ServiceDisplay
  readonly detail: string
  readonly version: string | null
  readonly proof: Proof
  readonly pid: number | null
  readonly since: Instant | null
  /** Set when none of our processes runs and its probes are answered all the same. */
  readonly foreign?: Foreign
}

export interface TrackStop {
  readonly deploymentId: string
  readonly version: string
  readonly timestamp: Instant
  readonly kind: 'was-here' | 'way-back' | 'current' | 'failed'
}

export interface RunInProgress {
  readonly runId: string
  readonly environment: string
  readonly kind: 'full' | 'partial' | 'undo'
  readonly to: string
  /** `interrupted`: nobody holds its lock any more. */
  readonly status: 'running' | 'stopping' | 'waiting' | 'interrupted'
  readonly actor: Actor
  readonly startedAt: Instant
  /** Last event's time. */
  readonly at: Instant
  readonly stepsDone: number
  readonly stepsTotal: number
  readonly phase: string | null
  /** One sentence: what state things are in. */
  readonly sentence: string
  readonly snapshotVerified: boolean
  /** What can be done with it while nobody drives it. */
  readonly ways: readonly Way[]
  /** Who drives it; null when it is interrupted. */
  readonly holder: HolderView | null
}

/** A run that failed and was to be undone by itself, and whose undo has not begun: whoever was to begin it is gone, or could not. */
export interface OwedUndo {
  readonly runId: string
  readonly environment: string
  /** When the run ended. */
  readonly at: Instant
  readonly sentence: string
  /** `abandon` leaves things as the run left them. */
  readonly ways: readonly ('undo' | 'abandon')[]
}

/** What a person gives up: a run that is not over, or the undo that one owes which failed. */
export type GivenUp = 'unfinished' | 'owed'

export interface LaneView {
  readonly environment: string
  readonly protected: boolean
  readonly state: 'running' | 'failing' | 'drift' | 'unknown' | 'stopped' | 'interrupted' | 'in-progress' | 'empty'
  /** `1 of 3 failing`. */
  readonly stateText: string
  /** As the registry has it. `timestamp`: when it came into force. `since`: first observation of every service proving this version since the newest record ended, without another version in between; null while they do not. */
  readonly current: { readonly deploymentId: string; readonly version: string; readonly timestamp: Instant; readonly since: Instant | null } | null
  /** Versions that services prove although the registry has others there, or the deployment in force is another: after rollbacks of some services. */
  readonly answers: readonly string[]
  /** The suggested target, with why: `which ran healthy here for 7 days`; null when there is none. */
  readonly wayBack: { readonly deploymentId: string; readonly version: string; readonly timestamp: Instant; readonly sentence: string; /** What of it is gone, where that is known; null when it can be gone back to. */ readonly missing: string | null } | null
  readonly track: readonly TrackStop[]
  readonly services: readonly ServiceRow[]
  /** Configuration files and databases that are not as they were recorded; what drifted of a service stands in its row. */
  readonly drift: readonly { readonly kind: 'config' | 'database'; readonly name: string; readonly detail: string }[]
  /** Null: none is recorded. `services`: that it was for, empty for all. `runId` is null where only the registry notes it: its run is not here. Milliseconds and outcome are null where the record does not say. */
  readonly lastRollback: { readonly runId: string | null; readonly at: Instant; readonly duration: number | null; readonly outcome: Outcome | null; readonly to: string; readonly services: readonly string[] } | null
  readonly run: RunInProgress | null
  /** Who holds it for anything else: for a run that is about to begin, or for other work. */
  readonly holder: HolderView | null
  readonly observedAt: Instant | null
  /** Set when this environment could not be read; the lane shows it in place of services. */
  readonly problem: Problem | null
  /** Why Roll back… is not possible now, else null. */
  readonly cannotRollBack: string | null
}

export interface OverviewView {
  readonly lanes: readonly LaneView[]
  /** Unfinished runs whose environment has no lane: it is not in backstep.yaml, or that cannot be read. */
  readonly runs: readonly RunInProgress[]
  /** Of all environments. */
  readonly owedUndos: readonly OwedUndo[]
  readonly observedAt: Instant
  /** Null when it could not be read. */
  readonly registryReadAt: Instant | null
  readonly history: { readonly writable: boolean; readonly chain: 'verified' | 'verifying' | 'broken'; readonly records: number; readonly problem: Problem | null }
  readonly problems: readonly Problem[]
}
