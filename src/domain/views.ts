/** What the screens show: plain data made by the engine. All times are ISO 8601 in UTC, all durations milliseconds, sizes bytes. */
import type { Check } from './check'
import type { DeploymentStatus } from './deployment'
import type { Instant, Proof } from './facts'
import type { DataChoice, Plan, RollbackRequest } from './plan'
import type { Problem } from './problem'
import type { Actor, Finding, HistoryRecord, Outcome, RunResult, RunState, SnapshotSummary } from './run'

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
  readonly counts: { readonly deployments: number; readonly snapshots: number; readonly history: number }
}

export interface RecentProject { readonly path: string; readonly name: string; readonly openedAt: Instant; readonly missing: boolean; readonly environments: number }

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
}
export interface TrackStop {
  readonly deploymentId: string
  readonly version: string
  readonly timestamp: Instant
  readonly kind: 'was-here' | 'way-back' | 'current' | 'current-failing' | 'failed'
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
}
export interface LaneView {
  readonly environment: string
  readonly protected: boolean
  readonly state: 'running' | 'failing' | 'drift' | 'unknown' | 'stopped' | 'interrupted' | 'in-progress' | 'empty'
  /** `1 of 3 failing`. */
  readonly stateText: string
  readonly current: { readonly deploymentId: string; readonly version: string; readonly timestamp: Instant; readonly since: Instant | null } | null
  /** The suggested target, with why: `which ran healthy here for 7 days`; null when there is none. */
  readonly wayBack: { readonly deploymentId: string; readonly version: string; readonly timestamp: Instant; readonly sentence: string } | null
  readonly track: readonly TrackStop[]
  readonly services: readonly ServiceRow[]
  readonly lastRollback: { readonly runId: string; readonly at: Instant; readonly duration: number; readonly outcome: Outcome; readonly to: string } | null
  readonly run: RunInProgress | null
  readonly observedAt: Instant | null
  /** Set when this environment could not be read; the lane shows it in place of services. */
  readonly problem: Problem | null
  /** Why Roll back… is not possible now, else null. */
  readonly cannotRollBack: string | null
}
export interface OverviewView {
  readonly lanes: readonly LaneView[]
  readonly observedAt: Instant
  readonly registryReadAt: Instant
  readonly history: { readonly writable: boolean; readonly verified: boolean; readonly records: number; readonly problem: Problem | null }
  readonly problems: readonly Problem[]
}

export interface DeploymentRow {
  readonly id: string
  readonly environment: string
  readonly version: string
  readonly timestamp: Instant
  readonly status: DeploymentStatus
  readonly healthStatus: string | null
  readonly duration: number | null
  readonly strategy: string | null
  readonly actor: string | null
  readonly commit: string | null
  /** current, way back, or neither, in its environment. */
  readonly mark: 'current' | 'way-back' | null
  readonly rollback: boolean
}
export interface DeploymentsQuery {
  readonly text: string
  readonly environment: string | null
  readonly sort: 'timestamp' | 'version' | 'environment' | 'status' | 'duration' | 'actor'
  readonly descending: boolean
  readonly offset: number
  /** At most 1,000. */
  readonly limit: number
}
export interface DeploymentsPage { readonly total: number; readonly matching: number; readonly rows: readonly DeploymentRow[]; readonly offset: number }
export interface DeploymentDetail {
  readonly row: DeploymentRow
  /** `staging · 14 Nov 10:20 to 21 Nov 09:00`: until when it ran; null = still or unknown. */
  readonly until: Instant | null
  readonly ended: string
  readonly services: readonly { readonly name: string; readonly release: string }[]
  readonly manifest: {
    readonly commit: string | null
    readonly commitSubject: string | null
    readonly config: readonly { readonly path: string; readonly values: number; readonly masked: number }[]
    readonly schemas: readonly { readonly database: string; readonly tables: number }[]
    readonly copies: readonly { readonly database: string; readonly bytes: number; readonly takenAt: Instant }[]
    readonly files: readonly string[]
  } | null
  readonly rollback: { readonly from: string; readonly to: string; readonly reason: string; readonly actor: string; readonly runId: string; readonly here: boolean } | null
  /** The record's fields that Backstep does not know, as JSON text. */
  readonly otherFields: string | null
  readonly cannotRollBack: string | null
}

export interface TargetRow {
  readonly deploymentId: string
  readonly version: string
  readonly timestamp: Instant
  /** Milliseconds that it ran here; null when unknown. */
  readonly ranFor: number | null
  readonly ended: 'healthy' | 'left-by-rollback' | 'failed' | 'current' | 'in-progress' | 'unknown'
  readonly endedText: string
  /** False: its artifacts are gone, with the reason in endedText. */
  readonly available: boolean
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
  readonly databases: readonly { readonly name: string; readonly engine: string; readonly location: string }[]
  readonly configFiles: readonly string[]
}

