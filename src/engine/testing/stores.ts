/** The stores of a test file, and runs to put into them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { chainRecord } from '../../domain/history'
import type { HistoryEntry, HistoryRecord, RunEvent, RunEventBody, RunHeader, RunResult } from '../../domain/run'
import { openStore } from '../store/sqlite-store'
import type { Store } from '../store/store'

export interface Stores {
  /** A new one for each test, removed after it. */
  readonly folder: string
  /** The default file of a store, in that folder. */
  readonly file: string
  /** Opens one whose clock stands still. */
  readonly store: (at?: string) => Promise<Store>
  /** One that is closed after the test as well. */
  readonly opened: (store: Store) => Store
  /** Closes them all, before the end of the test. */
  readonly closeAll: () => Promise<void>
}

export function useStores(): Stores {
  let folder = ''
  const open: Store[] = []
  const opened = (store: Store): Store => {
    open.push(store)
    return store
  }
  const closeAll = async (): Promise<void> => {
    for (const store of open.splice(0)) await store.close()
  }
  const file = (): string => join(folder, 'backstep.db')
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'backstep-store-'))
  })
  afterEach(async () => {
    await closeAll()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    get folder() { return folder },
    get file() { return file() },
    store: async (at = file()) => opened(await openStore(at, { clock: { now: () => new Date('2026-11-22T10:00:00Z') } })),
    opened, closeAll
  }
}

// What the store reads of a header, and no more: it keeps the rest as it is given.
export const header = (runId: string, environment = 'staging'): RunHeader => ({ runId, startedAt: `2026-11-22T09:00:00.000Z`, plan: { environment } }) as unknown as RunHeader
export const holder = (runId: string, environment = 'staging') => ({ environment, runId, pid: 1, startTime: '2', bootId: 'b', user: 'kim', host: 'laptop', since: '2026-11-22T09:00:00.000Z' })
export const finished = { type: 'run-finished', result: { finishedAt: '2026-11-22T10:00:00.000Z' } as RunResult } as const
export const entry = (runId: string, reason = 'Broken', environment = 'staging'): HistoryEntry => ({
  runId, environment, kind: 'full', from: null, to: { deploymentId: 'd1', version: 'v1' }, services: ['web'], actor: { user: 'kim', host: 'laptop' }, via: 'cli', reason, planHash: 'h', forced: [],
  data: 'keep', startedAt: '2026-11-22T09:00:00.000Z', finishedAt: '2026-11-22T10:00:00.000Z', outcome: 'done', downtime: null, duration: 1, steps: { done: 1, total: 1 }, warnings: [], undoes: null
})
export const done = (step: string, duration: number): RunEventBody => ({ type: 'step-finished', step, evidence: { duration }, findings: [] })

/** A run from its beginning to its end, with its record. */
export async function finish(on: Store, runId: string, reason?: string, environment?: string): Promise<{ event: RunEvent | null; record: HistoryRecord }> {
  await on.createRun(header(runId, environment))
  const { epoch } = await on.takeHold(holder(runId, environment))
  const record = chainRecord(entry(runId, reason, environment), (await on.historyEnds()).last)
  const event = await on.finishRun(runId, epoch, finished, record, { environment: environment ?? 'staging', record: JSON.stringify({ head: record.hash }) })
  return { event, record }
}
