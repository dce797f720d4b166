import { recordedHealth } from '../../../domain/health'
import type { DeploymentRow } from '../../../domain/views'
import type { StateKind } from '../../components/states'

export interface EndedLook {
  readonly kind: StateKind
  /** Words of the record itself, where the state's own do not say it. */
  readonly word?: string
}

/** How a deployment ended, or how it is now when it is the one that runs. */
export function endedLook({ status, healthStatus, mark }: DeploymentRow, failing: boolean): EndedLook {
  if (mark === 'current' && failing) return { kind: 'failing' }
  if (status !== 'success') return { kind: status }
  if (healthStatus === null || healthStatus === '') return { kind: 'done' }
  switch (recordedHealth(healthStatus)) {
    case 'healthy': return { kind: 'healthy' }
    case 'unhealthy': return { kind: 'failing', word: 'Unhealthy' }
    case 'doubtful': return { kind: 'warning', word: healthStatus.charAt(0).toUpperCase() + healthStatus.slice(1) }
    case 'unknown': return { kind: 'unknown' }
  }
}

/** Why a deployment cannot be gone back to; the engine may know more. */
export function whyNotBack({ rollback, status }: DeploymentRow, writable: boolean): string | undefined {
  if (!writable) return 'The project can only be read.'
  if (rollback) return 'This record is a rollback; choose the deployment that it went to.'
  return status === 'in-progress' ? 'This deployment has not ended.' : undefined
}
