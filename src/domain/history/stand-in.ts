/** A record for the lists: what cannot be read is shown as that, in its place, instead of taking the whole list away. */
import type { HistoryEntry, HistoryRecord } from '../run'
import type { StoredRecord } from './chain-check'
import { isRecord } from './record-form'

/** The record in the text; null when it is none, or one with parts missing that every screen relies on. */
export function wholeRecord(text: string): HistoryRecord | null {
  try {
    const value = JSON.parse(text) as Partial<HistoryRecord> | null
    return isRecord(value) && isWhole(value.entry) ? value : null
  } catch {
    return null
  }
}

const TEXTS = ['runId', 'environment', 'kind', 'via', 'reason', 'planHash', 'data', 'startedAt', 'finishedAt', 'outcome'] as const
const LISTS = ['services', 'forced', 'warnings'] as const

const isWhole = (entry: HistoryEntry): boolean =>
  TEXTS.every((key) => typeof entry[key] === 'string') && [...LISTS.map((key) => entry[key]), entry.downBefore ?? []].every((list) => Array.isArray(list) && list.every((item) => typeof item === 'string')) &&
  [entry.actor.user, entry.actor.host, entry.to.deploymentId, entry.to.version, entry.from?.version ?? '', entry.undoes ?? ''].every((text) => typeof text === 'string') &&
  [entry.duration, entry.steps.done, entry.steps.total, entry.downtime ?? 0].every(Number.isFinite)

/** Stands where a record cannot be read. Its hash is empty: no record has that. */
export function standIn({ number, runId, environment }: Pick<StoredRecord, 'number' | 'runId' | 'environment'>): HistoryRecord {
  const entry: HistoryEntry = {
    runId, environment, kind: 'full', from: null, to: { deploymentId: '', version: '' }, services: [], actor: { user: '', host: '' }, via: 'library', reason: '', planHash: '', forced: [],
    data: 'keep', startedAt: '', finishedAt: '', outcome: 'abandoned', downtime: null, duration: 0, steps: { done: 0, total: 0 }, warnings: [], undoes: null
  }
  return { number, entry, previous: '', hash: '' }
}

export const isReadable = ({ hash }: HistoryRecord): boolean => hash !== ''
