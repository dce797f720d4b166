/** Whether something is a record, by what everything that reads one relies on: nothing has to expect another form of its signature or its journal. */
import type { HistoryRecord } from '../run'

export const isRecord = (value: Partial<HistoryRecord> | null): value is HistoryRecord =>
  isObject(value) && Number.isSafeInteger(value.number) && typeof value.hash === 'string' && typeof value.previous === 'string' && isEntry(value.entry) &&
  (value.signature === undefined || typeof value.signature === 'string') && isSigner(value.signer)

const isEntry = (entry: HistoryRecord['entry'] | undefined): boolean =>
  isObject(entry) && typeof entry.runId === 'string' && typeof entry.environment === 'string' && typeof entry.finishedAt === 'string' && isSeal(entry.journal)

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
