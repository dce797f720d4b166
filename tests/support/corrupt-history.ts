/**
 * Changes a history at random in every way that an editor of its file could, and verifies. Each change has to be found. For tests, and
 * with larger counts for a harness: `corruptHistory({ folder, rounds, seed })`.
 */
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import { chainRecord, recordText, searchText } from '../../src/domain/history'
import type { HistoryRecord } from '../../src/domain/run'
import { entry, makeHistory, sshIn, verifyFile } from './history'

export interface CorruptionOptions {
  /** Empty; everything is made in it. */
  readonly folder: string
  readonly rounds: number
  /** The same seed changes the same things. */
  readonly seed: number
  readonly records?: number
}
export interface Corrupted {
  readonly rounds: number
  readonly detected: number
  /** What was not found: the change, in words. */
  readonly missed: readonly string[]
  readonly byKind: Readonly<Record<string, number>>
}

export async function corruptHistory({ folder, rounds, seed, records = 8 }: CorruptionOptions): Promise<Corrupted> {
  const { ssh, checker } = sshIn(folder)
  const made = await makeHistory(folder, records, ssh)
  const untouched = await verifyFile(made.file, made, checker)
  if (!untouched.view.ok) throw new Error(`The history does not verify to begin with: ${untouched.view.problem?.message}`)
  const random = numbers(seed)
  const missed: string[] = []
  const byKind: Record<string, number> = {}
  const copy = join(folder, 'copy.db')
  for (let round = 0; round < rounds; round++) {
    copyFileSync(made.file, copy)
    const [name, change] = KINDS[round % KINDS.length] as (typeof KINDS)[number]
    const what = changed(copy, made.records, change, random)
    byKind[name] = (byKind[name] ?? 0) + 1
    if ((await verifyFile(copy, made, checker)).view.ok) missed.push(`${name}: ${what}`)
  }
  return { rounds, detected: rounds - missed.length, missed, byKind }
}

/** Up to, but not including, `below`. */
type Random = (below: number) => number
type Change = (database: DatabaseSyncInstance, records: readonly HistoryRecord[], random: Random) => string

/** mulberry32 */
function numbers(seed: number): Random {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

function changed(file: string, records: readonly HistoryRecord[], change: Change, random: Random): string {
  const database = new DatabaseSync(file)
  try {
    return change(database, records, random)
  } finally {
    database.close()
  }
}

const textOf = (database: DatabaseSyncInstance, number: number): string => String((database.prepare('SELECT record FROM history WHERE number = ?').get(number) as { record: string }).record)
const setText = (database: DatabaseSyncInstance, number: number, text: string | Uint8Array): void =>
  void database.prepare('UPDATE history SET record = CAST(? AS TEXT) WHERE number = ?').run(typeof text === 'string' ? Buffer.from(text) : text, number)
const any = (records: readonly HistoryRecord[], random: Random): HistoryRecord => records[random(records.length)] as HistoryRecord
const signedOne = (records: readonly HistoryRecord[], random: Random): HistoryRecord => any(records.filter(({ signature }) => signature !== undefined), random)

/** Rewrites a record and all after it so that the chain holds again, beside what stands there. */
function rewrite(database: DatabaseSyncInstance, records: readonly HistoryRecord[], from: number): void {
  let previous = records[from - 2] ?? null
  for (const record of records.slice(from - 1)) {
    const made: HistoryRecord = chainRecord(record.number === from ? { ...record.entry, reason: 'Nothing to see' } : record.entry, previous)
    database.prepare('UPDATE history SET record = ?, search = ? WHERE number = ?').run(recordText(made), searchText(made.entry), record.number)
    previous = made
  }
}

function cutTail(database: DatabaseSyncInstance, records: readonly HistoryRecord[], random: Random): string {
  const from = 2 + random(records.length - 1)
  for (const { entry: { runId } } of records.slice(from - 1)) {
    for (const table of ['history', 'outbox', 'events', 'runs']) database.prepare(`DELETE FROM ${table} WHERE run_id = ?`).run(runId)
  }
  return `records from ${from} on with their runs`
}

/** A record that follows the chain, of a run that never was. */
function putIn(database: DatabaseSyncInstance, records: readonly HistoryRecord[]): string {
  const record = chainRecord(entry('19990101-000000'), records.at(-1) ?? null)
  database.prepare('INSERT INTO history (number, run_id, environment, record, search) VALUES (?, ?, ?, ?, ?)').run(record.number, record.entry.runId, record.entry.environment, recordText(record), searchText(record.entry))
  return `record ${record.number}`
}

/** Where an event of a random run lies: its text, and what is to be written in its place. */
function anyEvent(database: DatabaseSyncInstance, records: readonly HistoryRecord[], random: Random) {
  const { entry: { runId } } = any(records, random)
  const rows = database.prepare('SELECT seq, event FROM events WHERE run_id = ? ORDER BY seq').all(runId) as { seq: number; event: string }[]
  const { seq, event } = rows[random(rows.length)] as { seq: number; event: string }
  const write = (text: string | Uint8Array): void => void database.prepare('UPDATE events SET event = CAST(? AS TEXT) WHERE run_id = ? AND seq = ?').run(typeof text === 'string' ? Buffer.from(text) : text, runId, seq)
  return { runId, seq, event, count: rows.length, write }
}

const OF_JOURNALS: readonly (readonly [name: string, change: Change])[] = [
  ['bit of an event', (database, records, random) => {
    const { runId, seq, event, write } = anyEvent(database, records, random)
    const bytes = Buffer.from(event)
    const at = random(bytes.length)
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << random(8)), at)
    write(bytes)
    return `byte ${at} of event ${seq} of ${runId}`
  }],
  ['event deleted', (database, records, random) => {
    const { runId, seq } = anyEvent(database, records, random)
    database.prepare('DELETE FROM events WHERE run_id = ? AND seq = ?').run(runId, seq)
    return `event ${seq} of ${runId}`
  }],
  ['event put in', (database, records, random) => {
    const { runId, count } = anyEvent(database, records, random)
    database.prepare('INSERT INTO events (run_id, seq, event) VALUES (?, ?, ?)').run(runId, count, JSON.stringify({ runId, seq: count, at: '2026-11-22T03:17:16.000Z', type: 'step-started', step: 'stop/web', attempt: 2 }))
    return `after those of ${runId}`
  }],
  ['event moved', (database, records, random) => {
    const { runId, seq } = anyEvent(database, records, random)
    database.prepare('UPDATE events SET seq = seq + 100 WHERE run_id = ? AND seq >= ?').run(runId, seq)
    return `events from ${seq} on of ${runId}`
  }]
]

