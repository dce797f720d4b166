/** Arguments read once: what is wrong with one is said in a sentence, and nothing is touched. */
import { fail } from '../domain/problem'
import type { DataChoice, RollbackRequest } from '../domain/plan'
import { instantOf } from '../domain/registry/instant'
import type { OnFailure } from '../domain/run'

export interface TargetOptions { readonly env: string; readonly to?: string; readonly service?: readonly string[]; readonly data?: string }

export const requestOf = ({ env, to, service, data }: TargetOptions): RollbackRequest =>
  ({ environment: env, deploymentId: to ?? null, undo: null, services: service ?? [], data: dataChoice(data ?? 'keep'), credentials: {} })

export const undoRequest = (environment: string, runId: string): RollbackRequest =>
  ({ environment, deploymentId: null, undo: runId, services: [], data: 'keep', credentials: {} })

function dataChoice(text: string): DataChoice {
  if (text === 'keep' || text === 'restore' || text === 'migrate') return text
  throw fail('usage', `--data is keep, restore or migrate, not '${text}'. Nothing was changed.`, 'Use --data keep, --data restore to take databases back as their onRollback says, or --data migrate to migrate down those that can be.')
}

/** Where nobody can be asked, a failing step stops the run, unless something else is said. */
export function onFailureOf(text: string | undefined, canAsk: boolean): OnFailure {
  if (text === undefined) return canAsk ? 'ask' : 'stop'
  if (text === 'ask' || text === 'undo' || text === 'stop') return text
  throw fail('usage', `--on-failure is ask, undo or stop, not '${text}'. Nothing was changed.`, 'Use one of them.')
}

export function reasonOf(text: string | undefined, what = 'A rollback'): string {
  if (text !== undefined && text.trim() !== '') return text.trim()
  throw fail('reason-missing', `${what} needs a reason: it goes into the history. Nothing was changed.`, 'Say why with --reason "Checkout answers 500 since 02:41".')
}

export function wholeNumber(text: string | undefined, otherwise: number, name: string): number {
  if (text === undefined) return otherwise
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text)
  throw fail('usage', `${name} is a whole number from 1, not '${text}'.`)
}

/** A day from its beginning on, or a time; without a zone that of this machine, as times are printed. Null where none is given. */
export const sinceOf = (text: string | undefined): string | null => (text === undefined ? null : localTime(text, '--since').toISOString())

/** A time, which is not within any more, or the end of a day. */
export function untilOf(text: string | undefined): string | null {
  if (text === undefined) return null
  const until = localTime(text, '--until')
  if (DAY.test(text)) until.setDate(until.getDate() + 1)
  return until.toISOString()
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const ZONED = /:\d{2}.*(?:Z|[+-]\d{2}:?\d{2})$/

function localTime(text: string, name: string): Date {
  const utc = instantOf(text)
  if (utc === null) throw fail('usage', `${name} is a day or a time, not '${text}'.`, `For example: ${name} 2026-11-09 or ${name} 2026-11-09T14:00.`)
  return new Date(ZONED.test(text) ? utc : utc.slice(0, -1))
}

export const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value]
