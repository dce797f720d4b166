import { fail } from '../../domain/problem'
import type { RunEvent, RunEventBody, RunHeader } from '../../domain/run'
import type { Connection, Row } from './connection'
import type { Grouped } from './grouped'
import type { RunSummary, Store } from './store'

/** A step's last so many durations give its expected time. */
const MEASURED = 20

export interface RunsDeps { readonly connection: Connection; readonly writes: Grouped; readonly now: () => string }

/** The runs and their journal. */
export function runsOf({ connection, writes, now }: RunsDeps): Pick<Store, 'createRun' | 'append' | 'warn' | 'events' | 'journal' | 'latest' | 'runs' | 'durations'> {
  return {
    createRun: (header) => writes.together(header.runId, () => createRun(connection, header, now())),
    append: (runId, epoch, body, how) => {
      // When it happened, not when it was written.
      const at = now()
      return writes.together(runId, () => {
        if (body.type === 'run-started' || body.type === 'run-finished' || body.type === 'run-warned') throw fail('internal', `${body.type} is not appended: createRun, finishRun and warn commit it.`)
        return appendEvent(connection, runId, epoch, body, at)
      }, how)
    },
    warn: (runId, warnings) => writes.together(runId, () => addWarnings(connection, runId, warnings, now())),
    events: async (runId, fromSeq = 0) => {
      writes.flush()
      return connection.all('SELECT event FROM events WHERE run_id = ? AND seq >= ? ORDER BY seq', runId, fromSeq).map(({ event }) => JSON.parse(String(event)) as RunEvent)
    },
    journal: async (runId) => {
      writes.flush()
      return connection.all('SELECT seq, event FROM events WHERE run_id = ? ORDER BY seq', runId).map(({ seq, event }, index) => (Number(seq) === index ? String(event) : ''))
    },
    latest: async (environment) => connection.all(LATEST, environment ?? null).map(summaryOf),
    runs: async (filter = {}) => listRuns(connection, filter),
    durations: async (environment, stepId) =>
      connection.all('SELECT duration FROM durations WHERE environment = ? AND step = ? ORDER BY rowid DESC LIMIT ?', environment, stepId, MEASURED).map(({ duration }) => Number(duration))
  }
}

function createRun(connection: Connection, header: RunHeader, at: string): RunEvent {
  const { environment } = header.plan
  const open = connection.get('SELECT run_id, started_at FROM runs WHERE environment = ? AND finished_at IS NULL', environment)
  if (open) throw fail('unfinished-run', `${environment} has a run that has not ended: ${open['run_id']}, started ${open['started_at']}. Nothing was changed.`, 'Resume it, undo it, or mark it as failed.')
  connection.run('INSERT INTO runs (run_id, environment, started_at, last_at, last_seq) VALUES (?, ?, ?, ?, 0)', header.runId, environment, header.startedAt, at)
  return insertEvent(connection, { runId: header.runId, seq: 0, at, type: 'run-started', run: header })
}

const ENDS_STEP: ReadonlySet<RunEventBody['type']> = new Set(['step-finished', 'step-failed', 'step-aborted'])

/** Refuses whoever does not hold the environment any more, in the same transaction that writes. */
export function appendEvent(connection: Connection, runId: string, epoch: number, body: RunEventBody, at: string): RunEvent {
  const run = connection.get('SELECT environment, finished_at, last_seq FROM runs WHERE run_id = ?', runId)
  if (!run) throw fail('run-missing', `The store has no run ${runId}.`)
  if (run['finished_at'] !== null) throw fail('run-finished', `Run ${runId} has ended at ${run['finished_at']}, so nothing is added to it.`)
  const environment = String(run['environment'])
  requireEpoch(connection, runId, environment, epoch)
  const event = insertEvent(connection, eventOf(runId, Number(run['last_seq']) + 1, at, body))
  connection.run('UPDATE runs SET last_at = ?, last_seq = ? WHERE run_id = ?', at, event.seq, runId)
  if (ENDS_STEP.has(body.type) && 'step' in body) connection.run('DELETE FROM programs WHERE run_id = ? AND step = ?', runId, body.step)
  if (body.type === 'step-finished')
    connection.run('INSERT INTO durations (environment, step, duration) VALUES (?, ?, ?)', environment, body.step, Math.round(body.evidence.duration))
  return event
}

function addWarnings(connection: Connection, runId: string, warnings: readonly string[], at: string): RunEvent {
  const run = connection.get('SELECT finished_at, last_seq FROM runs WHERE run_id = ?', runId)
  if (!run) throw fail('run-missing', `The store has no run ${runId}.`)
  if (run['finished_at'] === null) throw fail('run-unfinished', `Run ${runId} has not ended yet, so nothing is added after its end.`)
  const event = insertEvent(connection, { runId, seq: Number(run['last_seq']) + 1, at, type: 'run-warned', warnings })
  connection.run('UPDATE runs SET last_seq = ? WHERE run_id = ?', event.seq, runId)
  return event
}

export function requireEpoch(connection: Connection, runId: string, environment: string, epoch: number): void {
  const holder = connection.get('SELECT run_id, epoch, user, host FROM holders WHERE environment = ?', environment)
  if (holder?.['epoch'] === epoch && holder['run_id'] === runId) return
  const who = holder ? `by ${holder['user']} on ${holder['host']}` : 'and then given up'
  throw fail('overtaken', `Run ${runId} was taken over ${who}, so this process does nothing more in ${environment}.`, 'Watch the run where it goes on.')
}

function insertEvent(connection: Connection, event: RunEvent): RunEvent {
  connection.run('INSERT INTO events (run_id, seq, event) VALUES (?, ?, ?)', event.runId, event.seq, JSON.stringify(event))
  return event
}

/** Its keys have this order: the text of an event is what a record seals. */
const eventOf = (runId: string, seq: number, at: string, body: RunEventBody): RunEvent => ({ runId, seq, at, ...body })

/** The text of the event that finishRun will write after `seq` others, for the record that seals it. */
export const endText = (runId: string, seq: number, finished: Finished): string => JSON.stringify(eventOf(runId, seq, finished.result.finishedAt, finished))
export type Finished = Extract<RunEventBody, { type: 'run-finished' }>

/** Whatever has a run was held once, which raised its epoch. */
const LATEST = `SELECT * FROM runs WHERE rowid IN (SELECT (SELECT rowid FROM runs WHERE environment = epochs.environment ORDER BY rowid DESC LIMIT 1) FROM epochs WHERE ?1 IS NULL OR environment = ?1) ORDER BY environment`

function listRuns(connection: Connection, filter: NonNullable<Parameters<Store['runs']>[0]>): readonly RunSummary[] {
  const rows = connection.all(
    `SELECT * FROM runs WHERE (?1 IS NULL OR environment = ?1) AND (?2 = 0 OR finished_at IS NULL) ORDER BY started_at DESC, rowid DESC LIMIT ?3`,
    filter.environment ?? null, filter.unfinished === true ? 1 : 0, filter.limit ?? -1
  )
  return rows.map(summaryOf)
}
const summaryOf = (row: Row): RunSummary => ({
  runId: String(row['run_id']), environment: String(row['environment']), startedAt: String(row['started_at']),
  finishedAt: row['finished_at'] === null ? null : String(row['finished_at']), lastAt: String(row['last_at']), lastSeq: Number(row['last_seq'])
})
