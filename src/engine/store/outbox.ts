import type { Connection, Row } from './connection'
import type { OutboxRow, Store } from './store'

const REMEMBERED = 200

/** What finished runs owe the registry, and what was delivered to it. */
export function outboxOf(connection: Connection): Pick<Store, 'outbox' | 'clearOutbox' | 'delivered'> {
  return {
    outbox: async () => connection.all('SELECT * FROM outbox WHERE delivered_at IS NULL ORDER BY rowid').map(rowOf),
    clearOutbox: async (runId, at) => {
      connection.write(() => connection.run('UPDATE outbox SET delivered_at = ? WHERE run_id = ?', at, runId))
    },
    delivered: async () => connection.all('SELECT * FROM outbox WHERE delivered_at IS NOT NULL ORDER BY rowid DESC LIMIT ?', REMEMBERED).map(rowOf)
  }
}

const rowOf = (row: Row): OutboxRow =>
  ({ runId: String(row['run_id']), environment: String(row['environment']), record: String(row['record']), statuses: JSON.parse(String(row['statuses'])) as OutboxRow['statuses'] })
