// What the journal costs: a record, and a run against one whose store is never on a disk, taken in turns.
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundled } from '../torture/bundle.mjs'
import { withDemos } from './demo.mjs'
import { median, quantile } from './median.mjs'

// One run takes 5 per cent longer or shorter than the next for reasons that are not the journal.
const RUNS = 25
const RECORDS = 5_000

export const measure = () => withDemos(['with', 'without'], compare)

async function compare(project, without) {
  const { createEngine, keepInMemory, transactions, appended } = await import(pathToFileURL(path.join(await bundled(), 'journal.js')).href)
  keepInMemory(without)
  const engine = createEngine()
  const [own, bare, inside] = [[], [], []]
  let events = []
  try {
    for (let run = 0; run < RUNS; run++) {
      const went = await timed(engine, project, transactions)
      events = went.events
      own.push(went.took)
      inside.push(went.took / (went.took - went.inside))
      bare.push((await timed(engine, without, transactions)).took)
    }
  } finally {
    await engine.close()
  }
  fs.mkdirSync(path.join(project, 'records'))
  const records = await appended(path.join(project, 'records', 'backstep.db'), events, RECORDS)
  const [a, b] = [median(own), median(bare)]
  return [
    { name: 'A record of the journal, p99', value: quantile(records, 0.99), unit: 'ms', limit: 2, against: `${RECORDS} records of a real run, median ${round(median(records))} ms, in the temporary folder` },
    { name: 'A run with its journal against one without', value: Math.max(a / b, median(inside)), unit: '×', limit: 1.05, against: `${Math.round(a)} ms, with a store in memory ${Math.round(b)} ms, medians of ${RUNS}; ${round(median(inside))} × by the time spent in its transactions` }
  ]
}

const round = (value) => Math.round(value * 1000) / 1000

/** One rollback, and its undo, which does not count. */
async function timed(engine, project, transactions) {
  transactions.length = 0
  const events = []
  const stop = engine.listen({ events: (_, more) => events.push(...more) })
  const began = performance.now()
  const runId = await roll(engine, project, null)
  const took = performance.now() - began
  const inside = transactions.reduce((sum, one) => sum + one, 0)
  stop()
  await roll(engine, project, runId)
  return { took, inside, events }
}

async function roll(engine, project, undo) {
  const request = { environment: 'staging', deploymentId: null, undo, services: [], data: 'keep', credentials: {} }
  const handle = await engine.start(project, { request, planHash: null, reason: 'To measure it', forced: 'all', typedName: 'staging', acceptsDataLoss: false, onFailure: 'stop', via: 'library' })
  const { outcome, problem } = await handle.finished
  if (undo === null && !outcome.startsWith('done')) throw new Error(`The rollback ended as ${outcome}: ${problem?.message}`)
  return handle.runId
}
