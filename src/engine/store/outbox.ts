import type { Row } from './connection'
import type { RunsDeps } from './runs'
import type { OutboxRow, Store } from './store'

const REMEMBERED = 200

/** What finished runs owe the registry, and what was delivered to it. */
export function outboxOf({ connection, writes }: Pick<RunsDeps, 'connection' | 'writes'>): Pick<Store, 'outbox' | 'clearOutbox' | 'outboxRows'> {
  return {
    outbox: async () => {
      writes.flush()
      return connection.all('SELECT * FROM outbox WHERE delivered_at IS NULL ORDER BY rowid').map(rowOf)
    },
    clearOutbox: async (runId, at) => {
      await writes.together(runId, () => connection.run('UPDATE outbox SET delivered_at = ? WHERE run_id = ?', at, runId), 'lazily')
    },
    outboxRows: async () => connection.all(
      `SELECT * FROM outbox WHERE delivered_at IS NULL OR rowid IN (SELECT rowid FROM outbox WHERE delivered_at IS NOT NULL ORDER BY rowid DESC LIMIT ?) ORDER BY rowid`, REMEMBERED
    ).map(rowOf)
  }
}

const rowOf = (row: Row): OutboxRow =>
  ({ runId: String(row['run_id']), environment: String(row['environment']), record: String(row['record']), delivered: row['delivered_at'] !== null })
