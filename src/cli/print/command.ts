/** A command line of ours, as somebody would type it. */
import { quoted } from '../../domain/commands'
import type { RollbackRequest } from '../../domain/plan'
import { stripControl } from '../../domain/text'

const HASH = 8

/** What runs the plan that would be made now. */
export function confirmCommand({ environment, deploymentId, undo, services, data }: RollbackRequest, hash: string): string {
  const words = undo === null
    ? ['backstep', 'rollback', '--env', environment, ...(deploymentId === null ? [] : ['--to', deploymentId]), ...services.flatMap((name) => ['--service', name]), ...(data === 'keep' ? [] : ['--data', data])]
    : ['backstep', 'undo', undo]
  return [...words, '--plan', hash.slice(0, HASH)].map((word) => quoted(stripControl(word))).join(' ')
}
