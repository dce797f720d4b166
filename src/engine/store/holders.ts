import type { Work } from '../../domain/holder'
import type { Connection, Row } from './connection'
import type { RunsDeps } from './runs'
import type { Holder, NewHolder, Store } from './store'

/** Who holds which environment. The epoch only ever rises, also after a release. */
export function holdersOf({ connection, writes }: Pick<RunsDeps, 'connection' | 'writes'>): Pick<Store, 'holder' | 'holders' | 'takeHold' | 'release'> {
  return {
    holder: async (environment) => find(connection, environment),
    holders: async () => connection.all('SELECT * FROM holders ORDER BY environment').map(rowOf),
    takeHold: (holder) => writes.together(holder.runId ?? `hold ${holder.environment}`, () => take(connection, holder)),
    release: async (environment, epoch) => {
      await writes.together(`release ${environment}`, () => connection.run('DELETE FROM holders WHERE environment = ? AND epoch = ?', environment, epoch))
    }
  }
}

function find(connection: Connection, environment: string): Holder | null {
  const row = connection.get('SELECT * FROM holders WHERE environment = ?', environment)
  return row && rowOf(row)
}

const rowOf = (row: Row): Holder => ({
  environment: String(row['environment']), runId: textOf(row['run_id']), work: textOf(row['work']) as Work | null, epoch: Number(row['epoch']), pid: Number(row['pid']),
  startTime: String(row['start_time']), bootId: String(row['boot_id']), user: String(row['user']), host: String(row['host']), since: String(row['since'])
})

const textOf = (value: Row[string] | undefined): string | null => (value === null || value === undefined || value === '' ? null : String(value))

function take(connection: Connection, holder: NewHolder): Holder {
  const { environment, runId, work = null, pid, startTime, bootId, user, host, since } = holder
  connection.run('INSERT INTO epochs (environment, epoch) VALUES (?, 1) ON CONFLICT (environment) DO UPDATE SET epoch = epoch + 1', environment)
  const epoch = Number(connection.get('SELECT epoch FROM epochs WHERE environment = ?', environment)?.['epoch'])
  connection.run(
    'INSERT OR REPLACE INTO holders (environment, run_id, work, epoch, pid, start_time, boot_id, user, host, since) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    environment, runId ?? '', work, epoch, pid, startTime, bootId, user, host, since
  )
  return { ...holder, work, epoch }
}
