/** A command line of ours, as somebody would type it. */
import { quoted } from '../../domain/commands'
import type { Remedy } from '../../domain/check'
import type { RollbackRequest } from '../../domain/plan'
import { assertNever } from '../../domain/problem'
import { stripControl } from '../../domain/text'

const HASH = 8

/** What to type for a way out of a check; null where it is nothing to type. */
export function remedyCommand(action: Remedy['action']): string | null {
  switch (action.kind) {
    case 'restore-data': return '--data restore'
    case 'migrate-data': return '--data migrate'
    case 'keep-data': return '--data keep'
    case 'change-target': return `--to ${action.deploymentId ?? 'DEPLOYMENT'}`
    case 'resume': case 'undo': case 'abandon': return `backstep ${action.kind} ${action.runId}`
    case 'wait': return '--wait 10m'
    case 'take-over': return action.holder.runId === null ? 'backstep takeover' : `backstep takeover ${action.holder.runId}`
    case 'all-services': return 'without --service'
    case 'check-again': case 'open': return null
    default: return assertNever(action)
  }
}

/** What runs the plan that would be made now. */
export function confirmCommand({ environment, deploymentId, undo, services, data }: RollbackRequest, hash: string): string {
  const words = undo === null
    ? ['backstep', 'rollback', '--env', environment, ...(deploymentId === null ? [] : ['--to', deploymentId]), ...services.flatMap((name) => ['--service', name]), ...(data === 'keep' ? [] : ['--data', data])]
    : ['backstep', 'undo', undo]
  return [...words, '--plan', hash.slice(0, HASH)].map((word) => quoted(stripControl(word))).join(' ')
}
