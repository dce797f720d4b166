/** The history is a chain: each record holds the hash of the one before, so that a changed, missing or moved record shows. */
import { canonicalJson, sha256Hex } from './canonical'
import type { HistoryEntry, HistoryRecord } from './run'

/** What the first record names as the hash before it: 64 zeros. */
export const ZERO_HASH = '0'.repeat(64)

/** The record that follows `previous` (null: the first of all). */
export function chainRecord(entry: HistoryEntry, previous: HistoryRecord | null): HistoryRecord {
  const record = { number: (previous?.number ?? 0) + 1, entry: wellFormed(entry), previous: previous?.hash ?? ZERO_HASH }
  return { ...record, hash: hashOf(record) }
}

/** Checks records in the order given, from the first of all; `at` is the number that was expected where it breaks. */
export function verifyChain(records: readonly HistoryRecord[]): { readonly ok: true } | { readonly ok: false; readonly at: number; readonly reason: string } {
  let previous = ZERO_HASH
  for (const [index, record] of records.entries()) {
    const reason = faultOf(record, index + 1, previous)
    if (reason !== null) return { ok: false, at: index + 1, reason }
    previous = record.hash
  }
  return { ok: true }
}

function faultOf(record: HistoryRecord, number: number, previous: string): string | null {
  if (record.number !== number) return `Record ${number} is missing: record ${record.number} stands in its place.`
  if (record.previous !== previous) return `Record ${number} does not follow the record before it.`
  if (hashOrNull(record) !== record.hash) return `Record ${number} was changed after it was written.`
  return null
}

const hashOf = ({ number, entry, previous }: Omit<HistoryRecord, 'hash'>): string => sha256Hex(canonicalJson({ number, entry, previous }))

function hashOrNull(record: HistoryRecord): string | null {
  try {
    return hashOf(record)
  } catch {
    return null
  }
}

// Canonical JSON refuses half a surrogate pair; a reason that holds one must not keep a finished run out of the history.
function wellFormed<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_key, inner: unknown) =>
    typeof inner === 'string' ? inner.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd') : inner) as T
}
