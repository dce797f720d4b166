/** A history of many years, and how long its verification takes. */
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { chainRecord, recordText, searchText, signedText } from '../../../src/domain/history'
import type { HistoryRecord } from '../../../src/domain/run'
import { openSigningKey, type SigningKey } from '../../../src/engine/history/signing-key'
import { openStore } from '../../../src/engine/store/sqlite-store'
import { entry, makeKey, sshIn, verifyFile, type MadeHistory } from '../../support/history'

/** Every so manieth record is signed; ssh-keygen makes and checks each signature, a process for each. */
const SIGNED = 100

export interface Verified {
  readonly signed: number
  /** Seconds of the first look, in which ssh-keygen is asked about every signature. */
  readonly first: number
  /** Seconds of each later look. */
  readonly later: readonly number[]
  /** Seconds of processor time that the later looks took: what they would take where nothing else runs. */
  readonly processor: readonly number[]
  /** What was found in it; there is nothing. */
  readonly faults: readonly string[]
}

export async function verifyLong(folder: string, records: number): Promise<Verified> {
  const { ssh, checker } = sshIn(folder)
  const key = await openSigningKey(ssh, makeKey(folder, 'operator'))
  const made = await write(join(folder, 'long.db'), records, key)
  const times: number[] = []
  const processor: number[] = []
  const faults: string[] = []
  for (let look = 0; look < 4; look++) {
    const began = performance.now()
    const used = process.cpuUsage()
    const { view } = await verifyFile(made.file, made, checker)
    times.push((performance.now() - began) / 1000)
    const { user, system } = process.cpuUsage(used)
    processor.push((user + system) / 1e6)
    if (!view.ok || view.records !== records) faults.push(view.problem?.message ?? `${view.records} records`)
  }
  return { signed: Math.floor(records / SIGNED), first: times[0] ?? 0, later: times.slice(1), processor: processor.slice(1), faults }
}

/** Straight into the tables: as many runs, each with its transactions, would take an hour. */
async function write(file: string, records: number, key: SigningKey): Promise<MadeHistory> {
  await (await openStore(file)).close()
  const database = new DatabaseSync(file)
  const run = database.prepare('INSERT INTO runs (run_id, environment, started_at, finished_at, last_at, last_seq) VALUES (?, ?, ?, ?, ?, 1)')
  const row = database.prepare('INSERT INTO history (number, run_id, environment, record, search) VALUES (?, ?, ?, ?, ?)')
  const made: HistoryRecord[] = []
  database.exec('BEGIN IMMEDIATE')
  for (let n = 1; n <= records; n++) {
    const record = await next(made.at(-1) ?? null, n, n % SIGNED === 0 ? key : null)
    const { number, entry: { runId, environment, startedAt, finishedAt } } = record
    run.run(runId, environment, startedAt, finishedAt, finishedAt)
    row.run(number, runId, environment, recordText(record), searchText(record.entry))
    made.push(record)
  }
  database.exec('COMMIT')
  database.close()
  const heads = made.map(({ hash, number, entry: { runId } }) => ({ hash, number, runId, chain: made[0]?.hash ?? null }))
  return { file, records: made, heads, allowed: { file: 'allowed_signers', text: `operator@example.org ${key.publicKey}\n` } }
}

async function next(previous: HistoryRecord | null, n: number, key: SigningKey | null): Promise<HistoryRecord> {
  const record = chainRecord(entry(`run-${n}`), previous, key ? { key: key.fingerprint } : undefined)
  return key ? { ...record, signature: await key.sign(signedText(record)) } : record
}
