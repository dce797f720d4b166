/** Verifies the whole history: the chain, what stands beside it, runs, heads in the registry and elsewhere, and every signature. */
import { compareHead, compareHeads, createChainCheck, journalHolds, type ChainIndex, type NamedHead } from '../../domain/history'
import { problemOf, type Problem } from '../../domain/problem'
import type { HistoryRecord, JournalSeal } from '../../domain/run'
import type { HistoryFault, HistoryVerified, RecordSignature } from '../../domain/views'
import type { Store } from '../store/store'
import { digest } from './digest'
import { ownHeads } from './own-heads'
import type { AllowedSigners, SignatureChecker, SignedRecord } from './signatures'
import { fingerprintOf } from './ssh-signature'
import { signaturesView, type Signed } from './signatures-view'

export interface VerifyInput {
  readonly store: Pick<Store, 'historyRows' | 'runsAndRecords' | 'journal' | 'outboxRows'>
  /** Throws when the registry cannot be read. */
  readonly heads: () => Promise<readonly NamedHead[]>
  /** An exported head to compare with. */
  readonly head: NamedHead | null
  readonly allowed: AllowedSigners
  /** Why the named allowed-signers file cannot be used. */
  readonly allowedProblem: Problem | null
  readonly allowedName: string | null
  readonly signatures: SignatureChecker
  readonly at: string
  /** The chain is known; signatures are still being asked about. */
  readonly onChain?: (so: Verification) => void
}
export interface Verification {
  readonly view: HistoryVerified
  readonly signatureOf: (number: number) => RecordSignature
}

/** Rows at a time: between two slices everything else gets its turn. */
const SLICE = 200
const RUNS_AT_ONCE = 20

export async function verifyHistory(input: VerifyInput): Promise<Verification> {
  const heads = await input.heads().then((all) => ({ all, known: true }), () => ({ all: [], known: false }))
  const own = await ownHeads(input.store)
  const scan = await scanChain(input, [...heads.all, ...own, ...(input.head === null ? [] : [input.head])])
  const compared = compareHeads(heads.all, scan.index)
  const others = [...compared.faults, ...removedFaults(own, heads.all, scan.index), ...(await runFaults(input.store)), ...(await journalFaults(input.store, scan.journals))]
  const base = { ...scan, asked: exportedFaults(input.head, scan.index), others, at: input.at, registry: heads.known ? { matched: compared.matched, notHere: compared.notHere } : null }
  if (scan.signed.list.size > 0) input.onChain?.(verification(input, base, { byNumber: new Map(), problem: null }))
  return verification(input, base, await input.signatures.check([...scan.signed.list.values()], input.allowed).catch((error: unknown) => ({ byNumber: new Map(), problem: problemOf(error) })))
}

interface Scan {
  readonly records: number
  readonly brokenAt: number | null
  readonly faults: readonly HistoryFault[]
  readonly count: number
  readonly signed: Signed
  readonly journals: readonly SealedJournal[]
  readonly index: ChainIndex
}
interface SealedJournal { readonly number: number; readonly runId: string; readonly seal: JournalSeal }

async function scanChain({ store }: VerifyInput, wanted: readonly NamedHead[]): Promise<Scan> {
  const keyOf = lastKnown(fingerprintOf)
  const check = createChainCheck({ digest, keyOf })
  const hashes = new Set(wanted.map(({ hash }) => hash))
  const runs = new Set(wanted.map(({ runId }) => runId))
  const byHash = new Map<string, { number: number; runId: string }>()
  const byRun = new Map<string, number>()
  const journals: SealedJournal[] = []
  const signed = { list: new Map<number, SignedRecord>(), unsigned: new Map<number, string>() }
  let records = 0
  let first: string | null = null
  for (let after = Number.MIN_SAFE_INTEGER; ;) {
    const rows = await store.historyRows(after, SLICE)
    for (const row of rows) {
      const record = check.add(row)
      records += 1
      if (record === null) continue
      first ??= record.hash
      if (hashes.has(record.hash)) byHash.set(record.hash, { number: record.number, runId: record.entry.runId })
      if (runs.has(record.entry.runId)) byRun.set(record.entry.runId, record.number)
      noteSignature(signed, record, keyOf)
      const { number, entry: { runId, journal } } = record
      if (journal !== undefined) journals.push({ number, runId, seal: journal })
    }
    after = rows.at(-1)?.number ?? after
    if (rows.length < SLICE) return { records, brokenAt: check.brokenAt, faults: check.faults, count: check.count, signed, journals, index: { records, first, byHash, byRun } }
    await new Promise((resolve) => setImmediate(resolve))
  }
}

type KeyOf = (signature: string) => string | null

/** Of the same signature twice in a row, once. */
function lastKnown(keyOf: KeyOf): KeyOf {
  let last: { readonly of: string; readonly is: string | null } | null = null
  return (signature) => (last?.of === signature ? last : (last = { of: signature, is: keyOf(signature) })).is
}

