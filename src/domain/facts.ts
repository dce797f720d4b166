/**
 * Facts: what an observation saw of one resource. Only `is` is compared, relied on and hashed; `seen` is shown.
 * Keys are stable text: `service:web@local`, `config:.env.staging@local`, `database:main`, `artifact:web@local`,
 * `registry:staging`.
 */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** ISO 8601 in UTC with milliseconds, as `Date.prototype.toISOString` gives it. */
export type Instant = string

export type ResourceKey = string

/** The host that Backstep itself runs on. */
export const LOCAL = 'local'

export interface Known<Is, Seen> {
  readonly known: true
  readonly is: Is
  readonly seen: Seen
}
/** Not observable, with the reason as a sentence. Never equal to anything, never read as stopped. */
export interface Unknown {
  readonly known: false
  readonly reason: string
}

/** The inputs that a live process was started with. Digests are hexadecimal; nothing here is a secret. */
export interface ServiceInputs {
  /** `commit:<40 hex>` or `folder:<path>#<sha256>`; null for a service without code of its own. */
  readonly release: string | null
  /** SHA-256 over command, arguments, directory, signal and environment names and values (keyed digest). */
  readonly command: string
  /** Keyed digest of each configuration file that the service uses, by path; null = the file was absent. */
  readonly config: Readonly<Record<string, string | null>>
  /** Lineage of each database that the service uses, by name. */
  readonly data: Readonly<Record<string, string>>
}

export interface ServiceIs {
  readonly kind: 'service'
  /** `gone`: it should run (we started it and did not stop it) but its process is no more. */
  readonly state: 'running' | 'stopped' | 'gone'
  /** What a start would run: `commit:<hash>` behind the `current` link, or null where nothing is installed apart from the release. */
  readonly installed: string | null
  /** Null when it does not run, or when no stamp says what it was started with. */
  readonly runs: ServiceInputs | null
}

export type Proof = 'proven' | 'seen' | 'not-proven'

export interface ProbeResult {
  /** As shown: `GET http://127.0.0.1:4100/health`. */
  readonly ask: string
  readonly kind: 'health' | 'version'
  readonly ok: boolean
  /** One sentence: `answers 500, expected 200`. */
  readonly message: string
  /** The version that a version probe read, else null. */
  readonly version: string | null
  /** Milliseconds until the answer, null without one. */
  readonly took: number | null
  readonly at: Instant
}

export interface ServiceSeen {
  readonly runtime: string
  readonly host: string
  /** `failing`: gone, or running with a failing health probe. `unknown`: answered for by what was not started from here. */
  readonly display: 'running' | 'failing' | 'stopped' | 'unknown'
  /** One sentence for a row: `v2.0.0 · /health 200, 12 ms`. */
  readonly detail: string
  readonly pid: number | null
  /** When the process started, as the operating system says. */
  readonly since: Instant | null
  readonly version: string | null
  readonly proof: Proof
  readonly probes: readonly ProbeResult[]
  /** Nothing was ever started from here: somebody else may run it, and `stopped` says nothing about that. */
  readonly neverStarted?: true
  /** None of our processes runs, and its probes are answered all the same: `is` says nothing about that. */
  readonly foreign?: Foreign
  /** Its process is gone, but not all that it had started: the next start ends that. */
  readonly leftOvers?: true
}

/** What answers for a service without having been started from here. */
export interface Foreign {
  /** As a probe asks it: `http://127.0.0.1:4100`. */
  readonly address: string
  /** Of the process that listens there; null where the operating system does not tell. */
  readonly pid: number | null
}

export interface ConfigIs {
  readonly kind: 'config'
  /** Keyed digest of the content, null when the file is absent. */
  readonly digest: string | null
  /** Permission bits (0o600 = 384), null when the file is absent. */
  readonly mode: number | null
}
export interface ConfigKey {
  readonly key: string
  readonly type: 'string' | 'number' | 'boolean' | 'null' | 'list'
  /** Keyed digest of the value. */
  readonly digest: string
  readonly secret: boolean
}
export interface ConfigSeen {
  readonly bytes: number
  /** Null when the file's format is not known: then only the whole file is compared. */
  readonly keys: readonly ConfigKey[] | null
}

