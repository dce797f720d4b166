/**
 * A program that writes to a store: `writer <file> <seed>`. It does one thing for each line that it reads, and prints its number when the
 * store has acknowledged it.
 */
import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { HistoryEntry, RunEventBody, RunHeader, RunResult } from '../../../src/domain/run'
import { chainRecord } from '../../../src/domain/history'
import { openStore } from '../../../src/engine/store/sqlite-store'
import { random } from '../random'

const [, , file = '', seed = ''] = process.argv
const store = await openStore(file)
const chance = random(seed, 'store', 'writer')
const text = (length: number): string => chance.bytes(Math.ceil(length / 2)).toString('hex')

const entryOf = (runId: string): HistoryEntry => ({
  runId, environment: 'staging', kind: 'full', from: null, to: { deploymentId: 'd1', version: 'v1' }, services: ['web'], actor: { user: 'kim', host: 'laptop' }, via: 'cli', reason: `Broken ${text(30)}`,
  planHash: text(64), forced: [], data: 'keep', startedAt: '2026-11-22T09:00:00.000Z', finishedAt: '2026-11-22T10:00:00.000Z', outcome: 'done', downtime: null, duration: 1, steps: { done: 1, total: 1 }, warnings: [], undoes: null
})
const finished = { type: 'run-finished', result: { finishedAt: '2026-11-22T10:00:00.000Z' } as RunResult } as const
const eventOf = (step: number): RunEventBody => ({ type: 'step-finished', step: `s${step}`, evidence: { duration: step, output: [text(chance.pick([40, 4_000, 60_000, 300_000]))] }, findings: [] })

/** What a run does to its store, over and over. */
async function* things(): AsyncGenerator<void> {
  for (let run = 0; ; run++) {
    const runId = `r${run}`
    const { epoch } = await store.takeHold({ environment: 'staging', runId, pid: 1, startTime: '2', bootId: 'b', user: 'kim', host: 'laptop', since: '2026-11-22T09:00:00.000Z', groups: [] } as Parameters<typeof store.takeHold>[0])
    yield
    // The store reads no more of a header.
    await store.createRun({ runId, startedAt: '2026-11-22T09:00:00.000Z', plan: { environment: 'staging', notes: [text(9_000)] } } as unknown as RunHeader)
    yield
    for (let step = 0; step < 8; step++) {
      await store.append(runId, epoch, eventOf(step))
      yield
      await store.setNote(`${runId}:${step}`, text(200))
      yield
    }
    await store.setLineage(`1:${run}`, `copy:${text(64)}`)
    yield
    const record = chainRecord(entryOf(runId), (await store.historyEnds()).last)
    await store.finishRun(runId, epoch, finished, record, { environment: 'staging', record: JSON.stringify({ hash: record.hash }) })
    yield
    await store.clearOutbox(runId, '2026-11-22T10:00:00.000Z')
    yield
    await store.release('staging', epoch)
    yield
  }
}

const todo = things()
let done = 0
writeSync(1, 'open\n')
for await (const _ of createInterface({ input: process.stdin })) {
  await todo.next()
  writeSync(1, `${++done}\n`)
}
process.exit(0)
