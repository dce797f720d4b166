/** Reads the records in their order and names every place where the chain does not hold. */
import type { HistoryRecord } from '../run'
import type { HistoryFault } from '../views'
import { ZERO_HASH } from './chain'
import { readRecord, type Digest } from './read-record'
import { searchText } from './search-text'

/** A record as it lies in the store: its text, and beside it what it is found by. */
export interface StoredRecord {
  readonly number: number
  readonly runId: string
  readonly environment: string
  readonly text: string
  readonly search: string
}
export interface ChainCheckOptions {
  readonly digest?: Digest
  /** The fingerprint of the key that made a signature, out of the signature itself; null when it is none. */
  readonly keyOf: (signature: string) => string | null
}
export interface ChainCheck {
  /** The next record by number; the record, or null when its text is none. */
  add(row: StoredRecord): HistoryRecord | null
  /** The first of the faults, at most as many as can be read; `count` has all. */
  readonly faults: readonly HistoryFault[]
  readonly count: number
  /** The first number from which on nothing is trusted; null while the chain holds. */
  readonly brokenAt: number | null
}

const NAMED = 50

export function createChainCheck({ digest, keyOf }: ChainCheckOptions): ChainCheck {
  const faults: HistoryFault[] = []
  let count = 0
  let brokenAt: number | null = null
  let expected = 1
  /** Null where it cannot be known: after a gap, or after what cannot be read. */
  let previous: string | null = ZERO_HASH

  const report = (fault: HistoryFault | null, breaks: boolean): boolean => {
    if (fault === null) return false
    count += 1
    if (faults.length < NAMED) faults.push(fault)
    if (breaks) brokenAt = Math.min(brokenAt ?? Infinity, fault.at ?? Infinity)
    return true
  }
  return {
    faults,
    get count() { return count },
    get brokenAt() { return brokenAt },
    add(row) {
      if (report(gap(expected, row.number), true)) previous = null
      expected = row.number + 1
      const reading = readRecord(row.text, digest)
      if (reading === null) {
        report({ kind: 'unreadable', at: row.number, message: `Record ${row.number} cannot be read.` }, true)
        previous = null
        return null
      }
      const { record } = reading
      report(changed(row, record, reading.genuine) ?? link(record, previous), true)
      report(beside(row, record), false)
      report(unclaimed(record, keyOf), false)
      previous = record.number === row.number ? record.hash : null
      return record
    }
  }
}

function gap(expected: number, number: number): HistoryFault | null {
  if (number === expected) return null
  if (number < expected) return { kind: 'moved', at: number, message: `Record ${number} stands before the first one: it was put in.` }
  const missing = number - 1 === expected ? `Record ${expected} is missing` : `Records ${expected} to ${number - 1} are missing`
  return { kind: 'missing', at: expected, message: `${missing}: record ${number} stands in ${number - 1 === expected ? 'its' : 'their'} place.` }
}

function changed(row: StoredRecord, record: HistoryRecord, genuine: boolean): HistoryFault | null {
  if (record.number !== row.number) return { kind: 'moved', at: row.number, message: `Record ${record.number} stands in the place of record ${row.number}: it was moved or copied.` }
  return genuine ? null : { kind: 'edited', at: row.number, message: `Record ${row.number} was changed after it was written.` }
}

function link({ number, previous }: HistoryRecord, before: string | null): HistoryFault | null {
  if (before === null || previous === before) return null
  if (number === 1) return { kind: 'missing', at: 1, message: 'Record 1 is not the beginning: it follows a record that is not there.' }
  return { kind: 'moved', at: number - 1, message: `Record ${number - 1} is not the one that record ${number} was written after: it was replaced or put in.` }
}

/** What stands beside a record decides what a search finds. */
function beside(row: StoredRecord, record: HistoryRecord): HistoryFault | null {
  const { entry } = record
  const other = entry.runId !== row.runId ? 'run' : entry.environment !== row.environment ? 'environment' : searchOf(record) !== row.search ? 'search text' : null
  return other === null ? null : { kind: 'beside', at: row.number, message: `The ${other} that stands beside record ${row.number} is not the record's own: it was changed.` }
}

function searchOf({ entry }: HistoryRecord): string | null {
  try {
    return searchText(entry)
  } catch {
    return null
  }
}

/** A record says inside what is hashed who signed it: a signature that is gone, put in or made with another key shows without any key. */
function unclaimed({ number, signer, signature }: HistoryRecord, keyOf: (signature: string) => string | null): HistoryFault | null {
  const claimed = signer !== undefined && 'key' in signer ? signer.key : null
  const fault = (message: string): HistoryFault => ({ kind: 'signature', at: number, message })
  if (claimed === null) return signature === undefined ? null : fault(`Record ${number} has a signature, but says that it was not signed: it was put in.`)
  if (signature === undefined) return fault(`Record ${number} says that it was signed, but its signature is gone.`)
  return keyOf(signature) === claimed ? null : fault(`The signature of record ${number} is not by the key that the record names.`)
}
