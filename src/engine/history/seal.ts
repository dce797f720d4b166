/**
 * A run ends with its record, signed where a key is configured. Signing takes a program, and a transaction waits for none: the record is
 * made and signed for the newest one, and made anew when another environment's run ended meanwhile.
 */
import { chainRecord, sealJournal, signedText, type ChainEnd } from '../../domain/history'
import { problemOf } from '../../domain/problem'
import type { HistoryEntry, HistoryRecord, JournalSeal, RunEvent, RunResult, Signer } from '../../domain/run'
import { endText, type Finished } from '../store/runs'
import type { OutboxRow, Store } from '../store/store'
import { digest } from './digest'
import type { SigningKey } from './signing-key'

export interface Ended {
  readonly runId: string
  readonly epoch: number
  readonly result: RunResult
  /** The entry for a result: a warning may have come to it. */
  entry(result: RunResult): HistoryEntry
  /** What the registry is owed; `chain` is the hash of the first record. */
  outbox(record: HistoryRecord, chain: string): Pick<OutboxRow, 'environment' | 'record'> | null
}
export interface Sealed { readonly result: RunResult; readonly event: RunEvent; readonly record: HistoryRecord }

/** More runs than this do not end while one is being signed. */
const ATTEMPTS = 50

export async function seal(store: Store, open: () => Promise<SigningKey | null>, ended: Ended): Promise<Sealed> {
  let signing = await opened(open)
  for (let attempt = 1; ; attempt++) {
    const { first, last } = await store.historyEnds()
    const result = signing.none === null ? ended.result : warned(ended.result, signing.none)
    const finished: Finished = { type: 'run-finished', result }
    const record = await signed({ ...ended.entry(result), journal: await sealed(store, ended.runId, finished) }, last, signing)
    if ('failed' in record) {
      signing = { key: null, none: record.failed }
      continue
    }
    const event = await store.finishRun(ended.runId, ended.epoch, finished, record, ended.outbox(record, first ?? record.hash))
    if (event) return { result, event, record }
    if (attempt === ATTEMPTS) signing = { key: null, none: 'Too many runs ended at the same moment.' }
  }
}

async function sealed(store: Store, runId: string, finished: Finished): Promise<JournalSeal> {
  const texts = await store.journal(runId)
  return sealJournal([...texts, endText(runId, texts.length, finished)], digest)
}

/** A key, or none; `none` says why there is none although one was chosen. */
interface Signing { readonly key: SigningKey | null; readonly none: string | null }

const opened = (open: () => Promise<SigningKey | null>): Promise<Signing> =>
  open().then((key) => ({ key, none: null }), (error: unknown) => ({ key: null, none: problemOf(error).message }))

async function signed(entry: HistoryEntry, last: ChainEnd | null, { key, none }: Signing): Promise<HistoryRecord | { readonly failed: string }> {
  const signer: Signer | undefined = key ? { key: key.fingerprint } : none === null ? undefined : { none }
  const record = chainRecord(entry, last, signer)
  if (key === null) return record
  return key.sign(signedText(record)).then((signature) => ({ ...record, signature }), (error: unknown) => ({ failed: problemOf(error).message }))
}

/** A finished run keeps its record also when signing failed at the last moment; that is said. */
const warned = (result: RunResult, why: string): RunResult =>
  ({ ...result, result: { ...result.result, warnings: [...result.result.warnings, `The history record of this run is not signed. ${why}`] } })
