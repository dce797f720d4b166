/** A history of many years, and how long its verification takes. */
import { generateKeyPairSync, sign } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { chainRecord, recordText, searchText, signedText } from '../../../src/domain/history'
import type { HistoryRecord } from '../../../src/domain/run'
import type { SigningKey } from '../../../src/engine/history/signing-key'
import { fingerprintOf, normalized, NAMESPACE, signedBytes, sshString } from '../../../src/engine/history/ssh-signature'
import { openStore } from '../../../src/engine/store/sqlite-store'
import { entry, sshIn, verifyFile, type MadeHistory } from '../../support/history'

const TYPE = 'ssh-ed25519'
const HASH = 'sha512'

export interface Verified {
  /** Seconds of the first look, in which every signature is checked. */
  readonly first: number
  /** Seconds of each later look. */
  readonly later: readonly number[]
  /** Seconds of processor time that the later looks took: what they would take where nothing else runs. */
  readonly processor: readonly number[]
  /** What was found in it; there is nothing. */
  readonly faults: readonly string[]
}

export async function verifyLong(folder: string, records: number): Promise<Verified> {
  const { checker } = sshIn(folder)
  const made = await write(join(folder, 'long.db'), records, newKey())
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
    const [signer] = view.signatures.signers
    if (!view.ok || view.records !== records || !signer?.listed || signer.records !== records) faults.push(view.problem?.message ?? `${view.records} records, ${signer?.records ?? 0} of them signed by ${signer?.by ?? 'nobody'}`)
  }
  return { first: times[0] ?? 0, later: times.slice(1), processor: processor.slice(1), faults }
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
    const record = await next(made.at(-1) ?? null, n, key)
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

async function next(previous: HistoryRecord | null, n: number, key: SigningKey): Promise<HistoryRecord> {
  const record = chainRecord(entry(`run-${n}`), previous, { key: key.fingerprint })
  return { ...record, signature: await key.sign(signedText(record)) }
}

/** Signs as ssh-keygen does, which would be a process for each record; ssh-keygen itself says at the first look whether it is so. */
function newKey(): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const blob = Buffer.concat([sshString(TYPE), sshString(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'))])
  const signed = (text: string): string => {
    const bytes = Buffer.concat([sshString(TYPE), sshString(sign(null, signedBytes(text, HASH), privateKey))])
    const parts = [blob, NAMESPACE, '', HASH, bytes].map(sshString)
    return normalized(Buffer.concat([Buffer.from('SSHSIG\0\0\0\x01', 'latin1'), ...parts]).toString('base64'))
  }
  return { fingerprint: fingerprintOf(signed('')) ?? '', publicKey: `${TYPE} ${blob.toString('base64')}`, sign: async (text) => signed(text) }
}
