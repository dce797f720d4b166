/** Snapshots that say nothing themselves any more. */
import type { Plan } from '../../domain/plan'
import { problemOf } from '../../domain/problem'
import type { SnapshotRow } from '../../domain/views'
import { createManifests } from '../manifests'
import type { Kept } from '../retention/facts'
import { headerOf } from '../run/header'
import type { Session } from '../session/session'

/** Those whose manifest cannot be read are shown all the same: what is not seen is not put right. */
export async function unreadableRows(session: Session, kept: readonly Kept[]): Promise<readonly SnapshotRow[]> {
  const manifests = createManifests(session.context)
  const ids = [
    ...(await manifests.ids('rollback-snapshots')).map((id) => ({ store: 'rollback-snapshots' as const, id })),
    ...(await manifests.ids('manifests')).filter((id) => id.endsWith('.before')).map((id) => ({ store: 'manifests' as const, id }))
  ]
  const lost = ids.filter(({ store, id }) => !kept.some((one) => one.store === store && one.manifest.id === id))
  return Promise.all(lost.map(async ({ store, id }): Promise<SnapshotRow> => {
    const problem = await manifests.readUnverified(store, id).then(() => 'It could not be read.', (error: unknown) => problemOf(error).message)
    const about = await aboutLost(session, store, id)
    return {
      id, store, ...about, bytes: await manifests.bytes(store, id).catch(() => 0), verified: { ok: false, at: session.context.clock.now().toISOString(), problem }, restorable: null, encryption: null,
      kind: store === 'manifests' ? 'before-deployment' : 'snapshot', runId: store === 'manifests' ? null : id,
      keep: { goes: false, why: 'It cannot be read, so nothing of it is removed.', stays: 'needed', until: null, pinned: false }
    }
  }))
}

/** What the run or the registry says of one that says nothing itself. */
async function aboutLost(session: Session, store: Kept['store'], id: string): Promise<Pick<SnapshotRow, 'environment' | 'takenAt' | 'holds' | 'takenBefore'>> {
  const header = store === 'manifests' ? null : await headerOf(session.store, id).catch(() => null)
  if (header) return { environment: header.plan.environment, takenAt: header.startedAt, holds: header.plan.from?.version ?? 'unknown', takenBefore: beforeRun(header.plan) }
  const { registry } = await session.registry.read()
  const found = registry.deployments.find((deployment) => deployment.id === id.replace(/\.before$/, ''))
  return { environment: found?.environment ?? 'unknown', takenAt: found?.timestamp ?? '', holds: 'unknown', takenBefore: found ? `deployment of ${found.version}` : 'unknown' }
}

export const beforeRun = (plan: Plan): string => `${plan.kind === 'undo' ? 'undo' : 'rollback'} to ${plan.to.version}`
