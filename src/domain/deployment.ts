/**
 * The registry as other tools write it (`.deployments/deployment-registry.json`). Unknown fields are kept by editing the
 * file's text in place, so these types name only what Backstep reads.
 */
import type { Instant } from './facts'

export type DeploymentStatus = 'success' | 'failed' | 'rolled-back' | 'in-progress'

export interface RollbackNote {
  readonly kind: 'full' | 'partial' | 'undo'
  /** Ids of deployments, never of rollbacks. */
  readonly from: string
  readonly to: string
  readonly services: readonly string[]
  readonly reason: string
  readonly actor: string
  readonly runId: string
  /** For an undo: the run that it took back. */
  readonly undoes?: string
  /** Hash of the run's record in the history, its number there, and the hash of that history's first record. */
  readonly historyHead?: string
  readonly historyNumber?: number
  readonly historyChain?: string
  readonly dataPreserved: boolean
}

export interface Deployment {
  readonly id: string
  readonly environment: string
  readonly version: string
  readonly timestamp: Instant
  readonly status: DeploymentStatus
  readonly strategy: string | null
  /** Milliseconds; null when not recorded. */
  readonly duration: number | null
  /** Null when the record does not say. */
  readonly servicesDeployed: readonly string[] | null
  readonly healthStatus: string | null
  readonly rollbackAvailable: boolean | null
  readonly commit: string | null
  /** Image references by service; missing when the record has none. */
  readonly images?: Readonly<Record<string, string>>
  readonly actor: string | null
  /** True when a release manifest was captured with it. */
  readonly manifest: boolean
  readonly rollback: RollbackNote | null
  /** Place in the file, from 0: breaks ties of the timestamp. */
  readonly index: number
}

export interface Registry {
  readonly version: string
  readonly projectPath: string | null
  readonly lastUpdated: Instant | null
  readonly deployments: readonly Deployment[]
  /** SHA-256 of the file's bytes; null when there is no file yet. */
  readonly digest: string | null
}
