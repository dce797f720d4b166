import type { Connection } from './connection'
import type { Grouped } from './grouped'
import type { RunsDeps } from './runs'
import type { Store } from './store'

/** As large as the end of a run with much to say: a probe that fits in what SQLite has already reserved proves nothing. */
const PROBE_BYTES = 128 * 1024

type Small = Pick<Store, 'lineage' | 'setLineage' | 'firstSeen' | 'setNote' | 'note' | 'probeWritable'>

/** What the store remembers in single values. */
export function smallValuesOf({ connection, writes }: Pick<RunsDeps, 'connection' | 'writes'>): Small {
  const write = (sql: string, ...values: readonly string[]): void => {
    connection.write(() => connection.run(sql, ...values))
  }
  const value = (sql: string, key: string): string | null => {
    const row = connection.get(sql, key)
    return row && String(row['value'])
  }
  return {
    lineage: async (file) => value('SELECT lineage AS value FROM lineages WHERE file = ?', file),
    setLineage: async (file, lineage) => write('INSERT OR REPLACE INTO lineages (file, lineage) VALUES (?, ?)', file, lineage),
    firstSeen: async (key, seen, now) => firstSeen(connection, key, seen, now),
    setNote: (key, note, run) => writes.together(run ?? key, () => { connection.run('INSERT OR REPLACE INTO notes (name, value) VALUES (?, ?)', key, note) }, run === undefined ? 'now' : 'lazily'),
    note: async (key) => {
      writes.flush()
      return value('SELECT value FROM notes WHERE name = ?', key)
    },
    probeWritable: () => probe(connection, writes)
  }
}

/** Without a right to write, this observation is the first that can be spoken of. */
function firstSeen(connection: Connection, key: string, value: string, now: string): string {
  const known = connection.get('SELECT at FROM first_seen WHERE thing = ? AND value = ?', key, value)
  if (known) return String(known['at'])
  if (!connection.readOnly) connection.write(() => connection.run('INSERT OR REPLACE INTO first_seen (thing, value, at) VALUES (?, ?, ?)', key, value, now))
  return now
}

/** Really commits, and takes it away again: a transaction that is rolled back never reaches a full disk. */
async function probe(connection: Connection, writes: Grouped): Promise<void> {
  await writes.together('probe', () => connection.run('INSERT OR REPLACE INTO notes (name, value) VALUES (?, ?)', 'probe', 'x'.repeat(PROBE_BYTES)))
  // What is left of it at worst is replaced by the next one.
  writes.together('probe', () => connection.run('DELETE FROM notes WHERE name = ?', 'probe'), 'lazily').catch(() => undefined)
}
