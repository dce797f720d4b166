/** backstep.yaml, parsed and checked: what the environments consist of. */
import type { Json } from './facts'
import type { SnapshotPolicy } from './snapshot-policy'

/** One health or version probe. `${version}` in `json` and `text` stands for the version that should serve. */
export interface Probe {
  readonly http: string
  readonly method: 'GET' | 'POST' | 'HEAD'
  /** Status expected, default 200. */
  readonly status: number
  /** JSON values that the answer must have, by key path (`version`, `build.commit`). */
  readonly json: Readonly<Record<string, string>> | null
  /** A whole token that the answer's text must have. */
  readonly text: string | null
  /** Milliseconds to wait for it after a start, default 30,000. */
  readonly within: number
  /** Good answers in a row, default 1. */
  readonly consecutive: number
  /** Milliseconds between two questions, default 250. */
  readonly interval: number
}
/** A probe proves the version when its `json` or `text` holds `${version}`. */
export const provesVersion = (probe: Probe): boolean =>
  (probe.text ?? '').includes('${version}') || Object.values(probe.json ?? {}).some((value) => value.includes('${version}'))

export interface ServiceDefinition {
  readonly name: string
  /** The kind of its runtime adapter: `process`, `git`. */
  readonly runtime: string
  readonly hosts: readonly string[]
  readonly dependsOn: readonly string[]
  readonly health: readonly Probe[]
  /** What the adapter's own schema made of the remaining keys. */
  readonly settings: Json
}

export type OnRollback = 'restore' | 'migrate' | 'keep'

/** A program that takes a database down to the schema of an earlier version. `${version}` stands for that version. */
export interface Migration {
  readonly command: readonly string[]
  /** From the project's folder. */
  readonly directory: string
  /** Literal values or `$NAME`. */
  readonly env: Readonly<Record<string, string>>
  /** Milliseconds. */
  readonly timeout: number
}

export interface DatabaseDefinition {
  readonly name: string
  readonly engine: string
  readonly onRollback: OnRollback
  /** Set when `onRollback` is migrate. Missing in what was captured by an earlier Backstep. */
  readonly migrate?: Migration | null
  /** Names of services; null = all. */
  readonly usedBy: readonly string[] | null
  readonly settings: Json
}

export interface ConfigFileDefinition {
  /** Relative to the project, with `/`. */
  readonly path: string
  readonly usedBy: readonly string[] | null
}

export interface EnvironmentDefinition {
  readonly name: string
  readonly protected: boolean
  readonly strategy: 'recreate'
  /** In the order of the file. */
  readonly services: readonly ServiceDefinition[]
  readonly databases: readonly DatabaseDefinition[]
  readonly config: readonly ConfigFileDefinition[]
}

/** How the history is checked. */
export interface HistoryDefinition {
  /** An allowed-signers file as ssh-keygen reads it, relative to the project, with `/`; null = none is named. */
  readonly allowedSigners: string | null
}

export interface ProjectDefinition {
  readonly name: string
  readonly snapshots: SnapshotPolicy
  readonly history: HistoryDefinition
  readonly environments: readonly EnvironmentDefinition[]
}

/** A database by its name, with its kind where a service has the same. */
export const databaseWords = (services: readonly Pick<ServiceDefinition, 'name'>[], name: string): string =>
  services.some((service) => service.name === name) ? `database ${name}` : name

export const usesIt = (usedBy: readonly string[] | null, service: string): boolean => usedBy === null || usedBy.includes(service)
