/** The history is a chain: each record holds the hash of the one before, so that a changed, missing or moved record shows. */
import { canonicalJson, sha256Hex } from '../canonical'
import type { HistoryEntry, HistoryRecord, Signer } from '../run'

/** What the first record names as the hash before it: 64 zeros. */
export const ZERO_HASH = '0'.repeat(64)

/** The end of a chain: what the next record follows. */
export type ChainEnd = Pick<HistoryRecord, 'number' | 'hash'>

/** The record that follows `previous` (null: the first of all). `signer` is part of what is hashed; the signature is made of the hash, and added. */
export function chainRecord(entry: HistoryEntry, previous: ChainEnd | null, signer?: Signer): HistoryRecord {
  const record = { number: (previous?.number ?? 0) + 1, entry: wellFormed(entry), previous: previous?.hash ?? ZERO_HASH, ...(signer === undefined ? {} : { signer: wellFormed(signer) }) }
  return { ...record, hash: sha256Hex(canonicalJson(record)) }
}

/** A record as it is kept: canonical JSON, so that also a change without a meaning shows. */
export const recordText = (record: HistoryRecord): string => canonicalJson(record)

/** What is signed: the record's hash and a line break, as `echo HASH` prints it. */
export const signedText = ({ hash }: Pick<HistoryRecord, 'hash'>): string => `${hash}\n`

// Canonical JSON refuses half a surrogate pair; a reason that holds one must not keep a finished run out of the history.
function wellFormed<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_key, inner: unknown) =>
    typeof inner === 'string' ? inner.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd') : inner) as T
}
