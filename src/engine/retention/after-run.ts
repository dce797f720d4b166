/** Retention by policy: a successful run removes what the limits let go, once it has ended and given up its lock. */
import { problemOf } from '../../domain/problem'
import type { RunResult } from '../../domain/run'
import type { Session } from '../session/session'
import { prune } from './prune'

/** What went wrong, a sentence each: the run has succeeded all the same. */
export async function pruneAfterRun(session: Session, { result }: RunResult): Promise<readonly string[]> {
  if (!result.success) return []
  const { definition } = await session.definitionFile.read()
  if (definition?.snapshots.prune !== 'after-run') return []
  return prune(session, { only: null }).then(({ stayed }) => stayed.map(({ id, why }) => `Snapshot ${id} was not pruned: ${why}`), (error: unknown) => [`Snapshots were not pruned: ${problemOf(error).message}`])
}
