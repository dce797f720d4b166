/** What stands in the project's database, in those that were kept, and in the store. Nobody else may have them open. */
import { copyFileSync, existsSync, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import type { HistoryRecord, RunEvent, RunState } from '../../../src/domain/run'
import type { StoredRecord } from '../../../src/domain/history'
import { linuxProcesses } from '../../../src/engine/hosts/process-table-linux'
import { applyEvent } from '../../../src/domain/run-state'
import { chainFaults } from '../chain'

type Database = InstanceType<typeof DatabaseSync>
const all = <T>(database: Database, sql: string): T[] => database.prepare(sql).all() as T[]

/**
 * Reads a copy: the file itself is never opened by this process, so that nothing of ours is in the way of the next run. The program that
 * had it open is dead or done, so copying is safe.
 */
function reading<T>(file: string, work: (database: Database) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'backstep-torture-copy-'))
  try {
    for (const end of ['', '-wal']) if (existsSync(`${file}${end}`)) copyFileSync(`${file}${end}`, join(folder, `copy${end}`))
    const database = new DatabaseSync(join(folder, 'copy'))
    try {
      return work(database)
    } finally {
      database.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export interface DatabaseState {
  /** Schema and rows of the live one; null when it is not there. */
  readonly live: unknown
  readonly mode: string
  readonly journal: string
  /** Those that swaps kept, in no order. */
  readonly kept: readonly string[]
}
export interface DatabasesState {
  readonly main: DatabaseState
  readonly audit: DatabaseState
  /** Anything else that lies beside them. */
  readonly others: readonly string[]
}

export function databasesState(folder: string): DatabasesState {
  const ours = /^(main|audit)\.db(\.kept-.*|-wal|-shm)?$/
  return { main: databaseState(folder, 'main.db'), audit: databaseState(folder, 'audit.db'), others: readdirSync(folder).filter((name) => !ours.test(name) && !/-(wal|shm)$/.test(name)) }
}

function databaseState(folder: string, name: string): DatabaseState {
  const live = join(folder, name)
  const kept = readdirSync(folder).filter((one) => one.startsWith(`${name}.kept-`) && !/-(wal|shm)$/.test(one))
  return {
    live: existsSync(live) ? contentOf(live) : null, mode: existsSync(live) ? (lstatSync(live).mode & 0o7777).toString(8) : '',
    journal: existsSync(live) ? reading(live, (database) => String(Object.values(all<object>(database, 'PRAGMA journal_mode')[0] ?? {})[0])) : '',
    kept: kept.map((one) => JSON.stringify(contentOf(join(folder, one)))).sort()
  }
}

/** SQLite's own words; `ok` when it is whole. */
export const integrityOf = (file: string): string => {
  try {
    return reading(file, (database) => Object.values(all<object>(database, 'PRAGMA integrity_check')[0] ?? {})[0] as string)
  } catch (error) {
    return String(error)
  }
}

export const contentOf = (file: string): object => reading(file, (database) => {
  const masters = all<{ name: string; type: string; sql: string | null }>(database, "SELECT name, type, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name")
  const integrity = Object.values(all<object>(database, 'PRAGMA integrity_check')[0] ?? {})[0] as string
  return { integrity, schema: masters.map(({ sql }) => sql), rows: Object.fromEntries(masters.filter(({ type }) => type === 'table').map(({ name }) => [name, all(database, `SELECT * FROM "${name}" ORDER BY 1`)])) }
})

export interface StoreState {
  readonly integrity: string
  readonly runs: readonly { readonly kind: string; readonly outcome: string | null; readonly steps: Readonly<Record<string, string>>; readonly gaps: boolean }[]
  readonly history: { readonly records: number; readonly verified: boolean; readonly outcomes: readonly string[] }
  readonly outbox: number
  /** Those that live: the row of one that is gone is nobody's hold. */
  readonly holders: number
}

export function storeState(project: string): { readonly state: StoreState; readonly runIds: readonly string[] } {
  return reading(join(project, '.deployments/backstep.db'), (database) => {
    const runIds = all<{ run_id: string }>(database, 'SELECT run_id FROM runs ORDER BY started_at, rowid').map(({ run_id: id }) => id)
    const events = new Map(runIds.map((id) => [id, (database.prepare('SELECT event FROM events WHERE run_id = ? ORDER BY seq').all(id) as { event: string }[]).map(({ event }) => JSON.parse(event) as RunEvent)]))
    const rows = all<StoredRecord>(database, 'SELECT number, run_id AS runId, environment, record AS text, search FROM history ORDER BY number')
    const history = rows.map(({ text }) => JSON.parse(text) as HistoryRecord)
    const count = (table: string): number => all<{ n: number }>(database, `SELECT count(*) n FROM ${table}`)[0]?.n ?? -1
    return {
      runIds,
      state: {
        integrity: Object.values(all<object>(database, 'PRAGMA integrity_check')[0] ?? {})[0] as string,
        runs: runIds.map((id) => runOf(events.get(id) ?? [])),
        history: { records: history.length, verified: chainFaults(rows).length === 0, outcomes: history.map(({ entry }) => entry.outcome) },
        outbox: count('outbox WHERE delivered_at IS NULL'), holders: all<{ pid: number; start_time: string }>(database, 'SELECT pid, start_time FROM holders').filter(lives).length
      }
    }
  })
}

const lives = ({ pid, start_time: startTime }: { readonly pid: number; readonly start_time: string }): boolean => linuxProcesses.look(pid)?.id.startTime === startTime

function runOf(events: readonly RunEvent[]): StoreState['runs'][number] {
  const state = events.reduce<RunState | null>((folded, event) => applyEvent(folded, event), null)
  const steps = Object.fromEntries(Object.entries(state?.steps ?? {}).map(([id, step]) => [id, step.status]))
  return { kind: state?.header.plan.kind ?? '', outcome: state?.result?.outcome ?? null, steps, gaps: events.some(({ seq }, n) => seq !== n) }
}
