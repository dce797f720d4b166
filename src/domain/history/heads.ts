/** Heads of the history that were written down elsewhere: in the registry with each rollback, and in files that were exported. */
import type { Deployment } from '../deployment'
import { fail, type BackstepError } from '../problem'
import type { HistoryFault } from '../views'

/** A record that something outside the history names. */
export interface NamedHead {
  readonly hash: string
  /** Null where only the hash was written down. */
  readonly number: number | null
  readonly runId: string | null
  /** The hash of the chain's first record: which history it is a head of. Null when that was not written down. */
  readonly chain: string | null
}
/** What the history has of the records that are asked for. */
export interface ChainIndex {
  readonly records: number
  /** Hash of the first record; null when there is none. */
  readonly first: string | null
  readonly byHash: ReadonlyMap<string, { readonly number: number; readonly runId: string }>
  readonly byRun: ReadonlyMap<string, number>
}
export interface HeadsCompared {
  readonly matched: number
  /** Written by another store: not here, which says nothing against this one. */
  readonly notHere: number
  readonly faults: readonly HistoryFault[]
}

export const headsOf = (deployments: readonly Deployment[]): readonly NamedHead[] =>
  deployments.flatMap(({ rollback }) => rollback?.historyHead === undefined
    ? [] : [{ hash: rollback.historyHead, number: rollback.historyNumber ?? null, runId: rollback.runId, chain: rollback.historyChain ?? null }])

export function compareHeads(heads: readonly NamedHead[], index: ChainIndex): HeadsCompared {
  const found = heads.map((head) => compareHead(head, index, 'The registry'))
  return {
    matched: found.filter((one) => one === 'here').length, notHere: found.filter((one) => one === 'not-here').length,
    faults: found.filter((one): one is HistoryFault => typeof one === 'object')
  }
}

/** `who` named it, as the beginning of a sentence. */
export function compareHead(head: NamedHead, index: ChainIndex, who: string): 'here' | 'not-here' | HistoryFault {
  const here = index.byHash.get(head.hash)
  const fault = (at: number | null, message: string): HistoryFault => ({ kind: 'head', at, message })
  const run = head.runId === null ? '' : ` of run ${head.runId}`
  if (here) {
    if ((head.number ?? here.number) === here.number && (head.runId ?? here.runId) === here.runId) return 'here'
    return fault(here.number, `${who} names record ${head.number ?? here.number}${run}; with that hash stands record ${here.number} of run ${here.runId} here.`)
  }
  const replaced = head.runId === null ? undefined : index.byRun.get(head.runId)
  if (replaced !== undefined) return fault(replaced, `${who} names another record${run} than record ${replaced} here: one of the two was replaced.`)
  if (head.chain === null || head.chain !== index.first) return 'not-here'
  if (head.number !== null && head.number <= index.records) return fault(head.number, `${who} names another record ${head.number}${run} than the one here: it was replaced.`)
  return fault(index.records + 1, `${who} names record ${head.number ?? '?'}${run}, but the history ends with record ${index.records}: its end was cut off.`)
}

const HASH = /^[0-9a-f]{64}$/

/** More bytes, or characters, are no head: one that was exported has some hundred, with its signature at most a few thousand. */
export const HEAD_LIMIT = 65_536
/** Of a history that was compared with a head that was given, and holds. */
export const HEAD_IS_HERE = 'The head that was given is in this history, as it was then.'

/** Why something cannot be compared with, a sentence. */
export const noHead = (message: string): BackstepError => fail('head-unreadable', message, 'Give the file that was exported, or the hash that it names.')
export const tooLargeForHead = (what: string): BackstepError => noHead(`${what} is no head of a history: it is larger than 64 KiB.`)

/** What `backstep history head` printed or exported, or a bare hash. Throws `head-unreadable`. */
export function parseHead(text: string): NamedHead {
  if (text.length > HEAD_LIMIT) throw tooLargeForHead('That')
  const trimmed = text.trim()
  const { hash, number, runId, chain }: Exported = HASH.test(trimmed) ? { hash: trimmed } : jsonOf(trimmed)
  if (typeof hash !== 'string' || !HASH.test(hash)) throw noHead('That is no head of a history: it is neither a hash of 64 digits nor what `backstep history head --json` prints.')
  // Any history would be called another one.
  if (/^0+$/.test(hash)) throw fail('head-unreadable', 'That head was exported while there was no record: there is nothing to compare with.', 'Give one that was exported later.')
  return { hash, number: isNumber(number) ? number : null, runId: typeof runId === 'string' && runId.length <= NAME_LIMIT ? runId : null, chain: typeof chain === 'string' ? chain : null }
}

const NAME_LIMIT = 256
const isNumber = (number: unknown): number is number => Number.isSafeInteger(number) && Number(number) > 0

interface Exported { readonly hash?: unknown; readonly number?: unknown; readonly runId?: unknown; readonly chain?: unknown }

function jsonOf(text: string): Exported {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
