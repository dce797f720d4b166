/** A plan: plain data, the ordered steps from what was observed to what is wanted. It can be shown, hashed, stored, executed and resumed. */
import type { Probe, EnvironmentDefinition } from './definition'
import type { ArtifactIs, ConfigIs, DatabaseIs, Is, ResourceKey, ServiceIs, ServiceInputs } from './facts'
import type { BlobRef } from './manifest'

export const PHASES = ['snapshot', 'prepare', 'stop', 'code', 'config', 'database', 'start', 'verify'] as const
export type Phase = (typeof PHASES)[number]

/** What a step does: a closed union; no value of a secret stands in one (`$NAME` refers to it). `${run}` is the run's id. */
export type Action =
  /** Keep config files and state in the run's snapshot. */
  | { readonly kind: 'keep'; readonly what: 'config' | 'state'; readonly paths: readonly string[] }
  /** Copy a live database into the run's snapshot by the engine's own means. */
  | { readonly kind: 'dump'; readonly database: string; readonly blob: string }
  | { readonly kind: 'verify-snapshot'; /** Also restore it once, beside nothing that is live. */ readonly restore?: true }
  /**
   * Run a program; argv only. Its exit code alone finishes no step. `once`: what it does cannot be told to be done already, so it never
   * runs a second time by itself. `migrates`: it changes a database in place, which has this lineage afterwards.
   */
  | { readonly kind: 'exec'; readonly argv: readonly string[]; readonly cwd: string; readonly timeout: number; readonly env?: Readonly<Record<string, string>>; readonly once?: true; readonly migrates?: { readonly database: string; readonly lineage: string } }
  /** Make a worktree of a commit beside the running one and build in it. What is there already and complete is left alone, what is half-made is made again. */
  | { readonly kind: 'worktree'; readonly service: string; readonly repository: string; readonly path: string; readonly commit: string; readonly build: readonly string[] | null; readonly env: Readonly<Record<string, string>>; readonly timeout: number }
  /**
   * Start a long-lived program of a service as a child that outlives us, with its log file; writes the stamp. With `waits` the program
   * is one that ends: it tells another supervisor to start the service.
   */
  | { readonly kind: 'start-process'; readonly service: string; readonly argv: readonly string[]; readonly cwd: string; readonly env: Readonly<Record<string, string>>; readonly inputs: ServiceInputs; readonly waits?: true }
  /** Stop it: signal, wait, then SIGKILL. Milliseconds. With `argv` another supervisor is told to. */
  | { readonly kind: 'stop-process'; readonly service: string; readonly signal: string; readonly timeout: number; readonly argv?: readonly string[] }
  /** Write a kept file, or remove the file when `blob` is null. `keep` names keys whose value of today stays. */
  | { readonly kind: 'write-file'; readonly path: string; readonly blob: BlobRef | null; readonly keep: readonly string[]; readonly digest: string | null; readonly mode: number | null }
  /** Point a symbolic link at a folder, by rename. */
  | { readonly kind: 'link'; readonly path: string; readonly to: string }
  /** Restore a copy beside the live database and verify it; the live one is not touched. */
  | { readonly kind: 'restore'; readonly database: string; readonly blob: BlobRef; readonly sha256: string; readonly schema: string; readonly lineage: string }
  /** Put the one beside (or the kept one with this lineage) in place of the live one, which is kept. */
  | { readonly kind: 'swap'; readonly database: string; readonly from: 'beside' | 'kept'; readonly lineage: string }
  /** Wait until the service's probes answer; a probe that never does is a finding, not a failure. */
  | { readonly kind: 'await-probe'; readonly service: string; readonly probes: readonly Probe[]; readonly version: string }
  /** Ask from outside: process, version, health. Not running or another version is a failure. */
  | { readonly kind: 'verify-service'; readonly service: string; readonly probes: readonly Probe[]; readonly version: string }
  /** Open, compare the schema, write and read back in a transaction that is rolled back. */
  | { readonly kind: 'verify-database'; readonly database: string; readonly schema: string | null }
  | { readonly kind: 'verify-config'; readonly files: readonly { readonly path: string; readonly digest: string | null }[] }

export type ActionKind = Action['kind']
export type Effect = 'reads' | 'changes' | 'loses-data'

/** Part of an `is`: only the keys named are compared; nested objects likewise, `null` is a value. */
export type PartialIs = Partial<Omit<ServiceIs, 'runs'>> & { readonly runs?: Partial<ServiceInputs> | null } | Partial<ConfigIs> | Partial<DatabaseIs> | Partial<ArtifactIs>
export type Wanted = Readonly<Record<ResourceKey, PartialIs>>

/** A step as an adapter plans it, before the planner orders the graph. */
export interface DraftStep {
  /** Derived and stable: `start/web@local`. */
  readonly id: string
  readonly phase: Phase
  readonly resource: ResourceKey
  readonly host: string
  /** A sentence without a full stop: `Start web`. */
  readonly title: string
  readonly action: Action
  /** Observed facts that this step relies on, by key. */
  readonly relies: readonly ResourceKey[]
  /** What its resource is afterwards; empty = nothing to expect, may not run twice. */
  readonly expects: Readonly<Record<ResourceKey, PartialIs>>
  readonly effect: Effect
  /** What skipping it would mean, a sentence, where that is safe; missing or null = it may not be skipped. */
  readonly skip?: string | null
}
export interface Step extends DraftStep {
  /** Ids of the steps that must be finished before. */
  readonly after: readonly string[]
}

/**
 * What becomes of databases: `keep`, all stay as they are; `restore`, each goes back as its policy says (a copy, or migrated down);
 * `migrate`, those whose policy is to migrate are migrated down and the others stay.
 */
export type DataChoice = 'keep' | 'restore' | 'migrate'

/** What the operator asks for. Everything that the plan depends on besides the observation. */
export interface RollbackRequest {
  readonly environment: string
  /** A deployment; null = the way back. For an undo, null. */
  readonly deploymentId: string | null
  /** The run to take back; null for a rollback. */
  readonly undo: string | null
  /** Services to move; empty = all. */
  readonly services: readonly string[]
  readonly data: DataChoice
  /** Per credential key `path#key`: `today` keeps the present value (the default), `then` brings the captured one back. */
  readonly credentials: Readonly<Record<string, 'today' | 'then'>>
}

export interface Release { readonly deploymentId: string; readonly version: string; readonly timestamp: string }

export interface Plan {
  readonly format: 1
  readonly kind: 'full' | 'partial' | 'undo'
  readonly environment: string
  readonly request: RollbackRequest
  /** What runs now as the registry has it. */
  readonly from: Release | null
  readonly to: Release
  /** The `is` that the steps rely on, by key: observed again before the run. */
  readonly relies: Readonly<Record<ResourceKey, Is>>
  readonly wanted: Wanted
  readonly definition: EnvironmentDefinition
  readonly steps: readonly Step[]
  /** What was not captured and stays as it is, a sentence each. */
  readonly notes: readonly string[]
  /** SHA-256 (64 hex) of canonical JSON of relies, wanted, definition and steps without titles. */
  readonly hash: string
}
