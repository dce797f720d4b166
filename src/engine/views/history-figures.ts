/** What the history adds up to: charts, rates, and which runs were undone. */
import { median } from '../../domain/band'
import { isReadable } from '../../domain/history'
import type { HistoryRecord } from '../../domain/run'
import type { HistoryView } from '../../domain/views'
import type { Session } from '../session/session'

const DAY = 86_400_000
const WEEK = 7 * DAY
const WEEKS = 16

export interface Figures extends Pick<HistoryView, 'successRate' | 'finishedRuns' | 'failedRuns' | 'medianTimeToRestore' | 'timeToRestore'> {
  readonly undone: ReadonlyMap<string, string>
  weeks(interrupted: readonly string[], now: Date): HistoryView['weeks']
}

const known = new WeakMap<Session, { readonly mark: string; readonly figures: Figures }>()

/** Every record counts, so they are added up once for each new one, not at every look. */
export async function figuresOf(session: Session): Promise<Figures> {
  const { total, last } = await session.store.historyEnds()
  const mark = `${total}:${last?.hash ?? ''}`
  const before = known.get(session)
  if (before?.mark === mark) return before.figures
  const figures = addUp((await session.store.history()).records.filter(isReadable))
  known.set(session, { mark, figures })
  return figures
}

const isGood = ({ entry }: HistoryRecord): boolean => entry.outcome === 'done' || entry.outcome === 'done-with-warnings'

function addUp(records: readonly HistoryRecord[]): Figures {
  const undone = new Map(records.flatMap((record) => (record.entry.undoes !== null && isGood(record) ? [[record.entry.undoes, record.entry.runId] as const] : [])))
  const finished = records.filter(({ entry }) => entry.outcome !== 'abandoned')
  const good = finished.filter(isGood)
  const restored = good.filter(({ entry }) => entry.kind !== 'undo').map(({ entry }) => ({ at: entry.finishedAt, duration: entry.duration }))
  return {
    undone, successRate: finished.length === 0 ? null : good.length / finished.length, finishedRuns: finished.length, failedRuns: finished.length - good.length,
    medianTimeToRestore: median(restored.map((one) => one.duration)) ?? null, timeToRestore: restored.reverse(),
    weeks: (interrupted, now) => weeksOf(records, undone, interrupted, now)
  }
}

/** Sixteen weeks, the last one ending now; each starts on a Monday in UTC. */
function weeksOf(records: readonly HistoryRecord[], undone: ReadonlyMap<string, string>, interrupted: readonly string[], now: Date): HistoryView['weeks'] {
  const today = Math.floor(now.getTime() / DAY) * DAY
  const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * DAY
  const recent = records.filter(({ entry }) => Date.parse(entry.startedAt) >= monday - WEEKS * WEEK)
  return Array.from({ length: WEEKS }, (_, index) => {
    const start = monday - (WEEKS - 1 - index) * WEEK
    const within = (at: string): boolean => Date.parse(at) >= start && Date.parse(at) < start + WEEK
    const mine = recent.filter(({ entry }) => within(entry.startedAt))
    const good = mine.filter(isGood)
    return {
      week: new Date(start).toISOString(), done: good.filter(({ entry }) => !undone.has(entry.runId)).length, undone: good.filter(({ entry }) => undone.has(entry.runId)).length,
      failed: mine.length - good.length, interrupted: interrupted.filter(within).length
    }
  })
}