export interface DiffLine { readonly kind: 'away' | 'back'; readonly name: string; readonly value: string; readonly note: string }
export interface DatabaseChoice {
  readonly name: string
  readonly engine: string
  readonly choice: DataChoice
  /** The copy that a restore would use; null = none, and `why` says what to do next time. */
  readonly copy: { readonly takenAt: Instant; readonly bytes: number } | null
  readonly why: string
  /** Rows written since the copy, by key; null when there is no copy. */
  readonly atStake: { readonly rows: number; readonly atLeast: boolean; readonly perTable: readonly { readonly table: string; readonly added: number; readonly changed: number; readonly removed: number }[] } | null
}
export interface Comparison {
  readonly schemas: readonly { readonly database: string; readonly lines: readonly DiffLine[]; readonly sentence: string; readonly needsDecision: boolean }[]
  readonly config: readonly { readonly path: string; readonly lines: readonly DiffLine[]; readonly masked: number }[]
  /** Credentials that changed since: today's stays unless chosen otherwise. */
  readonly credentials: readonly { readonly id: string; readonly path: string; readonly key: string; readonly choice: 'today' | 'then' }[]
  readonly releases: readonly { readonly service: string; readonly away: string; readonly back: string; readonly available: boolean; readonly detail: string }[]
  readonly commits: { readonly away: readonly Commit[]; readonly total: number; readonly people: number; readonly truncated: boolean } | null
  readonly files: { readonly total: number; readonly added: number; readonly removed: number; readonly list: readonly { readonly path: string; readonly added: number; readonly removed: number; readonly binary: boolean }[] } | null
  /** Nothing differs. */
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
export interface RunView {
  readonly state: RunState
  readonly interrupted: boolean
  readonly band: BandView
  readonly commands: Readonly<Record<string, readonly string[]>>
  readonly outputLines: number
  /** What each choice would do; empty unless waiting or interrupted. */
  readonly choices: readonly { readonly decision: 'retry' | 'undo' | 'stop'; readonly title: string; readonly sentence: string; readonly serves: string; readonly down: string; readonly data: string }[]
  readonly stateSentence: string
}

export interface HistoryRow { readonly record: HistoryRecord; readonly undoneBy: string | null }
export interface HistoryView {
  readonly total: number
  readonly matching: number
  readonly rows: readonly HistoryRow[]
  /** Unfinished runs, shown on top. */
  readonly unfinished: readonly RunInProgress[]
  readonly verified: { readonly ok: boolean; readonly at: Instant; readonly records: number; readonly problem: Problem | null }
  readonly weeks: readonly { readonly week: Instant; readonly done: number; readonly undone: number; readonly failed: number; readonly interrupted: number }[]
  /** 0 to 1; null without finished runs. */
  readonly successRate: number | null
  readonly finishedRuns: number
  readonly failedRuns: number
  readonly medianTimeToRestore: number | null
  readonly timeToRestore: readonly { readonly at: Instant; readonly duration: number }[]
}
export interface ResultView {
  readonly header: RunState['header']
  readonly result: RunResult
  readonly steps: { readonly done: number; readonly total: number }
  readonly findings: readonly Finding[]
  readonly snapshot: SnapshotSummary | null
  readonly record: HistoryRecord | null
  readonly undoneBy: string | null
  readonly cannotUndo: string | null
}

export interface SnapshotRow {
  readonly id: string
  readonly environment: string
  readonly takenAt: Instant
  readonly holds: string
  readonly takenBefore: string
  readonly bytes: number
  readonly verified: { readonly ok: boolean; readonly at: Instant; readonly problem: string | null } | null
  readonly kind: 'snapshot' | 'before-deployment'
  readonly runId: string | null
}
export interface SnapshotsView { readonly rows: readonly SnapshotRow[]; readonly used: number; readonly free: number; readonly perEnvironment: readonly { readonly environment: string; readonly bytes: number }[] }
export interface SnapshotDetail {
  readonly row: SnapshotRow
  readonly undo: { readonly sentence: string; readonly possible: boolean; readonly why: string | null }
  readonly databases: readonly { readonly name: string; readonly blob: string; readonly tables: number; readonly bytes: number }[]
  readonly config: readonly { readonly path: string; readonly secrets: number }[]
  readonly services: readonly { readonly name: string; readonly release: string }[]
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[]
}

export interface TextProblem { readonly line: number; readonly column: number; readonly message: string; readonly severity: 'error' | 'warning'; /** Text to put in place of the key, when there is a near one. */ readonly correct: { readonly from: string; readonly to: string } | null }
export interface SettingsText { readonly path: string; readonly text: string; readonly digest: string; readonly exists: boolean; readonly problems: readonly TextProblem[] }

export interface DoctorRow { readonly name: string; readonly ok: boolean; readonly found: string | null; readonly version: string | null; readonly needed: string; readonly next: string }

export interface AppInfo {
  readonly name: string
  readonly version: string
  readonly electron: string
  readonly node: string
  readonly chrome: string
  readonly runtime: 'official' | 'fallback'
  readonly platform: string
  readonly actor: Actor
  readonly logFolder: string
}
export interface AppSettings { readonly theme: 'system' | 'light' | 'dark'; readonly times: 'local' | 'utc'; readonly notifications: boolean }
