import { observeEnvironment } from '../gather/observe'
import { gatherTarget } from '../gather/target'
import { gitOf } from '../session/git'
import { environmentOf, type Session } from '../session/session'
import { fail } from '../../domain/problem'
import type { RollbackRequest } from '../../domain/plan'
import type { FileDiff } from '../../domain/views'
import { commitsOf } from './commits'

/** One file between what runs and what comes back. */
export async function fileDiffOf(session: Session, request: RollbackRequest, path: string): Promise<FileDiff> {
  const definition = await environmentOf(session, request.environment)
  const observed = await observeEnvironment(session, definition, { probes: null })
  const { registry } = await session.registry.read()
  const pair = await commitsOf(session, definition, await gatherTarget(session, definition, request, registry, observed), observed)
  if (!pair) throw fail('no-commits', 'The two versions have no commits to compare.', 'Record deployments with their commit.')
  return gitOf(session).fileDiff(pair.repository, pair.away, pair.back, path)
}
