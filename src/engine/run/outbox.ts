/**
 * What finished runs owe the registry. The outbox keeps each record until it is in the file; what another tool's rewrite has taken out
 * of the file again is put back. Every start and every run comes by here.
 */
import { addRecord, emptyRegistry } from '../../domain/registry/edit'
import { deploymentById, deploymentsOf, statusesAfter } from '../../domain/registry/lineage'
import type { DeploymentStatus, Registry, RollbackNote } from '../../domain/deployment'
import type { Json } from '../../domain/facts'
import { problemOf, type Problem } from '../../domain/problem'
import { plural } from '../../domain/text'
import type { OutboxRow } from '../store/store'
import type { Session } from '../session/session'

type RegistryRecord = { readonly [key: string]: Json } & { readonly id: string; readonly timestamp: string; readonly status: string; readonly rollback: RollbackNote }

const lately = new WeakMap<Session, Problem>()

/** Never throws: answers what still waits and why, null when nothing does. */
export async function flushOutbox(session: Session): Promise<Problem | null> {
  if (session.readOnly !== null) return null
  try {
    for (const row of [...(await session.store.outbox()), ...(await vanished(session))]) await deliver(session, row)
    lately.delete(session)
    return null
  } catch (error) {
    lately.set(session, problemOf(error))
    return owedProblem(session)
  }
}

/** What the registry does not have yet, for the overview: null when it has everything. */
export async function owedProblem(session: Session): Promise<Problem | null> {
  const owed = await session.store.outbox().catch(() => [])
  const reason = lately.get(session)
  if (owed.length === 0 && !reason) return null
  const runs = owed.length === 0 ? 'a finished run' : `${plural(owed.length, 'finished run', 'finished runs')} (${owed.map(({ runId }) => runId).join(', ')})`
  return {
    code: 'registry-not-written', message: `The registry could not be written, so it does not have the record of ${runs} yet${reason ? `: ${reason.message}` : '.'} The record is kept in the store.`,
    next: `${reason?.next ? `${reason.next} ` : ''}It is completed by itself at the next look or start.`, ...(reason?.place ? { place: reason.place } : {})
  }
}

async function deliver(session: Session, row: OutboxRow): Promise<void> {
  const now = session.context.clock.now().toISOString()
  const record = recordOf(row)
  const { registry } = await session.registry.read()
  const statuses = (row.statuses ?? statusesOf(registry, record)) as Readonly<Record<string, DeploymentStatus>>
  await session.registry.write((text) => addRecord(text ?? emptyRegistry(session.path, now), record, statuses, now))
  // Delivered again it would change nothing, so it is not waited for.
  session.store.clearOutbox(row.runId, now).catch(() => undefined)
}

const recordOf = (row: OutboxRow): RegistryRecord => JSON.parse(row.record) as RegistryRecord

/** The statuses that a run sets, told from its record alone. */
export function statusesOf(registry: Registry, { status, rollback }: Pick<RegistryRecord, 'status' | 'rollback'>): Readonly<Record<string, string>> {
  if (status !== 'success') return {}
  return statusesAfter(registry, rollback.kind, rollback.from === '' ? null : rollback.from, rollback.undoes === undefined ? null : deploymentById(registry, rollback.undoes), rollback.to)
}

/** Records that were in the file and are not any more, though the file still has older ones: what was cut off at its old end stays away. */
async function vanished(session: Session): Promise<readonly OutboxRow[]> {
  const delivered = await session.store.delivered()
  if (delivered.length === 0) return []
  const registry = await session.registry.read().then((content) => content.registry, () => null)
  return registry === null ? [] : delivered.filter((row) => isVanished(registry, row)).reverse()
}

function isVanished(registry: Registry, row: OutboxRow): boolean {
  const record = recordOf(row)
  const oldest = deploymentsOf(registry, row.environment).at(-1)
  return oldest !== undefined && oldest.timestamp < record.timestamp && deploymentById(registry, record.id) === null
}
