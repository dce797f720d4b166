/**
 * Events tell a run; `applyEvent` folds them, the same in the engine (to resume), the window (to draw) and the terminal.
 *
 *   run-started ─▶ running ─▶ finished
 *                  │  ▲  ╲
 *                  ▼  │   ▶ stopping (cancel asked; what may be broken off is, the rest ends)
 *                waiting (decision-needed … decision-made)
 *   A run whose engine died is `interrupted`: that is not an event but the store's finding that nobody holds its lock. Somebody else may
 *   take it over (run-taken-over): it is interrupted then. It goes on with run-resumed. After its end only warnings come to it (run-warned).
 */
import type { Check } from './check'
import type { Instant, Proof } from './facts'
import type { EnvironmentDefinition } from './definition'
import type { DataChoice, Plan, Step } from './plan'
import type { Evidence, Problem } from './problem'

export interface Finding {
  readonly ok: boolean
  /** Service, database or file that it is about. */
  readonly subject: string
  readonly kind: 'process' | 'version' | 'health' | 'database' | 'config'
  readonly message: string
  /** What was asked and what came back, a line each: `GET /version → "v1.1.0"`. */
  readonly proof: readonly string[]
  readonly wanted?: string
  readonly observed?: string
  readonly proven?: Proof
}

export interface Actor { readonly user: string; readonly host: string }

export interface RunHeader {
  readonly runId: string
  readonly startedAt: Instant
  readonly actor: Actor
  /** Where it was started: the window, the command line, or a program that uses the library. */
  readonly via: 'window' | 'cli' | 'library'
  readonly reason: string
  readonly plan: Plan
  /** Ids of checks that were overridden. */
  readonly forced: readonly string[]
  readonly checks: readonly Check[]
  readonly onFailure: OnFailure
  /** Expected milliseconds by step id: medians of earlier runs; missing = not measured yet. */
  readonly expected: Readonly<Record<string, number>>
  /** backstep.yaml's environment when the run began: a run never reads it again. Missing in runs of earlier versions. */
  readonly definition?: EnvironmentDefinition
  /** Rows that its restores lose, as counted when it began. */
  readonly rowsAtStake?: number | null
  /** Of the environment, from holders that had no run in hand, since the run before. */
  readonly takeovers?: readonly Takeover[]
  /** Services that it starts and that were down before it. Missing where there were none, and in runs of earlier versions. */
  readonly downBefore?: readonly string[]
}
export type OnFailure = 'ask' | 'undo' | 'stop'

export interface SnapshotSummary {
  readonly id: string
  readonly bytes: number
  readonly files: number
  readonly verifiedAt: Instant
  /** SHA-256 of its list of checksums. Missing in runs of earlier versions. */
  readonly list?: string
  /** Set when it is encrypted: for how many keys, and whether one was at hand to open all of it again. */
  readonly encryption?: { readonly keys: number; readonly opened: boolean }
  /** It was also restored once, before anything changed. */
  readonly restored?: true
}

/** `skip`: go on without the step, where it says that this is safe. */
export type Decision = 'retry' | 'skip' | 'undo' | 'stop'
/** Who held an environment: the process that ran a run, and since when. */
export interface HeldBy { readonly user: string; readonly host: string; readonly pid: number; readonly since: Instant }
export interface Takeover { readonly at: Instant; readonly actor: Actor; readonly reason: string; readonly from: HeldBy }
export interface Resumption {
  readonly at: Instant
  readonly actor: Actor
  /** Hash of what was confirmed then; null when nothing was new. */
  readonly hash: string | null
}
export type Outcome = 'done' | 'done-with-warnings' | 'failed' | 'stopped' | 'abandoned'

/** One row of "Asked and observed". */
export interface AskedObserved {
  readonly subject: string
  readonly kind: 'service' | 'database' | 'config'
  readonly what: string
  readonly asked: string
  readonly askedDetail: string
  readonly observed: string
  readonly observedDetail: string
  readonly ok: boolean
  readonly proven: Proof
  readonly proof: readonly string[]
}

/** Exactly the spec's result. */
export interface RollbackDeploymentResult {
  success: boolean
  rollbackId: string
  timestamp: string
  rolledBackTo: { deploymentId: string; version: string; timestamp: string }
  summary: { servicesRolledBack: number; duration: number; dataPreserved: boolean }
  validation: { healthChecks: boolean; configValid: boolean; servicesRunning: number }
  warnings: string[]
}

export interface RunResult {
  readonly outcome: Outcome
  readonly result: RollbackDeploymentResult
  readonly asked: readonly AskedObserved[]
  /** Milliseconds that the run had services down, to its end where `notUp` says who was not up again; null when it took none down. */
  readonly downtime: number | null
  /** Names of services that it took down and that were not up again when it ended. Only where there are any. */
  readonly notUp?: readonly string[]
  readonly finishedAt: Instant
  readonly problem: Problem | null
  /** Rows added, changed and removed that are no longer in the live database, exact; null when no data was restored. */
  readonly rowsLost: number | null
}

