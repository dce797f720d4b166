/** The record of a run's end, and a history verified, with the real ssh-keygen. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chainRecord, signedText } from '../../domain/history'
import type { RunHeader, RunResult } from '../../domain/run'
import type { RecordSignature } from '../../domain/views'
import { entry, makeHistory, makeKey, sshIn, verifyFile, type Ssh } from '../../../tests/support/history'
import { createFiles } from '../files/local-files'
import { openStore } from '../store/sqlite-store'
import { until } from '../testing/project'
import { seal } from './seal'
import { openSigningKey } from './signing-key'
import { createSignatureChecker, type SignatureChecker } from './signatures'
import { fingerprintOf } from './ssh-signature'
import { createVerifier } from './verifier'
import { verifyHistory } from './verify'

let folder: string
let ssh: Ssh
const undo: (() => void)[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backstep-history-'))
  ssh = sshIn(folder)
})
afterEach(() => {
  for (const one of undo.splice(0)) one()
  rmSync(folder, { recursive: true, force: true })
})

const at = '2026-11-22T03:17:16.000Z'
// Only what the end of a run reads of a result and a header.
const result = { finishedAt: at, outcome: 'done', result: { warnings: [] } } as unknown as RunResult
async function running(runId: string, environment: string) {
  const store = await openStore(join(folder, 'store.db'))
  undo.push(() => void store.close())
  await store.createRun({ runId, startedAt: at, plan: { environment } } as unknown as RunHeader)
  const { epoch } = await store.takeHold({ environment, runId, pid: 1, startTime: '2', bootId: 'b', user: 'kim', host: 'laptop', since: '' })
  const ended = { runId, epoch, result, entry: (shown: RunResult) => entry(runId, { environment, warnings: shown.result.warnings }), outbox: () => null }
  return { store, ended }
}

describe('the end of a run', () => {
  it('is signed', async () => {
    const { store, ended } = await running('r1', 'staging')
    const file = makeKey(folder, 'plain')
    const { record } = await seal(store, () => openSigningKey(ssh.ssh, file), ended)
    expect(record).toMatchObject({ number: 1, signer: { key: fingerprintOf(record.signature ?? '') } })
    expect(await store.historyOf('r1')).toEqual(record)
  })
  it('is signed again when another run ended while it was being signed', async () => {
    const { store, ended } = await running('r1', 'staging')
    const other = await running('r2', 'production')
    const key = await openSigningKey(ssh.ssh, makeKey(folder, 'plain'))
    let signings = 0
    const slow = { ...key, sign: async (text: string) => {
      if (++signings === 1) await seal(other.store, async () => null, other.ended)
      return key.sign(text)
    } }
    const { record } = await seal(store, async () => slow, ended)
    expect([signings, record.number]).toEqual([2, 2])
    const known = { file: 'f', text: `kim ${key.publicKey}` }
    expect((await verifyFile(join(folder, 'store.db'), { heads: [], allowed: known }, ssh.checker)).view).toMatchObject({ ok: true, signatures: { signed: 1, unsigned: 1, signers: [{ by: 'kim', listed: true, records: 1 }] } })
  })
  it('is signed again when something came to its journal while it was being signed', async () => {
    const { store, ended } = await running('r1', 'staging')
    const key = await openSigningKey(ssh.ssh, makeKey(folder, 'plain'))
    const actor = { user: 'kim', host: 'laptop' }
    let signings = 0
    const slow = { ...key, sign: async (text: string) => {
      if (++signings === 1) await store.append('r1', ended.epoch, { type: 'cancel-requested', actor })
      return key.sign(text)
    } }
    const { record } = await seal(store, async () => slow, ended)
    expect([signings, record.entry.journal?.events]).toEqual([2, 3])
    await store.warn('r1', ['It came to light later.'])
    expect((await verifyFile(join(folder, 'store.db'), { heads: [], allowed: null }, ssh.checker)).view).toMatchObject({ ok: true, records: 1 })
  })
  it('seals its journal: what is changed in it later is named', async () => {
    const { store, ended } = await running('r1', 'staging')
    await seal(store, async () => null, ended)
    const database = new DatabaseSync(join(folder, 'store.db'))
    database.exec("UPDATE events SET event = replace(event, '\"outcome\":\"done\"', '\"outcome\":\"failed\"')")
    database.close()
    const { view, signatureOf } = await verifyFile(join(folder, 'store.db'), { heads: [], allowed: null }, ssh.checker)
    expect(view).toMatchObject({ ok: false, brokenAt: null, faults: [{ kind: 'journal', at: 1, message: 'The journal of run r1 is not as it was when record 1 was written.' }] })
    expect(signatureOf(1)).toEqual({ state: 'none', reason: null })
  })
  it('has its record also when signing fails at the last moment, and says so', async () => {
    const { store, ended } = await running('r1', 'staging')
    const key = await openSigningKey(ssh.ssh, makeKey(folder, 'plain'))
    const lost = { ...key, sign: () => openSigningKey(ssh.ssh, join(folder, 'gone')).then(() => '') }
    const sealed = await seal(store, async () => lost, ended)
    expect(sealed.record.signer).toEqual({ none: expect.stringContaining('it is not there') })
    expect(sealed.record.signature).toBeUndefined()
    expect(sealed.result.result.warnings).toEqual([expect.stringMatching(/^The history record of this run is not signed\. .*it is not there/)])
    expect(sealed.record.entry.warnings).toEqual(sealed.result.result.warnings)
    expect((await store.events('r1')).at(-1)).toMatchObject({ type: 'run-finished', result: { result: { warnings: sealed.result.result.warnings } } })
    expect((await verifyFile(join(folder, 'store.db'), { heads: [], allowed: null }, ssh.checker)).view.ok).toBe(true)
  })
})

describe('verifying signatures', () => {
  it('knows who is listed, who is not, and a key that expired since', async () => {
    const made = await makeHistory(folder, 4, ssh.ssh)
    const list = made.allowed?.text ?? ''
    const so = async (text: string | null) => (await verifyFile(made.file, { ...made, allowed: text === null ? null : { file: '/p/allowed', text } }, ssh.checker)).view
    expect(await so(list)).toMatchObject({ ok: true, registry: { matched: 4, notHere: 0 }, signatures: { signed: 2, unsigned: 2, unchecked: 0, problem: null, signers: [{ by: 'operator@example.org', listed: true, records: 2 }] } })
    expect(await so(null)).toMatchObject({ ok: true, signatures: { signers: [{ by: expect.stringMatching(/^SHA256:/), listed: false, records: 2 }] } })
    expect((await so(list.replace('operator@example.org', '"Ann Other" valid-before="20300101"'))).signatures.signers).toMatchObject([{ by: 'Ann Other', listed: true }])
    expect((await so(list.replace(' ssh-', ' valid-before="20200101" ssh-'))).signatures).toMatchObject({ problem: null, signers: [{ listed: false }] })
    expect((await so(list.replace(' ssh-', ' namespaces="git" ssh-'))).signatures.signers).toMatchObject([{ listed: false }])
    for (let again = 0; again < 2; again++) expect((await so(`what is this\n${list}`)).signatures).toMatchObject({ problem: { code: 'allowed-signers-line', place: { line: 1 } }, signers: [{ listed: true }] })
  })
  it('finds a signature that does not match, and remembers only what holds for these very bytes', async () => {
    const made = await makeHistory(folder, 2, ssh.ssh)
    expect((await verifyFile(made.file, made, ssh.checker)).view.ok).toBe(true)
    const [, second] = made.records
    const other = await (await openSigningKey(ssh.ssh, join(folder, 'operator'))).sign('something else\n')
    const database = new DatabaseSync(made.file)
    database.prepare('UPDATE history SET record = replace(record, ?, ?) WHERE number = 2').run(JSON.stringify(second?.signature).slice(1, -1), JSON.stringify(other).slice(1, -1))
    database.close()
    const { view, signatureOf } = await verifyFile(made.file, made, ssh.checker)
    expect(view).toMatchObject({ ok: false, brokenAt: null, faults: [{ kind: 'signature', at: 2, message: 'The signature of record 2 does not match it.' }] })
    expect([signatureOf(1), signatureOf(2)]).toEqual([{ state: 'none', reason: null }, { state: 'bad', key: expect.any(String) }])
  })
  it('asks nobody twice, and nothing of a history without signatures', async () => {
    const made = await makeHistory(folder, 4, ssh.ssh)
    await verifyFile(made.file, made, ssh.checker)
    const asked: string[] = []
    const silent = sshIn(folder, { PATH: join(folder, 'nowhere') })
    const again = await verifyFile(made.file, made, silent.checker)
    expect([asked, again.view.signatures.unchecked, again.view.signatures.signers.length]).toEqual([[], 0, 1])
  })
  it('asks ssh-keygen once of each key and part of time that the list knows', async () => {
    const made = await makeHistory(folder, 20, ssh.ssh)
    const asked: string[] = []
    const counting: typeof ssh.ssh = { ...ssh.ssh, principals: (...how) => (asked.push(how[2]), ssh.ssh.principals(...how)) }
    const checker = createSignatureChecker(counting, { get: async () => null, set: () => undefined, save: async () => undefined })
    const signed = made.records.flatMap(({ number, hash, signer, signature }) => (signature === undefined || signer === undefined || 'none' in signer ? [] : [{ number, hash, key: signer.key, signature }]))
    const dated = signed.map((record, index) => ({ ...record, at: `2026-11-${String(index + 1).padStart(2, '0')}T03:17:16.000Z` }))
    const list = (made.allowed?.text ?? '').replace(' ssh-', ' valid-before="20261104" ssh-')
    const { byNumber } = await checker.check(dated, { file: '/p/allowed', text: list })
    expect(dated.map(({ number }) => byNumber.get(number)?.state)).toEqual(dated.map((_, index) => (index < 3 ? 'listed' : 'key')))
    expect([dated.length, asked.length]).toEqual([10, 2])
    // Of a time that ssh-keygen does not take, it says nothing; that holds for no other record, whichever is asked first.
    const odd = { ...signed[0]!, at: '1969-12-31T23:59:59.000Z' }
    for (const all of [[odd, ...dated.slice(1)], [...dated.slice(1), odd]]) {
      const so = (await checker.check(all, made.allowed)).byNumber
      expect(all.map(({ number }) => so.get(number)?.state)).toEqual(all.map((one) => (one === odd ? 'key' : 'listed')))
    }
    asked.length = 0
    await checker.check(dated, { file: '/p/allowed', text: list.replace('valid-before="', 'valid-before="  ') })
    expect(asked.length).toBe(10)
  })
  it('takes one that was ended before it answered for no answer, and asks again the next time', async () => {
    const made = await makeHistory(folder, 6, ssh.ssh)
    let ended = false
    const once: typeof ssh.ssh = { ...ssh.ssh, principals: async (...how) => {
      const ran = await ssh.ssh.principals(...how)
      const late = !ended
      ended = true
      return late ? { ...ran, exitCode: null, timedOut: true, stdout: '' } : ran
    } }
    const known = new Map<string, RecordSignature>()
    const checker = createSignatureChecker(once, { get: async (id) => known.get(id) ?? null, set: (id, answer) => void known.set(id, answer), save: async () => undefined })
    expect((await verifyFile(made.file, made, checker)).view.signatures).toMatchObject({ unchecked: 3, problem: { code: 'signature-unchecked' }, signers: [] })
    expect((await verifyFile(made.file, made, checker)).view.signatures).toMatchObject({ unchecked: 0, problem: null, signers: [{ by: 'operator@example.org', listed: true, records: 3 }] })
  })
  it('tells what is said of a head that somebody gave to them alone', async () => {
    const made = await makeHistory(folder, 2, ssh.ssh)
    const store = await openStore(made.file)
    let checks = 0
    let go: () => void = () => undefined
    const blocked = new Promise<void>((resolve) => { go = resolve })
    const slow: SignatureChecker = { check: async (...how) => { checks += 1; await blocked; return ssh.checker.check(...how) } }
    const registry = { read: () => Promise.reject(new Error('not here')) }
    const verifier = createVerifier({ store, registry, definitionFile: { read: async () => ({ definition: null }) as never }, project: folder, files: createFiles(), clock: { now: () => new Date(at) }, signatures: slow })
    const all = verifier.verify()
    await until('the chain is known', () => checks === 1)
    const compared = verifier.again({ hash: 'f'.repeat(64), number: 2, runId: 'r9', chain: made.records[0]!.hash })
    await until('compared, too', () => checks === 2)
    expect((await verifier.soon(0))?.view.ok).toBe(true)
    go()
    expect([(await all).view.ok, (await compared).view.ok, (await verifier.soon(0))?.view.ok]).toEqual([true, false, true])
    await store.close()
  })
  it('says that it could not check when ssh-keygen is missing: that is no fault of the history', async () => {
    const made = await makeHistory(folder, 2, ssh.ssh)
    const missing = { ...ssh.ssh, principals: () => Promise.reject(new Error('no ssh-keygen')), checkOnly: () => Promise.reject(new Error('no ssh-keygen')) }
    const checker = createSignatureChecker(missing, { get: async () => null, set: () => undefined, save: async () => undefined })
    expect((await verifyFile(made.file, made, checker)).view).toMatchObject({ ok: true, signatures: { unchecked: 1, problem: { message: 'no ssh-keygen' } } })
  })
  it('compares with an exported head', async () => {
    const made = await makeHistory(folder, 3, ssh.ssh)
    const store = await openStore(made.file)
    const so = async (head: Partial<(typeof made.heads)[number]>) => (await verifyHistory({ store, heads: async () => [], head: { ...made.heads[1]!, ...head }, allowed: null, allowedName: null, allowedProblem: null, signatures: ssh.checker, at })).view
    expect((await so({})).ok).toBe(true)
    expect((await so({ number: null, chain: null, runId: null })).ok).toBe(true)
    expect(await so({ hash: 'f'.repeat(64), number: null, chain: null, runId: null })).toMatchObject({ ok: false, faults: [{ kind: 'head', message: expect.stringContaining('rewritten') }] })
    expect(await so({ hash: 'f'.repeat(64), number: 9, runId: 'r9' })).toMatchObject({ ok: false, faults: [{ message: 'The head that was given names record 9 of run r9, but the history ends with record 3: its end was cut off.' }] })
    // Of many faults only some are told: what was asked is among them.
    const database = new DatabaseSync(made.file)
    database.exec("UPDATE history SET record = replace(record, '\"version\"', '\"Version\"')")
    database.close()
    expect((await so({ hash: 'f'.repeat(64), number: 9, runId: 'r9' })).faults[0]?.message).toMatch(/^The head that was given names record 9/)
    await store.close()
  })
})

it('verifies what a program of its own can verify: sha256 and ssh-keygen', async () => {
  const made = await makeHistory(folder, 2, ssh.ssh)
  const record = made.records[1]!
  const { hash, signature, ...sealed } = record
  expect(chainRecord(sealed.entry, made.records[0]!, sealed.signer).hash).toBe(hash)
  writeFileSync(join(folder, 'allowed'), made.allowed?.text ?? '')
  writeFileSync(join(folder, 'sig'), signature ?? '')
  expect(signedText(record)).toBe(`${hash}\n`)
  expect(execFileSync('sh', ['-c', `echo ${hash} | ssh-keygen -Y verify -f allowed -I operator@example.org -n backstep-history -s sig`], { cwd: folder, encoding: 'utf8' })).toContain('Good "backstep-history" signature for operator@example.org')
})
