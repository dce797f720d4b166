/** What the journal costs, for the benchmark: the engine over a store whose commits are timed, or that is kept in memory. */
import { keepInMemory, transactions } from './child/sqlite'
import { openStore } from '../../src/engine/store/sqlite-store'
import type { RunEvent, RunHeader } from '../../src/domain/run'

export { createEngine } from '../../src/engine'
export { keepInMemory, transactions }

/** Appends the events of a run over and over; milliseconds of each. */
export async function appended(file: string, events: readonly RunEvent[], count: number): Promise<readonly number[]> {
  const store = await openStore(file)
  const times: number[] = []
  try {
    for (let run = 0; times.length < count; run++) {
      const runId = `run-${run}`
      const environment = `environment-${run}`
      const { epoch } = await store.takeHold({ environment, runId, pid: 1, startTime: '1', bootId: 'b', user: 'u', host: 'h', since: '2026-01-01T00:00:00.000Z' } as Parameters<typeof store.takeHold>[0])
      // The store reads no more of a header.
      await store.createRun({ runId, startedAt: '2026-01-01T00:00:00.000Z', plan: { environment } } as unknown as RunHeader)
      for (const { runId: _, seq: _seq, at: _at, ...body } of events.filter(({ type }) => type !== 'run-started' && type !== 'run-finished')) {
        const began = performance.now()
        await store.append(runId, epoch, body as Parameters<typeof store.append>[2])
        times.push(performance.now() - began)
      }
    }
  } finally {
    await store.close()
  }
  return times
}
