/** The registry with what finished runs owe it: what is decided while its file cannot be written is decided by what is true. */
import type { Deployment, Registry } from '../../domain/deployment'
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
  const record = deploymentOf(contentOf(row), 0, createShare())
  return isFault(record) ? null : record
}

/** What the file gets. Where no deployment was in force, earlier versions named none, which no reader of the file takes. */
export function contentOf({ runId, record }: OutboxRow): object {
  const content = JSON.parse(record) as { readonly rollback?: { readonly from?: string; readonly to?: string } }
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
