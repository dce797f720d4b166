import { chainRecord, verifyChain } from '../../domain/history-chain'
import type { HistoryEntry, HistoryRecord } from '../../domain/run'
import type { Connection, Row } from './connection'
import { appendEvent, type RunsDeps } from './runs'
import type { Store } from './store'

const recordOf = (row: Row): HistoryRecord => JSON.parse(String(row['record'])) as HistoryRecord

/** The history: append-only, each record chained to the one before, written with the end of its run. */
export function historyOf({ connection, together, now }: RunsDeps): Pick<Store, 'finishRun' | 'history' | 'historyOf' | 'verifyHistory'> {
  return {
    finishRun: (runId, epoch, finished, entry, outbox) => together(runId, () => {
      const event = appendEvent(connection, runId, epoch, finished, now())
      connection.run('UPDATE runs SET finished_at = ? WHERE run_id = ?', finished.result.finishedAt, runId)
      const record = addRecord(connection, entry)
      if (outbox)
        connection.run('INSERT INTO outbox (run_id, environment, record, statuses) VALUES (?, ?, ?, ?)', runId, outbox.environment, outbox.record(record), JSON.stringify(outbox.statuses))
      return { event, record }
    }),
    history: async (filter = {}) => search(connection, filter),
    historyOf: async (runId) => {
      const row = connection.get('SELECT record FROM history WHERE run_id = ?', runId)
      return row && recordOf(row)
    },
    verifyHistory: async () => verify(connection)
  }
}

function addRecord(connection: Connection, entry: HistoryEntry): HistoryRecord {
  const last = connection.get('SELECT record FROM history ORDER BY number DESC LIMIT 1')
  const record = chainRecord(entry, last && recordOf(last))
  connection.run('INSERT INTO history (number, run_id, environment, record, search) VALUES (?, ?, ?, ?, ?)', record.number, entry.runId, entry.environment, JSON.stringify(record), searchText(entry))
  return record
}

const searchText = (entry: HistoryEntry): string =>
  [entry.runId, entry.environment, entry.kind, entry.from?.deploymentId, entry.from?.version, entry.to.deploymentId, entry.to.version, ...entry.services,
    entry.actor.user, entry.actor.host, entry.reason, entry.outcome, entry.startedAt].join('\n').toLowerCase()

function search(connection: Connection, filter: NonNullable<Parameters<Store['history']>[0]>): Awaited<ReturnType<Store['history']>> {
  const where = 'WHERE (?1 IS NULL OR environment = ?1) AND (?2 = \'\' OR instr(search, ?2) > 0)'
  const values = [filter.environment ?? null, (filter.text ?? '').trim().toLowerCase()]
  const count = (sql: string, ...args: readonly (string | null)[]): number => Number(connection.get(sql, ...args)?.['n'] ?? 0)
  return {
    total: count('SELECT count(*) n FROM history'),
    matching: count(`SELECT count(*) n FROM history ${where}`, ...values),
    records: connection.all(`SELECT record FROM history ${where} ORDER BY number DESC LIMIT ?3 OFFSET ?4`, ...values, filter.limit ?? -1, filter.offset ?? 0).map(recordOf)
  }
}

function verify(connection: Connection): Awaited<ReturnType<Store['verifyHistory']>> {
  const rows = connection.all('SELECT number, run_id, environment, record FROM history ORDER BY number')
  const records: HistoryRecord[] = []
  for (const [index, row] of rows.entries()) {
    const record = readRecord(row)
    if (record === null) return { ok: false, records: rows.length, problem: `Record ${index + 1} cannot be read or is not the one it is filed as.` }
    records.push(record)
  }
  const answer = verifyChain(records)
  return { ok: answer.ok, records: rows.length, problem: answer.ok ? null : answer.reason }
}

/** The columns beside a record are for searching: one that says something else than its record was tampered with as well. */
function readRecord(row: Row): HistoryRecord | null {
  try {
    const record = recordOf(row)
    return record.number === row['number'] && record.entry.runId === row['run_id'] && record.entry.environment === row['environment'] ? record : null
  } catch {
    return null
  }
}
