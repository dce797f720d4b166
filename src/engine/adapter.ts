/**
 * What an adapter exports. Adapters observe and plan; the one executor performs. No `if (runtime === …)` outside an adapter's file.
 * The folder's index lists them; what a new one needs besides stands in docs/adding-an-adapter.md.
 */
import type { z } from 'zod'
import type { DatabaseDefinition, ServiceDefinition } from '../domain/definition'
import type { ArtifactFact, DatabaseFact, ServiceFact } from '../domain/facts'
import type { KeptDatabase, Release } from '../domain/manifest'
import type { DatabasePlanner, RuntimePlanner } from '../domain/planning'
import type { EnvironmentContext } from './context'

export interface RuntimeAdapter<Settings = unknown> extends RuntimePlanner {
  /** Strict: unknown keys are errors. Validates the keys of a service besides runtime, host(s), dependsOn, health. */
  readonly settings: z.ZodType<Settings>
  /** Names of programs that it runs by itself, besides those in a service's settings: `doctor` looks for them. */
  readonly programs: readonly string[]
  /** State, installed and running inputs, from the host. Never throws: unknown with its reason. */
  observe(context: EnvironmentContext, service: ServiceDefinition, host: string): Promise<ServiceFact>
  /** Is there code of its own for each version, without which nothing can be started? */
  needsRelease(service: ServiceDefinition): boolean
  /** What brings back the code that was seen running or installed; null when it has none or cannot be known. */
  keep(fact: ServiceFact): Release | null
  /** The release of a version or commit, for a registry record without a manifest; null when nothing is found. */
  resolve(context: EnvironmentContext, service: ServiceDefinition, record: { readonly version: string; readonly commit: string | null }): Promise<Release | null>
  /** Does the release still exist on the host? */
  observeArtifact(context: EnvironmentContext, service: ServiceDefinition, host: string, release: Release): Promise<ArtifactFact>
}

/** Rows that differ between the live database and a copy, by key. `atLeast` when time ran out. */
export interface RowsAtStake {
  readonly atLeast: boolean
  readonly perTable: readonly { readonly table: string; readonly added: number; readonly changed: number; readonly removed: number }[]
}

/** A database that gave way to another: an undo swaps it back. */
export interface KeptAside { readonly lineage: string; /** Where it is, for people. */ readonly what: string; readonly bytes: number }

export interface DatabaseAdapter<Settings = unknown> extends DatabasePlanner {
  readonly settings: z.ZodType<Settings>
  /** Names of programs that it runs by itself: `doctor` looks for them. `sqlite` is built in. */
  readonly programs: readonly string[]
  observe(context: EnvironmentContext, database: DatabaseDefinition): Promise<DatabaseFact>
  /** Copies the live database by the engine's own means to a new file. Never a file copy. */
  dump(context: EnvironmentContext, database: DatabaseDefinition, to: string, abort?: AbortSignal): Promise<void>
  /** Opens a copy read-only: integrity, schema digest, row counts. Throws `copy-damaged`. */
  inspect(context: EnvironmentContext, database: DatabaseDefinition, copy: string): Promise<Pick<KeptDatabase, 'schema' | 'schemaDigest' | 'rows'>>
  /**
   * Restores a copy to a scratch database in (or named after) the folder, beside nothing that is live, and compares the two: integrity,
   * schema, every row; and that it can be written. Throws `copy-damaged`. What it leaves in the folder is removed by the caller.
   */
  rehearse(context: EnvironmentContext, database: DatabaseDefinition, copy: string, folder: string, abort?: AbortSignal): Promise<Pick<KeptDatabase, 'schemaDigest' | 'rows'>>
  /** Restores a copy beside the live database and verifies it; what is there already and whole is left as it is. */
  restore(context: EnvironmentContext, database: DatabaseDefinition, copy: string, lineage: string, abort?: AbortSignal): Promise<void>
  /** Swaps what is beside (or kept with this lineage) with the live one, which becomes kept. Ends with the live one verified. Answers what goes with the one that was live, counted right before; null when that is not known, or nothing was swapped. */
  swap(context: EnvironmentContext, database: DatabaseDefinition, from: 'beside' | 'kept', lineage: string): Promise<RowsAtStake | null>
  /** Removes what was restored beside the live one and never took its place. */
  removeBeside(context: EnvironmentContext, database: DatabaseDefinition): Promise<void>
  /** The folder of this machine where it writes, absolute; null for one that a server keeps. */
  folder(context: EnvironmentContext, database: DatabaseDefinition): string | null
  /** From now on the live database holds this data, whatever file or object it is in. */
  setLineage(context: EnvironmentContext, database: DatabaseDefinition, lineage: string): Promise<void>
  /** Is there a kept (swapped-out) database of this lineage? */
  observeKept(context: EnvironmentContext, database: DatabaseDefinition, lineage: string): Promise<ArtifactFact>
  /** Databases that a swap put aside and that are still there; only those that are surely ours. */
  listKept(context: EnvironmentContext, database: DatabaseDefinition): Promise<readonly KeptAside[]>
  /** Removes the one with this lineage; nothing else. */
  removeKept(context: EnvironmentContext, database: DatabaseDefinition, lineage: string): Promise<void>
  /** Writes and reads back inside a transaction that is rolled back. Throws. */
  verifyWritable(context: EnvironmentContext, database: DatabaseDefinition): Promise<string>
  /** Read-only; after `budget` ms the answer is "at least". */
  atStake(context: EnvironmentContext, database: DatabaseDefinition, copy: string, budget: number): Promise<RowsAtStake>
  /** Bytes a copy will need. */
  size(context: EnvironmentContext, database: DatabaseDefinition): Promise<number>
}