const KINDS: readonly (readonly [name: string, change: Change])[] = [
  ['bit of a record', (database, records, random) => {
    const { number } = any(records, random)
    const bytes = Buffer.from(textOf(database, number))
    const at = random(bytes.length)
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << random(8)), at)
    setText(database, number, bytes)
    return `a bit of byte ${at} of record ${number}`
  }],
  ['character taken out', (database, records, random) => {
    const { number } = any(records, random)
    const text = textOf(database, number)
    const at = random(text.length)
    setText(database, number, text.slice(0, at) + text.slice(at + 1))
    return `character ${at} of record ${number}`
  }],
  ['edit with its own hash anew', (database, records, random) => {
    const { number, entry: old, previous, signer, signature } = any(records, random)
    const made = chainRecord({ ...old, outcome: 'failed' }, { number: number - 1, hash: previous }, signer)
    setText(database, number, recordText(signature === undefined ? made : { ...made, signature }))
    return `record ${number}`
  }],
  ['everything from one on anew', (database, records, random) => {
    const from = 1 + random(records.length)
    rewrite(database, records, from)
    return `from ${from}`
  }],
  ['record deleted', (database, records, random) => {
    const { number } = any(records, random)
    database.prepare('DELETE FROM history WHERE number = ?').run(number)
    return `record ${number}`
  }],
  ['deleted and closed up', (database, records, random) => {
    const { number } = any(records.slice(0, -1), random)
    database.prepare('DELETE FROM history WHERE number = ?').run(number)
    for (const later of records.slice(number)) database.prepare('UPDATE history SET number = ? WHERE number = ?').run(later.number - 1, later.number)
    return `record ${number}`
  }],
  ['two records exchanged', (database, records, random) => {
    const [one, two] = [any(records, random), any(records, random)]
    const other = two === one ? (records[one.number % records.length] as HistoryRecord) : two
    database.prepare('UPDATE history SET number = -1 WHERE number = ?').run(one.number)
    database.prepare('UPDATE history SET number = ? WHERE number = ?').run(one.number, other.number)
    database.prepare('UPDATE history SET number = ? WHERE number = -1').run(other.number)
    return `records ${one.number} and ${other.number}`
  }],
  ['end cut off', cutTail],
  ['everything removed', (database, records) => {
    database.exec('PRAGMA foreign_keys = OFF')
    for (const table of ['history', 'events', 'runs']) database.exec(`DELETE FROM ${table}`)
    return `all ${records.length} records with their runs`
  }],
  ['what stands beside', (database, records, random) => {
    const { number } = any(records, random)
    const column = ['environment', 'search', 'run_id'][random(3)] as string
    database.prepare(`UPDATE history SET ${column} = ${column} || 'x' WHERE number = ?`).run(number)
    return `${column} of record ${number}`
  }],
  ['signature taken away', (database, records, random) => {
    const { signature: _, ...record } = signedOne(records, random)
    setText(database, record.number, recordText(record))
    return `of record ${record.number}`
  }],
  ['signatures exchanged', (database, records, random) => {
    const one = signedOne(records, random)
    const other = records.find(({ signature }) => signature !== undefined && signature !== one.signature) as HistoryRecord
    setText(database, one.number, recordText({ ...one, signature: other.signature as string }))
    return `record ${one.number} got that of ${other.number}`
  }],
  ['bit of a signature', (database, records, random) => {
    const record = signedOne(records, random)
    const lines = (record.signature as string).split('\n')
    const bytes = Buffer.from(lines.slice(1, -2).join(''), 'base64')
    const at = random(bytes.length)
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << random(8)), at)
    const signature = [lines[0], ...(bytes.toString('base64').match(/.{1,70}/g) ?? []), ...lines.slice(-2)].join('\n')
    setText(database, record.number, recordText({ ...record, signature }))
    return `byte ${at} of the signature of record ${record.number}`
  }],
  ['record put in', putIn],
  ...OF_JOURNALS
]
