/** The registry with what finished runs owe it: what is decided while its file cannot be written is decided by what is true. */
import type { Deployment, Registry } from '../../domain/deployment'
import { fail } from '../../domain/problem'
import { missingFrom, withRecord, type Owed } from '../../domain/registry/owed'
import { deploymentOf, isFault } from '../../domain/registry/record'
import { createShare } from '../../domain/registry/share'
import type { OutboxRow, Store } from '../store/store'
import type { RegistryContent, RegistryFile } from './registry'

export interface ProjectRegistry extends RegistryFile {
  /** The file alone; `read` has also what is not in it yet. */
  readFile(): Promise<RegistryContent>
}
export interface OwedRow extends Owed { readonly row: OutboxRow }

export function withOwed(file: RegistryFile, store: Pick<Store, 'outboxRows'>): ProjectRegistry {
  const complete = completing()
  return {
    ...file,
    readFile: () => file.read(),
    read: async () => {
      // Before the file: what is written into it meanwhile is found there. A store that cannot be read lets no run start anyway.
      const rows = await store.outboxRows().catch(() => [])
      const content = await file.read()
      return { ...content, registry: complete(content.registry, rows) }
    }
  }
}

/** Rows whose record the file should have and has not, in the order in which their runs ended. */
export const owedTo = (registry: Registry, rows: readonly OutboxRow[]): readonly OwedRow[] => missingFrom(registry, rows.flatMap(owedRow))

/** What could not be read in the file is not counted either; whoever writes it is told. */
function owedRow(row: OutboxRow): readonly OwedRow[] {
  const record = recordIn(row)
  return record === null ? [] : [{ row, record, delivered: row.delivered }]
}

/** The record as it will be read; null when it could not be. */
export function recordIn(row: OutboxRow): Deployment | null {
  const content = parsed(row)
  const record = content === null ? null : deploymentOf(completed(row, content), 0, createShare())
  return record === null || isFault(record) ? null : record
}

/** What the file gets. Throws `owed-damaged` where the store has no such thing any more. */
export function contentOf(row: OutboxRow): object {
  const content = parsed(row)
  if (content !== null) return completed(row, content)
  throw fail('owed-damaged', `What the run ${row.runId} owes the registry is damaged in the store: it is no JSON object.`, 'The run stands in the history. Record by hand what it left: `backstep record`.')
}

interface Content { readonly rollback?: { readonly from?: string; readonly to?: string } }

function parsed({ record }: OutboxRow): Content | null {
  try {
    const content: unknown = JSON.parse(record)
    return typeof content === 'object' && content !== null && !Array.isArray(content) ? content : null
  } catch {
    return null
  }
}

/** Where no deployment was in force, earlier versions named none, which no reader of the file takes. */
function completed({ runId }: OutboxRow, content: Content): object {
  const { rollback } = content
  if (!rollback || (rollback.from !== '' && rollback.to !== '')) return content
  const named = [rollback.from, rollback.to].find((id) => id !== undefined && id !== '') ?? runId
  return { ...content, rollback: { ...rollback, from: rollback.from === '' ? named : rollback.from, to: rollback.to === '' ? named : rollback.to } }
}

/** Made once for each state of the file and of what it is owed. */
function completing(): (registry: Registry, rows: readonly OutboxRow[]) => Registry {
  const made = new WeakMap<Registry, { readonly key: string; readonly registry: Registry }>()
  return (registry, rows) => {
    const key = rows.map(({ runId, delivered }) => `${runId} ${delivered}`).join()
    const known = made.get(registry)
    if (known?.key === key) return known.registry
    const complete = owedTo(registry, rows).reduce((all, { record }) => withRecord(all, record), registry)
    made.set(registry, { key, registry: complete })
    return complete
  }
}
