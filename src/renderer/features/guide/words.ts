/** The sentences of the guide: what is lost, how long it takes, why it cannot go on. Pure. */
import { mayLoseData } from '../../../domain/at-stake'
import { blocks, type Check } from '../../../domain/check'
import type { Problem } from '../../../domain/problem'
import { staysDown, staysDownWords } from '../../../domain/down'
import type { DatabaseChoice, PreparedView } from '../../../domain/views'
import { formatAmount, formatCount, formatSpan } from '../../format'

export interface Loss {
  /** Rows at stake; null when they could not be counted. */
  readonly rows: number | null
  readonly atLeast: boolean
  readonly databases: readonly DatabaseChoice[]
}

/** What data this plan loses; null when none, for certain. */
export function lossOf(prepared: PreparedView): Loss | null {
  const databases = prepared.databases.filter(({ choice }) => choice !== 'keep')
  if (!mayLoseData(prepared)) return null
  const counted = databases.map(({ atStake }) => atStake)
  const known = counted.filter((stake) => stake !== null)
  return {
    rows: known.length === 0 ? null : known.reduce((sum, { rows }) => sum + rows, 0),
    atLeast: known.length < counted.length || known.some(({ atLeast }) => atLeast),
    databases
  }
}

/** "about 1,240 rows", "at least 1,240 rows" */
export function rowsWords({ rows, atLeast }: Pick<Loss, 'rows' | 'atLeast'>): string {
  if (rows === null) return 'rows that could not be counted'
  return `${atLeast ? 'at least' : 'about'} ${formatCount(rows, 'row')}`
}

const nameOf = (databases: readonly DatabaseChoice[]): string =>
  databases.length === 1 ? databases[0]?.name ?? '' : formatCount(databases.length, 'database')

/** "restored", "migrated down", and "taken back" where it is both. */
export function backWord(databases: readonly Pick<DatabaseChoice, 'choice'>[]): string {
  if (databases.every(({ choice }) => choice !== 'migrate')) return 'restored'
  return databases.every(({ choice }) => choice === 'migrate') ? 'migrated down' : 'taken back'
}

/** For the summary: "main kept", "main restored, about 1,240 rows lost", "main restored, nothing lost"; null without a database. */
export function dataWords(prepared: PreparedView): { readonly text: string; readonly lost: boolean } | null {
  if (prepared.databases.length === 0) return null
  const loss = lossOf(prepared)
  const moved = prepared.databases.filter(({ choice }) => choice !== 'keep')
  if (loss === null) return { text: moved.length === 0 ? `${nameOf(prepared.databases)} kept` : `${nameOf(moved)} ${backWord(moved)}, nothing lost`, lost: false }
  const what = `${nameOf(loss.databases.length > 0 ? loss.databases : prepared.databases)} ${backWord(loss.databases)}`
  return { text: loss.rows === null ? `${what}, rows not counted` : `${what}, ${rowsWords(loss)} lost`, lost: true }
}

type Downs = Pick<PreparedView, 'plan' | 'band'>
const staying = ({ plan }: Pick<Downs, 'plan'>): string | null => plan && staysDownWords(staysDown(plan))

/** For the summary: "about 14 s down", "down time not measured yet", "nothing goes down", "worker stays down". */
export function downWords({ plan, band: { measured, downtime, parts } }: Downs): string {
  const stays = staying({ plan })
  if (!parts.some(({ down }) => down)) return stays ?? 'nothing goes down'
  return [measured && downtime !== null ? `about ${formatSpan(downtime)} down` : 'time down not measured yet', stays].filter((part) => part !== null).join(', ')
}

/** "20 steps, about 54 s, services down for about 32 s" */
export function planTitle({ plan, band }: PreparedView): string {
  const steps = formatCount(plan?.steps.length ?? 0, 'step')
  const stays = staying({ plan })
  const down = band.downtime === null || band.downtime === 0 ? (stays === null ? 'no service goes down' : null) : `services down for about ${formatSpan(band.downtime)}`
  const times = !band.measured || band.total === null ? ['expected time not measured yet'] : [`about ${formatSpan(band.total)}`, down]
  return [steps, ...times, stays].filter((part) => part !== null).join(', ')
}

export const blockingChecks = (checks: readonly Check[], forced: readonly string[]): readonly Check[] =>
  checks.filter((check) => blocks(check, forced))

/** "1 check blocks this rollback" */
export function blockWords(count: number, what = 'this rollback'): string {
  return count === 1 ? `1 check blocks ${what}` : `${formatAmount(count)} checks block ${what}`
}

/** The button's words name the cost. */
export function confirmWords(prepared: PreparedView | null, undo: boolean): string {
  const verb = undo ? 'Undo' : 'Roll back'
  const loss = prepared && lossOf(prepared)
  if (!loss) return verb
  return loss.rows === null ? `${verb} and lose data` : `${verb} and lose ${rowsWords(loss)}`
}

/** What follows from a refusal. That nothing was changed the engine says where it knows it: what was lost on the way may have begun, and an undo may have ended its run. */
export const refusedWords = ({ code, message, next }: Problem): string =>
  /^(check-|blocked$|already-running$)/.test(code) && !/changed\b/.test(message) ? `Nothing was changed. ${next}` : next

const CHANGED = { registry: 'the registry', runs: 'a run', services: 'what runs', settings: 'backstep.yaml', snapshots: 'a snapshot' } as const
export type ChangedPart = keyof typeof CHANGED

/** "The registry and what runs changed since the plan was made" */
export function changedWords(parts: readonly ChangedPart[]): string {
  const words = [...new Set(parts)].map((part) => CHANGED[part])
  const list = words.length < 2 ? words[0] ?? 'something' : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
  return `${list.charAt(0).toUpperCase()}${list.slice(1)} changed since the plan was made`
}

/** What became of the plan, a sentence. */
export function planDifference(before: PreparedView, after: PreparedView): string {
  if (before.from?.version !== after.from?.version) {
    return `${after.plan?.environment ?? after.request.environment} is recorded as ${after.from?.version ?? 'nothing'} now, before it was ${before.from?.version ?? 'nothing'}.`
  }
  const old = new Set(before.plan?.steps.map(({ id }) => id))
  const now = new Set(after.plan?.steps.map(({ id }) => id))
  const more = [...now].filter((id) => !old.has(id)).length
  const less = [...old].filter((id) => !now.has(id)).length
  if (more === 0 && less === 0) return 'Its steps are the same, what they rely on is not.'
  const parts = [more > 0 ? `${formatCount(more, 'step')} more` : '', less > 0 ? `${formatCount(less, 'step')} less` : '']
  return `The new plan has ${parts.filter(Boolean).join(' and ')}.`
}
