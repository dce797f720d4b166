/**
 * What finished runs owe the registry. The outbox keeps each record until it is in the file; what another tool's rewrite has taken out
 * of the file again is put back. Every start and every run comes by here.
 */
import { addRecord, emptyRegistry } from '../../domain/registry/edit'
import { findRecords, layoutOf } from '../../domain/registry/find'
import { deploymentById } from '../../domain/registry/lineage'
import { statusesSetBy } from '../../domain/registry/owed'
import type { DeploymentStatus } from '../../domain/deployment'
import type { Instant } from '../../domain/facts'
import { problemOf, type Problem } from '../../domain/problem'
import { plural } from '../../domain/text'
import { contentOf, owedTo, recordIn } from '../registry/owed'
import type { OutboxRow } from '../store/store'
import type { Session } from '../session/session'

const lately = new WeakMap<Session, Problem>()

/** Never throws: answers what still waits and why, null when nothing does. */
export async function flushOutbox(session: Session): Promise<Problem | null> {
  if (session.readOnly !== null) return null
  try {
    let first: unknown
    // One that is refused keeps none of the others waiting.
    for (const row of await owedRows(session)) await deliver(session, row).catch((error: unknown) => { first ??= error })
    if (first !== undefined) throw first
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

/** A file that cannot be read misses what waits; what was in it is told by it alone. */
async function owedRows(session: Session): Promise<readonly OutboxRow[]> {
  const rows = await session.store.outboxRows()
  const registry = rows.length === 0 ? null : await session.registry.readFile().then((content) => content.registry, () => null)
  const vanished = new Set(registry ? owedTo(registry, rows).map(({ row }) => row) : [])
  return rows.filter((row) => !row.delivered || vanished.has(row))
}

async function deliver(session: Session, row: OutboxRow): Promise<void> {
  const now = session.context.clock.now().toISOString()
  const { registry } = await session.registry.readFile()
  if (deploymentById(registry, row.runId) === null) {
    const record = recordIn(row)
    const statuses = record ? statusesSetBy(registry, record) : {}
    await session.registry.write((text) => added(text ?? emptyRegistry(session.path, now), row, statuses, now))
  }
  // Delivered again it would change nothing, so it is not waited for.
  session.store.clearOutbox(row.runId, now).catch(() => undefined)
}

/** Another Backstep may have written it just now, and what followed from it since: what it marks was written with it. */
function added(text: string, row: OutboxRow, statuses: Readonly<Record<string, DeploymentStatus>>, now: Instant): string {
  const isThere = text.includes(JSON.stringify(row.runId)) && findRecords(text, layoutOf(text), [row.runId]).size > 0
  return isThere ? text : addRecord(text, contentOf(row), statuses, now)
}
