/** Heads that this store noted itself, in what its finished runs owe the registry, or owed it: their records have to be here. */
import { headsOf, type NamedHead } from '../../domain/history'
import { recordIn } from '../registry/owed'
import type { Store } from '../store/store'

export async function ownHeads(store: Pick<Store, 'outboxRows'>): Promise<readonly NamedHead[]> {
  const rows = await store.outboxRows()
  return headsOf(rows.flatMap((row) => recordIn(row) ?? []))
}
