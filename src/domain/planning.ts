/** What the planner is given: the pure halves of the adapters, and the material that the engine gathered. */
import type { DatabaseDefinition, EnvironmentDefinition, Migration, ServiceDefinition } from './definition'
import type { ArtifactFact, DatabaseFact, Observed, ServiceFact, ServiceInputs } from './facts'
import type { BlobRef, Manifest, Release } from './manifest'
import type { DraftStep, Plan, RollbackRequest, Wanted } from './plan'

/** The inputs that are the same for every runtime: what a service would be started with. */
export type SharedInputs = Pick<ServiceInputs, 'config' | 'data'>

export interface ServiceStepsInput {
  readonly service: ServiceDefinition
  readonly host: string
  /** Absolute path of the project. */
  readonly project: string
  readonly environment: string
  readonly observed: ServiceFact
  readonly wanted: { readonly state: 'running' | 'stopped'; readonly installed?: string | null; readonly runs: ServiceInputs | null }
  readonly release: Release | null
  readonly version: string
  readonly artifact: ArtifactFact | null
}
export interface RestoreInput {
  readonly database: DatabaseDefinition
  readonly observed: DatabaseFact
  readonly wanted: { readonly lineage: string; readonly schema: string }
  readonly source: RestoreSource
}
/** A verified copy to restore from, or the kept (swapped-out) one that has the lineage. */
export type RestoreSource = { readonly kind: 'copy'; readonly blob: BlobRef; readonly sha256: string } | { readonly kind: 'kept' }

/** The pure half of a runtime adapter. */
export interface RuntimePlanner {
  readonly kind: string
  /** What its process would be started with. `digest` is the keyed digest. */
  inputs(service: ServiceDefinition, release: Release | null, version: string, shared: SharedInputs, digest: (text: string) => string, project: string): ServiceInputs
  /** What `installed` is for a release (null when nothing is installed apart from the release). */
  installed(service: ServiceDefinition, release: Release | null): string | null
  /** False when it is started by another program that nobody can tell to stop it: its plans have no stop then. */
  canStop(service: ServiceDefinition): boolean
  /** Another program runs it and is told by commands: what answers for it is that program's, and in nobody's way. */
  runsElsewhere(service: ServiceDefinition): boolean
  /** One difference → steps per phase (prepare, stop, code, start) with ids `<verb>/<service>@<host>`; the planner orders them. */
  plan(input: ServiceStepsInput): readonly DraftStep[]
}
/** The pure half of a database adapter. */
export interface DatabasePlanner {
  readonly kind: string
  /** Restore beside (phase prepare), swap (phase database). */
  plan(input: RestoreInput): readonly DraftStep[]
}
export interface Planners {
  runtime(kind: string): RuntimePlanner
  database(kind: string): DatabasePlanner
}

/** A config file as it will be after the run; `blob` null = it will be absent. */
export interface WantedFile {
  readonly path: string
  readonly blob: BlobRef | null
  /** Keys whose value of today stays. */
  readonly keep: readonly string[]
  /** Keyed digest of the file as it will be. */
  readonly digest: string | null
  readonly mode: number | null
}
/** A database that goes back; those not listed stay as they are. */
export interface WantedDatabase {
  readonly name: string
  /** `copy:<sha256>/${run}` for a restore from a copy, `migrated:${run}` for a migration, the lineage then for an undo. */
  readonly lineage: string
  /** Null when it was not captured: then nothing tells whether a migration brought it back. */
  readonly schema: string | null
  readonly source: RestoreSource | { readonly kind: 'migrate'; readonly migration: Migration }
}

/** What is wanted, before it becomes partial facts: the manifest's side, gathered. */
export interface Target {
  readonly kind: Plan['kind']
  readonly request: RollbackRequest
  readonly from: Plan['from']
  readonly to: Plan['to']
  /** Null for a registry record without a manifest: only services (from servicesDeployed) and releases are then wanted. */
  readonly manifest: Manifest | null
  /** For a record without a manifest: which services it deployed; null = all. */
  readonly servicesDeployed: readonly string[] | null
  /** Today's definition; command, env, probes and dependsOn are taken from the manifest's where it has one. */
  readonly definition: EnvironmentDefinition
  /** By service name; null or missing = nothing to bring back could be found. */
  readonly releases: Readonly<Record<string, Release | null>>
  /** Files that go back; a file not listed stays as it is: it was not captured, or services use it that do not move. */
  readonly files: readonly WantedFile[]
  readonly databases: readonly WantedDatabase[]
  /** The version each service should serve after the run. */
  readonly version: string
}

export interface PlanInput {
  readonly project: string
  readonly observed: Observed
  readonly target: Target
  readonly planners: Planners
  /** Keyed digest. */
  readonly digest: (text: string) => string
  /** The run restores its snapshot once before it changes anything. Default: it does not. */
  readonly restoresSnapshot?: boolean
}
/** What `wantedOf` answers; `makePlan` takes it further. */
export interface WantedAnswer {
  readonly wanted: Wanted
  /** Then's definition with today's hosts, URLs and timeouts, for the selected services and what only they use. */
  readonly definition: EnvironmentDefinition
  /** What was not captured and stays as it is, a sentence each. */
  readonly notes: readonly string[]
}
