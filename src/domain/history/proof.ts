/** What a record says of its signature and of its run's journal, in the form in which it is written. */
import type { HistoryRecord } from '../run'

/** False for anything else: nothing that reads a record has to expect it. */
export const hasProofForm = ({ signer, signature, entry }: Pick<HistoryRecord, 'signer' | 'signature' | 'entry'>): boolean =>
  (signature === undefined || typeof signature === 'string') && isSigner(signer) && isSeal(entry.journal) && typeof entry.finishedAt === 'string'

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

function isSigner(signer: unknown): boolean {
  if (signer === undefined) return true
  if (!isObject(signer)) return false
  const { key, none }: { readonly key?: unknown; readonly none?: unknown } = signer
  return (typeof key === 'string') !== (typeof none === 'string')
}

function isSeal(seal: unknown): boolean {
  if (seal === undefined) return true
  if (!isObject(seal)) return false
  const { events, hash }: { readonly events?: unknown; readonly hash?: unknown } = seal
  return Number.isSafeInteger(events) && typeof hash === 'string'
}
