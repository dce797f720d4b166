import type { Deployment, Registry } from '../../domain/deployment'
import { deploymentsOf } from '../../domain/registry/lineage'
import type { Outcome } from '../../domain/run'
import type { LaneView } from '../../domain/views'
import type { Session } from '../session/session'

type LastRollback = LaneView['lastRollback']

/** The newest of this project's own history and of the registry, where other tools and other machines note theirs. Null: neither has one. */
export async function lastRollback(session: Session, environment: string, registry: Registry | null): Promise<LastRollback> {
  const { records } = await session.store.history({ environment, limit: 1 })
  const entry = records[0]?.entry
  const noted = registry && deploymentsOf(registry, environment).find((record) => record.rollback !== null)
  if (noted && (!entry || noted.timestamp > entry.finishedAt)) return asNoted(noted)
  return entry ? { runId: entry.runId, at: entry.finishedAt, duration: entry.duration, outcome: entry.outcome, to: entry.to.version, services: entry.kind === 'partial' ? entry.services : [] } : null
}

const asNoted = (record: Deployment): LastRollback => ({ runId: null, at: record.timestamp, duration: record.duration, outcome: outcomeOf(record), to: record.version, services: record.rollback?.kind === 'partial' ? record.rollback.services : [] })

function outcomeOf({ status }: Deployment): Outcome | null {
  if (status === 'in-progress') return null
  return status === 'failed' ? 'failed' : 'done'
}
