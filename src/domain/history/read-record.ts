/** A record out of its text, and whether every character of that text is as it was written. */
import { canonicalJson, sha256Hex } from '../canonical'
import type { HistoryRecord } from '../run'
import { isRecord } from './record-form'

/** SHA-256 of UTF-8 text as 64 hexadecimal digits. The engine gives the platform's own, which is faster. */
export type Digest = (text: string) => string

export interface RecordReading {
  readonly record: HistoryRecord
  /** False: it was changed after it was written. */
  readonly genuine: boolean
}

/** Null when the text is no record. */
export function readRecord(text: string, digest: Digest = sha256Hex): RecordReading | null {
  const record = parsed(text)
  if (record === null) return null
  const sealed = sealedText(text, record)
  return { record, genuine: sealed !== null && digest(sealed) === record.hash }
}

function parsed(text: string): HistoryRecord | null {
  try {
    const value = JSON.parse(text) as Partial<HistoryRecord> | null
    return isRecord(value) ? value : null
  } catch {
    return null
  }
}

const ENTRY = '{"entry":'

/** What was hashed, cut out of the text rather than made anew: 100,000 records are read in seconds. Null when the text is not as we write it. */
function sealedText(text: string, record: HistoryRecord): string | null {
  // A quote inside a value is escaped: this can only be the key of the record itself.
  const end = text.lastIndexOf(',"hash":"')
  if (!text.startsWith(ENTRY) || end < 0) return earlierForm(text, record)
  const { number, previous, hash, signature, signer } = record
  const place = `,"number":${number},"previous":${JSON.stringify(previous)}`
  const claim = signer === undefined ? '' : `,"signer":${canonicalJson(signer)}`
  const proof = signature === undefined ? '' : `,"signature":${JSON.stringify(signature)}`
  const front = text.slice(0, end)
  return text === `${front},"hash":${JSON.stringify(hash)}${place}${proof}${claim}}` ? `${front}${place}${claim}}` : null
}

/** Records written before there were signatures are JSON with keys in the order that the code gave them. */
function earlierForm(text: string, record: HistoryRecord): string | null {
  const { number, entry, previous } = record
  if (Object.keys(record).length !== 4 || JSON.stringify(record) !== text) return null
  return canonicalJson({ number, entry, previous })
}
