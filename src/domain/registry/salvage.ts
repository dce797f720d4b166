/** What can still be read of a damaged registry, to compare it with a copy. It never stands in for a registry. */
import { decodeUtf8, invalidUtf8At } from '../utf8'
import type { Instant } from '../facts'
import { deploymentOf, isFault } from './record'
import { createShare, type Share } from './share'
import { elementsAt, tooDeepAt } from './scan'

export interface ReadableRecord {
  readonly id: string
  readonly environment: string
  readonly version: string
  readonly timestamp: Instant
  /** The record's own text. */
  readonly text: string
}
/** What a copy would bring, against what can be read now. */
export interface CopyDifference {
  /** Records that both have, the same in both. */
  readonly same: number
  /** Records that only the copy has. */
  readonly comesBack: readonly ReadableRecord[]
  /** Records that both have, otherwise in the copy. */
  readonly changes: readonly ReadableRecord[]
  /** Records that the copy does not have. */
  readonly lost: readonly ReadableRecord[]
}

const DEEPEST = 100
const LIST = /"deployments"\s*:\s*\[/

/** The records that are whole, in their order; none when there is no list of them, or it is nested too deeply to be one. */
export function readableRecords(bytes: Uint8Array): readonly ReadableRecord[] {
  const text = decodeUtf8(bytes) ?? decodeUtf8(bytes.subarray(0, invalidUtf8At(bytes))) ?? ''
  const list = LIST.exec(text)
  if (list === null || tooDeepAt(text, DEEPEST) !== -1) return []
  const share = createShare()
  const records = elementsAt(text, list.index + list[0].length - 1).flatMap(({ start, end }) => readable(text.slice(start, end), share))
  return [...new Map(records.map((record) => [record.id, record])).values()]
}

function readable(text: string, share: Share): readonly ReadableRecord[] {
  const found = deploymentOf(parsed(text), 0, share)
  return isFault(found) ? [] : [{ id: found.id, environment: found.environment, version: found.version, timestamp: found.timestamp, text }]
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

export function compareRecords(present: readonly ReadableRecord[], copy: readonly ReadableRecord[]): CopyDifference {
  const now = new Map(present.map((record) => [record.id, record]))
  const then = new Map(copy.map((record) => [record.id, record]))
  const isSame = ({ id, text }: ReadableRecord): boolean => now.get(id)?.text === text
  return {
    same: copy.filter(isSame).length,
    comesBack: copy.filter(({ id }) => !now.has(id)),
    changes: copy.filter((record) => now.has(record.id) && !isSame(record)),
    lost: present.filter(({ id }) => !then.has(id))
  }
}
