/** What was deployed where and when, relative to the demo's creation: what the registry tells. */
import type { DemoEnvironment, DemoVersion } from './settings'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const ALL = ['api', 'web', 'worker']

/** A deployment that other tools recorded: no manifest, so nothing of it was kept. */
export interface OldRecord {
  readonly id: string
  readonly environment: DemoEnvironment
  readonly version: string
  /** Milliseconds before the demo's creation. */
  readonly before: number
  readonly status: 'success' | 'failed' | 'rolled-back'
  readonly duration: number
  readonly by: string
  readonly strategy?: string
  readonly rollback?: Readonly<Record<string, unknown>>
}
/** A deployment that Backstep recorded: it really was put in place, and captured. */
export interface Captured {
  readonly id: string
  readonly environment: DemoEnvironment
  readonly version: DemoVersion
  readonly before: number
  readonly duration: number
  readonly by: string
  /** Numbers of the first and the last order that were placed while it ran. */
  readonly orders: readonly [from: number, to: number]
  /** Milliseconds in which they were placed. */
  readonly ran: number
}

export const OLD: readonly OldRecord[] = [
  { id: 'deploy-001', environment: 'dev', version: 'v1.0.0', before: 41 * DAY, status: 'success', duration: 48_000, by: 'mara' },
  { id: 'deploy-004', environment: 'dev', version: 'v1.1.0', before: 29 * DAY, status: 'success', duration: 51_000, by: 'mara' },
  { id: 'deploy-006', environment: 'production', version: 'v1.1.0', before: 21 * DAY, status: 'rolled-back', duration: 97_000, by: 'jonas' },
  {
    id: 'rollback-007', environment: 'production', version: 'v1.0.0', before: 21 * DAY - 2 * HOUR, status: 'success', duration: 74_000, by: 'jonas', strategy: 'rollback',
    rollback: { kind: 'full', from: 'deploy-006', to: 'deploy-003', services: ALL, reason: 'Receipts were sent twice', actor: 'jonas', runId: 'rollback-007', dataPreserved: true }
  },
  { id: 'deploy-009', environment: 'dev', version: 'v1.2.0-rc.1', before: 15 * DAY, status: 'success', duration: 46_000, by: 'priya' },
  { id: 'deploy-010', environment: 'staging', version: 'v1.2.0-rc.1', before: 12 * DAY, status: 'failed', duration: 182_000, by: 'ci' }
]

export const CAPTURED: readonly Captured[] = [
  { id: 'deploy-002', environment: 'staging', version: 'v1.0.0', before: 38 * DAY, duration: 62_000, by: 'ci', orders: [1, 2_400], ran: 12 * DAY },
  { id: 'deploy-003', environment: 'production', version: 'v1.0.0', before: 36 * DAY, duration: 95_000, by: 'jonas', orders: [1, 3_100], ran: 17 * DAY },
  { id: 'deploy-005', environment: 'staging', version: 'v1.1.0', before: 26 * DAY, duration: 58_000, by: 'ci', orders: [2_401, 5_180], ran: 25 * DAY },
  { id: 'deploy-008', environment: 'production', version: 'v1.1.0', before: 19 * DAY, duration: 91_000, by: 'jonas', orders: [3_101, 8_420], ran: 19 * DAY },
  { id: 'deploy-011', environment: 'dev', version: 'v2.0.0', before: 5 * DAY, duration: 44_000, by: 'mara', orders: [1, 310], ran: 4 * DAY },
  { id: 'deploy-012', environment: 'staging', version: 'v2.0.0', before: 18 * HOUR + 12 * MINUTE, duration: 66_000, by: 'ci', orders: [5_181, 6_423], ran: 18 * HOUR },
  { id: 'deploy-013', environment: 'dev', version: 'v2.1.0-rc.1', before: 9 * HOUR, duration: 43_000, by: 'mara', orders: [311, 340], ran: 8 * HOUR }
]

/** The registry as the other tools left it. */
export function oldRegistry(project: string, commits: ReadonlyMap<string, string>, createdAt: number): string {
  const deployments = OLD.map(({ before, by, ...record }) => ({
    id: record.id, environment: record.environment, strategy: record.strategy ?? 'recreate', version: record.version,
    timestamp: new Date(createdAt - before).toISOString(), status: record.status, duration: record.duration, servicesDeployed: ALL,
    healthStatus: record.status === 'failed' ? 'unhealthy' : 'healthy', rollbackAvailable: record.status !== 'failed',
    commit: commits.get(record.version), actor: by, ...(record.rollback ? { rollback: record.rollback } : {})
  }))
  const last = new Date(createdAt - 12 * DAY).toISOString()
  return `${JSON.stringify({ version: '1.0.0', projectPath: project, lastUpdated: last, deployments }, null, 2)}\n`
}
