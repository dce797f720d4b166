/** What the history adds up to: charts, rates, and which runs were undone. */
import { setImmediate } from 'node:timers/promises'
import { median } from '../../domain/band'
import { isReadable, wholeRecord } from '../../domain/history'
import type { HistoryEntry } from '../../domain/run'
import type { HistoryView } from '../../domain/views'
import type { Session } from '../session/session'
import type { Store } from '../store/store'

const DAY = 86_400_000
const WEEK = 7 * DAY
const WEEKS = 16
/** Records read at a time: other calls come in between. */
const SLICE = 1000

export interface Figures extends Pick<HistoryView, 'successRate' | 'finishedRuns' | 'failedRuns' | 'medianTimeToRestore' | 'timeToRestore'> {
  /** By run, the one that undid it; without those whose undo was undone. */
  readonly undone: ReadonlyMap<string, string>
  weeks(interrupted: readonly string[], now: Date): HistoryView['weeks']
}

/** What of a record counts here; the rest of 100,000 records need not stay in memory. */
type Counted = Pick<HistoryEntry, 'runId' | 'kind' | 'undoes' | 'startedAt' | 'finishedAt' | 'duration' | 'outcome'>

const known = new WeakMap<Session, { readonly mark: string; readonly figures: Promise<Figures> }>()

/** Every record counts, so they are added up once for each new one, not at every look. */
export async function figuresOf(session: Session): Promise<Figures> {
  const { total, last } = await session.store.historyEnds()
  const mark = `${total}:${last?.hash ?? ''}`
  const before = known.get(session)
  if (before?.mark === mark) return before.figures
  const mine = { mark, figures: counted(session.store).then(addUp) }
  known.set(session, mine)
  return mine.figures.catch((error: unknown) => {
    if (known.get(session) === mine) known.delete(session)
    throw error
  })
}

/** The records that can be read, the oldest first. */
async function counted(store: Pick<Store, 'historyRows'>): Promise<readonly Counted[]> {
  const all: Counted[] = []
  for (let after = 0; ; await setImmediate()) {
    const rows = await store.historyRows(after, SLICE)
    for (const { text } of rows) {
      const record = wholeRecord(text)
      if (record === null || !isReadable(record)) continue
      const { runId, kind, undoes, startedAt, finishedAt, duration, outcome } = record.entry
      all.push({ runId, kind, undoes, startedAt, finishedAt, duration, outcome })
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < SLICE) return all
    after = last.number
  }
}

const isGood = ({ outcome }: Counted): boolean => outcome === 'done' || outcome === 'done-with-warnings'

/** The run that took each back, but for those whose undo was taken back itself. An undo comes after what it undoes: the newest is looked at first. */
function undoneBy(records: readonly Counted[]): ReadonlyMap<string, string> {
  const undone = new Map<string, string>()
  for (const record of records.toReversed()) if (record.undoes !== null && isGood(record) && !undone.has(record.runId)) undone.set(record.undoes, record.runId)
  return undone
}

function addUp(records: readonly Counted[]): Figures {
  const undone = undoneBy(records)
  const finished = records.filter(({ outcome }) => outcome !== 'abandoned')
  const good = finished.filter(isGood)
  const restored = good.filter(({ kind }) => kind !== 'undo').map(({ finishedAt, duration }) => ({ at: finishedAt, duration }))
  return {
    undone, successRate: finished.length === 0 ? null : good.length / finished.length, finishedRuns: finished.length, failedRuns: finished.length - good.length,
    medianTimeToRestore: median(restored.map((one) => one.duration)) ?? null, timeToRestore: restored,
    weeks: (interrupted, now) => weeksOf(records, undone, interrupted, now)
  }
}

/** Sixteen weeks, the last one ending now; each starts on a Monday in UTC. */
function weeksOf(records: readonly Counted[], undone: ReadonlyMap<string, string>, interrupted: readonly string[], now: Date): HistoryView['weeks'] {
  const today = Math.floor(now.getTime() / DAY) * DAY
  const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * DAY
  const recent = records.filter(({ startedAt }) => Date.parse(startedAt) >= monday - WEEKS * WEEK)
  return Array.from({ length: WEEKS }, (_, index) => {
    const start = monday - (WEEKS - 1 - index) * WEEK
    const within = (at: string): boolean => Date.parse(at) >= start && Date.parse(at) < start + WEEK
    const mine = recent.filter(({ startedAt }) => within(startedAt))
    const good = mine.filter(isGood)
    return {
      week: new Date(start).toISOString(), done: good.filter(({ runId }) => !undone.has(runId)).length, undone: good.filter(({ runId }) => undone.has(runId)).length,
      failed: mine.length - good.length, interrupted: interrupted.filter(within).length
    }
  })
}
