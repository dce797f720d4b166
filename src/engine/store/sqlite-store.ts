/** The default store: a SQLite file in the project (WAL, every commit synced). */
import { openConnection, openReadOnlyConnection, type Connection } from './connection'
import { grouped } from './grouped'
import { historyOf } from './history'
import { holdersOf } from './holders'
import { outboxOf } from './outbox'
import { plansOf } from './plans'
import { programsOf } from './programs'
import { runsOf } from './runs'
import { smallValuesOf } from './small-values'
import type { Store } from './store'

export interface StoreOptions {
  /** Stamps the events. */
  readonly clock?: { now(): Date }
  /** The store is full beyond this many pages of 4 KB. */
  readonly maxPages?: number
}

/** Opens the store, creating it (0600) when it is not there. */
export async function openStore(file: string, options: StoreOptions = {}): Promise<Store> {
  return storeOn(await openConnection(file, options.maxPages ?? null), options)
}

/** For a project that cannot be written: what the store holds, or nothing when there is none. Changing it is `not-writable`. */
export async function openStoreReadOnly(file: string, options: StoreOptions = {}): Promise<Store> {
  return storeOn(openReadOnlyConnection(file), options)
}

function storeOn(connection: Connection, { clock = { now: () => new Date() } }: StoreOptions): Store {
  const writes = grouped(connection)
  const deps = { connection, writes, now: () => clock.now().toISOString() }
  return {
    ...runsOf(deps),
    ...historyOf(deps),
    ...holdersOf(deps),
    ...programsOf(deps),
    ...outboxOf(deps),
    ...plansOf(deps),
    ...smallValuesOf(deps),
    close: async () => {
      writes.flush()
      connection.close()
    }
  }
}
