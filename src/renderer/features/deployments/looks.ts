import type { DeploymentRow } from '../../../domain/views'
import type { StateKind } from '../../components/states'

export interface EndedLook {
  readonly kind: StateKind
  /** Words of the record itself, where the state's own do not say it. */
  readonly word?: string
}

const WELL = new Set(['healthy', 'ok', 'passing'])
const ILL = new Set(['unhealthy', 'failing', 'failed'])

/** How a deployment ended, or how it is now when it is the one that runs. */
export function endedLook({ status, healthStatus, mark }: DeploymentRow, failing: boolean): EndedLook {
  if (mark === 'current' && failing) return { kind: 'failing' }
  if (status !== 'success') return { kind: status }
  if (healthStatus === null || healthStatus === '') return { kind: 'done' }
  if (WELL.has(healthStatus)) return { kind: 'healthy' }
  if (ILL.has(healthStatus)) return { kind: 'failing', word: 'Unhealthy' }
  return healthStatus === 'unknown' ? { kind: 'unknown' } : { kind: 'warning', word: healthStatus }
}

/** Why a deployment cannot be gone back to; the engine may know more. */
export function whyNotBack({ rollback, status }: DeploymentRow, writable: boolean): string | undefined {
  if (!writable) return 'The project can only be read.'
  if (rollback) return 'This record is a rollback; choose the deployment that it went to.'
  return status === 'in-progress' ? 'This deployment has not ended.' : undefined
}
