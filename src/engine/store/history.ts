import { createHash } from 'node:crypto'
import { readRecord, recordText, searchText, standIn, wholeRecord, type StoredRecord } from '../../domain/history'
import { fail } from '../../domain/problem'
import type { HistoryRecord } from '../../domain/run'
import type { Connection, Row } from './connection'
import { appendEvent, type RunsDeps } from './runs'
import type { Store } from './store'

type Verbs = Pick<Store, 'finishRun' | 'history' | 'historyOf' | 'historyEnds' | 'historyRows' | 'historyMark' | 'runsAndRecords'>
const COLUMNS = 'number, run_id, environment, record'

/** The history: append-only, each record chained to the one before, written with the end of its run. */
export function historyOf({ connection, writes }: RunsDeps): Verbs {
  return {
    finishRun: (runId, epoch, finished, record, outbox) => writes.together(runId, () => {
      if (!follows(connection, record) || !sealsAll(connection, record)) return null
      const event = appendEvent(connection, runId, epoch, finished, finished.result.finishedAt)
      connection.run('UPDATE runs SET finished_at = ? WHERE run_id = ?', finished.result.finishedAt, runId)
      connection.run('DELETE FROM programs WHERE run_id = ?', runId)
      addRecord(connection, record)
      if (outbox)
        // What it marks follows from it when it is written; for programs of earlier versions, `null` says so.
        connection.run(`INSERT INTO outbox (run_id, environment, record, statuses) VALUES (?, ?, ?, 'null')`, runId, outbox.environment, outbox.record)
      return event
    }),
    history: async (filter = {}) => search(connection, filter),
    historyOf: async (runId) => {
      const row = connection.get(`SELECT ${COLUMNS} FROM history WHERE run_id = ?`, runId)
      return row && recordOf(row)
    },
    historyEnds: async () => ends(connection),
    historyRows: async (after, limit) =>
      connection.all(`SELECT ${COLUMNS}, search FROM history WHERE number > ? ORDER BY number LIMIT ?`, after, limit).map((row) => ({ ...placeOf(row), text: String(row['record']), search: String(row['search']) })),
    historyMark: async () => {
      const { total, last } = ends(connection)
      return [connection.get('PRAGMA data_version')?.['data_version'], total, last?.hash].join(':')
    },
    runsAndRecords: async () => runsAndRecords(connection)
  }
}

const placeOf = (row: Row): Pick<StoredRecord, 'number' | 'runId' | 'environment'> =>
  ({ number: Number(row['number']), runId: String(row['run_id']), environment: String(row['environment']) })
const recordOf = (row: Row): HistoryRecord => wholeRecord(String(row['record'])) ?? standIn(placeOf(row))

/** What is damaged is followed too: a run that has ended is never without its record, and verification names the place. */
function ends(connection: Connection): Awaited<ReturnType<Store['historyEnds']>> {
  const at = (order: string) => {
    const row = connection.get(`SELECT ${COLUMNS} FROM history ORDER BY number ${order} LIMIT 1`)
    if (row === null) return null
    const text = String(row['record'])
    return { number: Number(row['number']), hash: readRecord(text)?.record.hash ?? createHash('sha256').update(text).digest('hex') }
  }
  return { total: Number(connection.get('SELECT count(*) n FROM history')?.['n'] ?? 0), first: at('ASC')?.hash ?? null, last: at('DESC') }
}

/** Another environment's run may have ended since the record was made. */
function follows(connection: Connection, { number, previous }: HistoryRecord): boolean {
  const { last } = ends(connection)
  return number === (last?.number ?? 0) + 1 && (last === null || previous === last.hash)
}

/** Somebody may have asked to cancel while the record was being signed. */
function sealsAll(connection: Connection, { entry: { runId, journal } }: HistoryRecord): boolean {
  const last = connection.get('SELECT last_seq FROM runs WHERE run_id = ?', runId)
  return journal === undefined || last === null || journal.events === Number(last['last_seq']) + 2
}

function addRecord(connection: Connection, record: HistoryRecord): void {
  const text = recordText(record)
  if (readRecord(text)?.genuine !== true) throw fail('internal', `Record ${record.number} of the history does not hold its own hash.`, 'Please report this with the application log.')
  const { entry, number } = record
  connection.run('INSERT INTO history (number, run_id, environment, record, search) VALUES (?, ?, ?, ?, ?)', number, entry.runId, entry.environment, text, searchText(entry))
}

function search(connection: Connection, filter: NonNullable<Parameters<Store['history']>[0]>): Awaited<ReturnType<Store['history']>> {
  const where = 'WHERE (?1 IS NULL OR environment = ?1) AND (?2 = \'\' OR instr(search, ?2) > 0)'
  const values = [filter.environment ?? null, (filter.text ?? '').trim().toLowerCase()]
  const count = (sql: string, ...args: readonly (string | null)[]): number => Number(connection.get(sql, ...args)?.['n'] ?? 0)
  return {
    total: count('SELECT count(*) n FROM history'),
    matching: count(`SELECT count(*) n FROM history ${where}`, ...values),
    records: connection.all(`SELECT ${COLUMNS} FROM history ${where} ORDER BY number DESC LIMIT ?3 OFFSET ?4`, ...values, filter.limit ?? -1, filter.offset ?? 0).map(recordOf)
  }
}

function runsAndRecords(connection: Connection): Awaited<ReturnType<Store['runsAndRecords']>> {
  const without = connection.all('SELECT run_id FROM runs WHERE finished_at IS NOT NULL AND run_id NOT IN (SELECT run_id FROM history) ORDER BY started_at LIMIT 50')
  const stray = connection.all('SELECT number, run_id, environment FROM history WHERE run_id NOT IN (SELECT run_id FROM runs WHERE finished_at IS NOT NULL) ORDER BY number LIMIT 50')
  return { runsWithoutRecord: without.map((row) => String(row['run_id'])), recordsWithoutRun: stray.map(placeOf) }
}
