/** The registry as a table, and one record of it. */
import type { DeploymentStatus } from '../deployment'
import type { Instant } from '../facts'
import type { Problem } from '../problem'

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
  /** Recorded then or later, and before then, as the registry writes instants (with milliseconds, in UTC); null = open. */
  readonly from: Instant | null
  readonly until: Instant | null
  readonly sort: 'timestamp' | 'version' | 'environment' | 'status' | 'duration' | 'actor'
  readonly descending: boolean
  readonly offset: number
  /** At most 1,000. */
  readonly limit: number
}

export interface DeploymentsPage { readonly total: number; readonly matching: number; readonly rows: readonly DeploymentRow[]; readonly offset: number }

export interface DeploymentDetail {
  readonly row: DeploymentRow
  /** `recorded 14 Nov 10:20, left 21 Nov 09:00`: until when it was in force last, as the registry has it; null = it still is, or never was. */
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
  /** Why what was captured cannot be read; it cannot be gone back to then. */
  readonly manifestProblem: Problem | null
  /** Image references by service, as they were recorded. */
  readonly images: readonly { readonly service: string; readonly image: string }[]
  readonly rollback: { readonly from: string; readonly to: string; readonly reason: string; readonly actor: string; readonly runId: string; readonly here: boolean } | null
  /** The record's fields that Backstep does not know, as JSON text. */
  readonly otherFields: string | null
  readonly cannotRollBack: string | null
}