interface EventBase { readonly runId: string; readonly seq: number; readonly at: Instant }
export type RunEvent = EventBase & RunEventBody
export type RunEventBody =
  | { readonly type: 'run-started'; readonly run: RunHeader }
  | { readonly type: 'step-started'; readonly step: string; readonly attempt: number }
  | { readonly type: 'step-finished'; readonly step: string; readonly evidence: Evidence; readonly findings: readonly Finding[] }
  /** `findings`: of a verification. Missing in runs of earlier versions. */
  | { readonly type: 'step-failed'; readonly step: string; readonly problem: Problem; readonly evidence: Evidence; readonly findings?: readonly Finding[] }
  /** Broken off because the run was cancelled: as if it had not been begun. */
  | { readonly type: 'step-aborted'; readonly step: string; readonly evidence: Evidence }
  | { readonly type: 'step-skipped'; readonly step: string; readonly actor: Actor }
  /** It was found begun and not ended, may not happen twice, and somebody says that it happened. */
  | { readonly type: 'step-taken-as-done'; readonly step: string; readonly actor: Actor }
  | { readonly type: 'snapshot-verified'; readonly snapshot: SnapshotSummary }
  | { readonly type: 'cancel-requested'; readonly actor: Actor }
  /** Without a step the run was cancelled; `aborted` names what was broken off then. */
  | { readonly type: 'decision-needed'; readonly step: string | null; readonly aborted?: readonly string[]; readonly options: readonly Decision[]; readonly problem: Problem }
  | { readonly type: 'decision-made'; readonly decision: Decision; readonly actor: Actor }
  /**
   * `steps`: those left to do where they are not the plan's own, with the hash that was confirmed. `found`: steps of the plan without a
   * recorded end that are not left to do, for what they lead to is so. `onFailure`: what a failing step leads to from now on. `ended`:
   * what the former holder had left running.
   */
  | { readonly type: 'run-resumed'; readonly actor: Actor; readonly epoch: number; readonly steps?: readonly Step[]; readonly found?: readonly string[]; readonly hash?: string | null; readonly onFailure?: OnFailure; readonly ended?: readonly string[] }
  /** `begun`: when its holder was ended, which may be written here much later. Missing in runs of earlier versions. */
  | { readonly type: 'run-taken-over'; readonly actor: Actor; readonly reason: string; readonly from: HeldBy; readonly epoch: number; readonly begun?: Instant; readonly ended?: readonly string[] }
  | { readonly type: 'run-finished'; readonly result: RunResult }
  /** Came to light after its end: a sentence each. The history record is sealed by then. */
  | { readonly type: 'run-warned'; readonly warnings: readonly string[] }

export type StepStatus = 'not-yet' | 'running' | 'done' | 'failed' | 'skipped'
export interface StepState {
  readonly id: string
  readonly status: StepStatus
  readonly startedAt: Instant | null
  /** Milliseconds. */
  readonly duration: number | null
  readonly attempt: number
  readonly evidence: Evidence | null
  readonly findings: readonly Finding[]
  readonly problem: Problem | null
}
export type RunStatus = 'running' | 'stopping' | 'waiting' | 'finished'
export interface RunState {
  readonly header: RunHeader
  readonly status: RunStatus
  readonly seq: number
  readonly steps: Readonly<Record<string, StepState>>
  readonly snapshot: SnapshotSummary | null
  readonly decision: DecisionNeeded | null
  readonly takeovers: readonly Takeover[]
  readonly resumed: readonly Resumption[]
  readonly result: RunResult | null
}
export interface DecisionNeeded {
  /** The step that failed; null when the run was cancelled. */
  readonly step: string | null
  /** Steps that were broken off by the cancellation. */
  readonly aborted: readonly string[]
  readonly options: readonly Decision[]
  readonly problem: Problem
  readonly since: Instant
}

export interface OutputLine {
  readonly runId: string
  /** Counts lines of the run from 0. */
  readonly n: number
  readonly at: Instant
  readonly step: string
  readonly host: string
  /** `problem`: why the step failed. */
  readonly stream: 'stdout' | 'stderr' | 'note' | 'command' | 'problem'
  readonly text: string
}

/** One history record a run; the chain's fields are added by the store. */
export interface HistoryEntry {
  readonly runId: string
  readonly environment: string
  readonly kind: 'full' | 'partial' | 'undo'
  readonly from: { readonly deploymentId: string; readonly version: string } | null
  readonly to: { readonly deploymentId: string; readonly version: string }
  readonly services: readonly string[]
  readonly actor: Actor
  readonly via: 'window' | 'cli' | 'library'
  readonly reason: string
  readonly planHash: string
  readonly forced: readonly string[]
  readonly data: DataChoice
  readonly startedAt: Instant
  readonly finishedAt: Instant
  readonly outcome: Outcome
  /** As in the result. */
  readonly downtime: number | null
  readonly duration: number
  readonly steps: { readonly done: number; readonly total: number }
  readonly warnings: readonly string[]
  readonly undoes: string | null
  /** Only where there was one. */
  readonly takeovers?: readonly Takeover[]
  readonly resumed?: readonly Resumption[]
  /** Services that were down already when it began. Only where there were any. */
  readonly downBefore?: readonly string[]
  /** Services that the target did not have running, and that do not run since. Only where there are any. */
  readonly staysDown?: readonly string[]
  /** Titles of the steps that were skipped by decision, or taken as done. */
  readonly skipped?: readonly string[]
  /** Missing in records of earlier versions. */
  readonly journal?: JournalSeal
}
/** The events of a run, its end included, as they lay in the journal then: how many, and SHA-256 over their texts, a line each. */
export interface JournalSeal { readonly events: number; readonly hash: string }
/** Who vouches for a record: a key, by its SHA-256 fingerprint; or nobody although a key was configured, and why. */
export type Signer = { readonly key: string } | { readonly none: string }
export interface HistoryRecord {
  /** From 1, without gaps. */
  readonly number: number
  readonly entry: HistoryEntry
  /** Hash of the record before (64 zeros for the first). */
  readonly previous: string
  /** Missing where no key was configured. */
  readonly signer?: Signer
  /** SHA-256 of canonical JSON of number, entry, previous and signer. */
  readonly hash: string
  /** SSH signature (armored) of the hash and a line break, when `signer` names a key. */
  readonly signature?: string
}