export interface Column { readonly name: string; readonly type: string; readonly notNull: boolean; readonly primaryKey: boolean; readonly default: string | null }
export interface Table { readonly name: string; readonly columns: readonly Column[] }
export interface SchemaObject { readonly kind: 'index' | 'view' | 'trigger'; readonly name: string; readonly table: string | null; readonly definition: string }
export interface DatabaseSchema { readonly tables: readonly Table[]; readonly objects: readonly SchemaObject[] }

export interface DatabaseIs {
  readonly kind: 'database'
  readonly present: boolean
  /** `file:<device>:<inode>` for a file never swapped by us, else `copy:<sha256>/<runId>`. Null when absent. */
  readonly lineage: string | null
  /** SHA-256 of the canonical schema. Null when absent. */
  readonly schema: string | null
}
export interface DatabaseSeen {
  readonly engine: string
  /** Where it is, without credentials. */
  readonly location: string
  readonly bytes: number
  readonly schema: DatabaseSchema
  readonly rows: Readonly<Record<string, number>>
}

export interface ArtifactIs {
  readonly kind: 'artifact'
  readonly present: boolean
  /** Commit hash, folder digest or copy digest as found; null when absent. */
  readonly digest: string | null
}
export interface ArtifactSeen {
  /** What and where, for people: `commit 5d07be3 in /srv/shop`. */
  readonly what: string
  readonly bytes: number | null
  /** Already installed beside the running one (worktree there, folder there). */
  readonly prepared: boolean
}

export interface RegistryIs { readonly kind: 'registry'; readonly digest: string }
export interface RegistrySeen { readonly deployments: number }

export type ServiceFact = Known<ServiceIs, ServiceSeen> | Unknown
export type ConfigFact = Known<ConfigIs, ConfigSeen> | Unknown
export type DatabaseFact = Known<DatabaseIs, DatabaseSeen> | Unknown
export type ArtifactFact = Known<ArtifactIs, ArtifactSeen> | Unknown
export type RegistryFact = Known<RegistryIs, RegistrySeen> | Unknown
export type Fact = ServiceFact | ConfigFact | DatabaseFact | ArtifactFact | RegistryFact
export type Is = ServiceIs | ConfigIs | DatabaseIs | ArtifactIs | RegistryIs

export interface Observed {
  readonly environment: string
  readonly at: Instant
  readonly facts: Readonly<Record<ResourceKey, Fact>>
}

export const serviceKey = (name: string, host: string = LOCAL): ResourceKey => `service:${name}@${host}`
export const configKey = (path: string, host: string = LOCAL): ResourceKey => `config:${path}@${host}`
export const databaseKey = (name: string): ResourceKey => `database:${name}`
export const artifactKey = (what: string, host: string = LOCAL): ResourceKey => `artifact:${what}@${host}`
export const registryKey = (environment: string): ResourceKey => `registry:${environment}`

/** What answers for the service on its host without having been started from here; null where nothing does. */
export const foreignIn = (fact: Fact | undefined): Foreign | null => (fact?.known === true && 'foreign' in fact.seen ? (fact.seen.foreign ?? null) : null)

export const isRunning = (fact: Fact | undefined): boolean => fact?.known === true && fact.is.kind === 'service' && fact.is.state === 'running'

/** What was seen of a service, on whichever of its hosts, that is answered for without having been started from here; null where nothing does. */
export function answeredFor(facts: Observed['facts'], service: string): (ServiceSeen & { readonly foreign: Foreign }) | null {
  const fact = Object.entries(facts).find(([key, one]) => key.startsWith(serviceKey(service, '')) && foreignIn(one) !== null)?.[1]
  // What has such an answer was seen of a service.
  return fact?.known === true ? (fact.seen as ServiceSeen & { readonly foreign: Foreign }) : null
}

/** `http://127.0.0.1:4100 (process 4711)` */
export const foreignPlace = ({ address, pid }: Foreign): string => `${address}${pid === null ? '' : ` (process ${pid})`}`

/** `stopped` says nothing of it: what nobody has started from here may run by other means, or is to run. */
export const wasNeverStarted = (fact: Fact | undefined): boolean => fact?.known === true && 'neverStarted' in fact.seen

/** Of the release of a service; null when it was not looked for. */
export function artifactOf(facts: Observed['facts'], service: string, host: string): ArtifactFact | null {
  const fact = facts[artifactKey(service, host)]
  return fact === undefined || (fact.known && fact.is.kind !== 'artifact') ? null : (fact as ArtifactFact)
}
