/** A signed history in a store of its own, with the heads that a registry has of it: what corruption is tried on. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { NamedHead } from '../../src/domain/history'
import type { HistoryEntry, HistoryRecord, RunHeader, RunResult } from '../../src/domain/run'
import { createFiles } from '../../src/engine/files/local-files'
import { seal } from '../../src/engine/history/seal'
import { createSignatureMemory } from '../../src/engine/history/signature-memory'
import { createSignatureChecker, type AllowedSigners, type SignatureChecker } from '../../src/engine/history/signatures'
import { openSigningKey, type SigningKey } from '../../src/engine/history/signing-key'
import { createSshKeygen, type SshKeygen } from '../../src/engine/history/ssh-keygen'
import { verifyHistory, type Verification } from '../../src/engine/history/verify'
import { createLocalHost } from '../../src/engine/hosts/local'
import { openStore } from '../../src/engine/store/sqlite-store'
import type { Store } from '../../src/engine/store/store'

export const entry = (runId: string, more: Partial<HistoryEntry> = {}): HistoryEntry => ({
  runId, environment: 'staging', kind: 'full', from: { deploymentId: 'd2', version: 'v2.0.0' }, to: { deploymentId: 'd1', version: 'v1.1.0' }, services: ['web', 'api'], actor: { user: 'oncall', host: 'laptop' }, via: 'window',
  reason: `Checkout answers 500 (${runId})`, planHash: '7c1e9a04'.repeat(8), forced: [], data: 'keep', startedAt: '2026-11-22T03:16:22.000Z', finishedAt: '2026-11-22T03:17:16.000Z', outcome: 'done', downtime: 34_000, duration: 54_000,
  steps: { done: 20, total: 20 }, warnings: [], undoes: null, ...more
})

/** A run with a journal of a few events and its record, as the engine ends it. */
async function endRun(store: Store, runId: string, key: SigningKey | null): Promise<HistoryRecord> {
  const { environment, startedAt, finishedAt, ...rest } = entry(runId)
  // What the history does not read of a run is left out.
  await store.createRun({ runId, startedAt, plan: { environment } } as unknown as RunHeader)
  const { epoch } = await store.takeHold({ environment, runId, pid: 1, startTime: '2', bootId: 'b', user: 'kim', host: 'laptop', since: '' })
  for (const step of ['stop/web', 'start/web']) await store.append(runId, epoch, { type: 'step-started', step, attempt: 1 })
  const result = { finishedAt, result: { warnings: [] } } as unknown as RunResult
  return (await seal(store, async () => key, { runId, epoch, result, entry: () => ({ environment, startedAt, finishedAt, ...rest }), outbox: owed })).record
}

/** What the registry is given of a run, as far as the history reads it. */
const owed = ({ hash, number, entry: { runId, environment, finishedAt } }: HistoryRecord, chain: string) => ({
  environment, record: JSON.stringify({
    id: runId, environment, version: 'v1.1.0', timestamp: finishedAt, status: 'success',
    rollback: { kind: 'full', from: 'd2', to: 'd1', services: [], reason: 'why', actor: 'kim', runId, dataPreserved: true, historyHead: hash, historyNumber: number, historyChain: chain }
  })
})

/** A key without a passphrase; `type` with its bits, as ssh-keygen takes them. Answers the path of its private half. */
export function makeKey(folder: string, name: string, passphrase = '', type: readonly string[] = ['ed25519']): string {
  execFileSync('ssh-keygen', ['-q', '-t', ...type, '-N', passphrase, '-C', name, '-f', join(folder, name)])
  return join(folder, name)
}

export interface Ssh { readonly ssh: SshKeygen; readonly checker: SignatureChecker; readonly env: NodeJS.ProcessEnv }
/** ssh-keygen with a memory in `folder`, away from the user's own. */
export function sshIn(folder: string, more: NodeJS.ProcessEnv = {}): Ssh {
  const env = { PATH: process.env['PATH'], HOME: folder, XDG_DATA_HOME: join(folder, 'data'), XDG_CONFIG_HOME: join(folder, 'config'), ...more }
  const ssh = createSshKeygen(createLocalHost({ env }), env)
  return { ssh, checker: createSignatureChecker(ssh, createSignatureMemory(createFiles(), env)), env }
}

export interface MadeHistory { readonly file: string; readonly records: readonly HistoryRecord[]; readonly heads: readonly NamedHead[]; readonly allowed: AllowedSigners }

/** `records` runs that ended, every second one signed by somebody who is listed. */
export async function makeHistory(folder: string, records: number, ssh: SshKeygen): Promise<MadeHistory> {
  const key = await openSigningKey(ssh, makeKey(folder, 'operator'))
  const file = join(folder, 'history.db')
  const store = await openStore(file)
  const made: HistoryRecord[] = []
  for (let n = 1; n <= records; n++) {
    made.push(await endRun(store, `2026112${n % 10}-0316${String(n).padStart(2, '0')}`, n % 2 === 0 ? key : null))
  }
  await store.close()
  const heads = made.map(({ hash, number, entry: { runId } }) => ({ hash, number, runId, chain: made[0]?.hash ?? null }))
  return { file, records: made, heads, allowed: { file: 'allowed_signers', text: `operator@example.org ${key.publicKey}\n` } }
}

/** Verifies a store's file as the engine would. */
export async function verifyFile(file: string, { heads, allowed }: Pick<MadeHistory, 'heads' | 'allowed'>, checker: SignatureChecker): Promise<Verification> {
  const store = await openStore(file)
  try {
    return await verifyHistory({ store, heads: async () => heads, head: null, allowed, allowedName: allowed && 'allowed_signers', allowedProblem: null, signatures: checker, at: '2026-11-22T04:00:00.000Z' })
  } finally {
    await store.close()
  }
}