function noteSignature(signed: { readonly list: Map<number, SignedRecord>; readonly unsigned: Map<number, string> }, { number, hash, signer, signature, entry }: HistoryRecord, keyOf: KeyOf): void {
  if (signer === undefined) return
  if ('none' in signer) signed.unsigned.set(number, signer.none)
  else if (signature !== undefined && keyOf(signature) === signer.key) signed.list.set(number, { number, hash, key: signer.key, signature, at: entry.finishedAt })
}

async function runFaults(store: VerifyInput['store']): Promise<readonly HistoryFault[]> {
  const { runsWithoutRecord, recordsWithoutRun } = await store.runsAndRecords()
  return [
    ...runsWithoutRecord.map((runId): HistoryFault => ({ kind: 'run', at: null, message: `Run ${runId} has ended, but its record is missing.` })),
    ...recordsWithoutRun.map(({ number, runId }): HistoryFault => ({ kind: 'run', at: number, message: `Record ${number} is of run ${runId}, which did not end here: the record was put in, or the run removed.` }))
  ]
}

/** Read one after another: each has its turn, as everything else has. */
async function journalFaults(store: VerifyInput['store'], journals: readonly SealedJournal[]): Promise<readonly HistoryFault[]> {
  const faults: HistoryFault[] = []
  for (const [index, { number, runId, seal }] of journals.entries()) {
    if (!journalHolds(seal, await store.journal(runId), digest)) faults.push({ kind: 'journal', at: number, message: `The journal of run ${runId} is not as it was when record ${number} was written.` })
    if (index % RUNS_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  return faults
}

/** Whoever removes the whole history with its runs leaves nothing that a head of the registry could be compared with. */
function removedFaults(own: readonly NamedHead[], registry: readonly NamedHead[], index: ChainIndex): readonly HistoryFault[] {
  const named = new Set(registry.map(({ hash }) => hash))
  return own.flatMap((head): readonly HistoryFault[] => {
    const found = compareHead(head, index, 'The store')
    if (found === 'here') return []
    if (found === 'not-here') return [{ kind: 'head', at: null, message: `Run ${head.runId ?? ''} ended here with record ${head.number ?? '?'} of the history, which is not here any more: it was removed.` }]
    return named.has(head.hash) ? [] : [found]
  })
}

const exportedFaults = (head: NamedHead | null, index: ChainIndex): readonly HistoryFault[] => {
  const found = head === null ? 'here' : compareHead(head, index, 'The head that was given')
  if (found === 'here') return []
  return [found === 'not-here' ? { kind: 'head', at: null, message: 'No record here has the hash of the head that was given: it is of another history, or this one was rewritten.' } : found]
}

/** `asked`: about the head that was given. It comes first, for of many faults only some are told. */
type Base = Scan & Pick<HistoryVerified, 'at' | 'registry'> & { readonly asked: readonly HistoryFault[]; readonly others: readonly HistoryFault[] }

function verification(input: VerifyInput, base: Base, checked: { readonly byNumber: ReadonlyMap<number, RecordSignature>; readonly problem: Problem | null }): Verification {
  const bad = [...base.signed.list.values()].filter(({ number }) => checked.byNumber.get(number)?.state === 'bad')
  const faults = [...base.asked, ...base.faults, ...base.others, ...bad.map(({ number }): HistoryFault => ({ kind: 'signature', at: number, message: `The signature of record ${number} does not match it.` }))]
  const brokenAt = lowest([base.brokenAt, ...[...base.asked, ...base.others].filter(({ kind }) => kind === 'head').map(({ at }) => at)])
  const [first] = faults
  return {
    signatureOf: (number) => checked.byNumber.get(number) ?? stateOf(base.signed, number),
    view: {
      ok: faults.length === 0, at: base.at, records: base.records, brokenAt: brokenAt !== null && brokenAt > base.records ? null : brokenAt, faults: faults.slice(0, 50), faultCount: base.asked.length + base.count + base.others.length + bad.length,
      problem: first === undefined ? null : { code: 'history-damaged', message: first.message, next: ADVICE }, registry: base.registry,
      signatures: signaturesView(base.signed, base.records, checked, { file: input.allowedName, problem: input.allowedProblem })
    }
  }
}

const ADVICE = 'Keep a copy of .deployments/backstep.db as evidence, and compare with a head that was exported or with a backup. Do not trust the records from that place on.'

function lowest(numbers: readonly (number | null)[]): number | null {
  const known = numbers.filter((number) => number !== null)
  return known.length === 0 ? null : Math.min(...known)
}

function stateOf({ list, unsigned }: Signed, number: number): RecordSignature {
  const signed = list.get(number)
  return signed ? { state: 'unchecked', key: signed.key } : { state: 'none', reason: unsigned.get(number) ?? null }
}
