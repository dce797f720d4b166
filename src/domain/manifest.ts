/**
 * A manifest: facts, the definitions then, and what was kept to bring them back, in one folder with checksums.
 * A release manifest (`record`), a snapshot (before a run) and what a finished run left are the same thing.
 */
import type { DatabaseSchema, Fact, Instant, ConfigKey, ResourceKey } from './facts'
import type { EnvironmentDefinition } from './definition'

/** What brings a service's code back. */
export type Release =
  | { readonly kind: 'git'; readonly commit: string }
  | { readonly kind: 'folder'; readonly path: string; readonly digest: string }

export interface KeptFile {
  /** Relative to the project. */
  readonly path: string
  /** Name of the kept content inside the manifest's folder (`config/.env.staging`); null = the file was absent. */
  readonly blob: string | null
  /** Keyed digest of the content; null = absent. */
  readonly digest: string | null
  readonly mode: number | null
  /** Null when the format is not known. Where it is encrypted, without the digests of the values. */
  readonly keys: readonly ConfigKey[] | null
  /** Where it is encrypted: SHA-256 of the encrypted file. */
  readonly sha256?: string
}

export interface KeptDatabase {
  readonly name: string
  readonly engine: string
  readonly schema: DatabaseSchema
  readonly schemaDigest: string
  readonly lineage: string
  readonly rows: Readonly<Record<string, number>>
  /** Null when none was asked for. */
  readonly copy: KeptCopy | null
}

export interface KeptCopy {
  /** Inside the manifest's folder: `database/main.sqlite`. */
  readonly blob: string
  /** SHA-256 of the file as it lies there. */
  readonly sha256: string
  /** Of the copy itself, also when it is encrypted. */
  readonly bytes: number
  readonly takenAt: Instant
  /** Where it is encrypted: keyed digest of the copy itself. */
  readonly digest?: string
}

/**
 * Set where what may hold secrets or data is encrypted: kept files, copies and the state of a snapshot. Such a blob is named without its
 * ending; its file ends with `.age`.
 */
export interface Encryption { readonly recipients: readonly string[] }

export interface Manifest {
  /** 2 = encrypted. */
  readonly format: 1 | 2
  readonly encryption?: Encryption
  /** The deployment's id, or the run's. */
  readonly id: string
  readonly kind: 'release' | 'before-deployment' | 'snapshot' | 'result'
  readonly environment: string
  readonly version: string
  /** The deployment that ran then; null when unknown. */
  readonly deploymentId: string | null
  readonly takenAt: Instant
  readonly facts: Readonly<Record<ResourceKey, Fact>>
  readonly definition: EnvironmentDefinition
  /** By service name; missing = not captured. */
  readonly releases: Readonly<Record<string, Release>>
  /** Image references by service, as the deployment recorded them; missing when it named none. */
  readonly images?: Readonly<Record<string, string>>
  readonly files: readonly KeptFile[]
  readonly databases: readonly KeptDatabase[]
}

/** The file's name in the folder. */
export const fileOfBlob = ({ encryption }: Pick<Manifest, 'encryption'>, blob: string): string => (encryption ? `${blob}.age` : blob)

/** Where a kept file or copy is: the manifest's folder kind and id, and the blob in it. */
export interface BlobRef {
  readonly store: 'manifests' | 'rollback-snapshots'
  readonly id: string
  readonly blob: string
}

export interface Checksums { readonly format: 1; readonly files: Readonly<Record<string, { readonly sha256: string; readonly bytes: number; readonly mode: number }>> }
