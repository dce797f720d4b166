/** The history as the screen shows it: rows, figures, charts, and whether the chain verifies. */
import { median } from '../../domain/band'
import { problemOf, type Problem } from '../../domain/problem'
import type { HistoryRecord } from '../../domain/run'
import type { HistoryRow, HistoryView, OverviewView } from '../../domain/views'
import { unfinishedRuns } from '../run/unfinished'
import type { Session } from '../session/session'

const WEEK = 7 * 86_400_000
const WEEKS = 16

export async function historyState(session: Session): Promise<OverviewView['history']> {
  const verified = await verifiedLately(session)
  const writable = session.readOnly === null ? await session.store.probeWritable().then(() => null, problemOf) : ({ code: 'read-only', message: session.readOnly, next: '' } satisfies Problem)
  return { writable: writable === null, verified: verified.ok, records: verified.records, problem: writable ?? verified.problem }
}

/** Verifying reads every record: what is shown all the time asks again when a record came, and once a minute. */
const lately = new WeakMap<Session, { readonly total: number; readonly until: number; readonly verified: HistoryView['verified'] }>()
const AGAIN = 60_000
async function verifiedLately(session: Session): Promise<HistoryView['verified']> {
  const { total } = await session.store.history({ limit: 1 })
  const now = session.context.clock.now().getTime()
  const known = lately.get(session)
  if (known?.total === total && now < known.until) return known.verified
  const verified = await verifyHistory(session)
  lately.set(session, { total, until: now + AGAIN, verified })
  return verified
}

export async function verifyHistory(session: Session): Promise<HistoryView['verified']> {
  const at = session.context.clock.now().toISOString()
  const answer = await session.store.verifyHistory()
  return { ok: answer.ok, at, records: answer.records, problem: answer.problem === null ? null : { code: 'history-damaged', message: answer.problem, next: 'Compare with an exported head of the history; do not trust the records after this place.' } }
}

export async function historyView(session: Session, query: { readonly text: string; readonly environment: string | null; readonly offset: number; readonly limit: number }): Promise<HistoryView> {
  const page = await session.store.history({ text: query.text, environment: query.environment, offset: query.offset, limit: query.limit })
  const { records: all } = await session.store.history()
  const undone = undoneBy(all)
  const finished = all.filter(({ entry }) => entry.outcome !== 'abandoned')
  const good = finished.filter(({ entry }) => entry.outcome === 'done' || entry.outcome === 'done-with-warnings')
  const restored = good.filter(({ entry }) => entry.kind !== 'undo').map(({ entry }) => ({ at: entry.finishedAt, duration: entry.duration }))
  const unfinished = await unfinishedRuns(session)
  return {
    total: page.total, matching: page.matching,
    rows: page.records.map((record): HistoryRow => ({ record, undoneBy: undone.get(record.entry.runId) ?? null })),
    unfinished, verified: await verifyHistory(session), weeks: weeksOf(all, undone, unfinished.filter((run) => run.status === 'interrupted').map((run) => run.startedAt), session.context.clock.now()),
    successRate: finished.length === 0 ? null : good.length / finished.length, finishedRuns: finished.length, failedRuns: finished.length - good.length,
    medianTimeToRestore: median(restored.map((one) => one.duration)) ?? null, timeToRestore: [...restored].reverse()
  }
}

export function undoneBy(records: readonly HistoryRecord[]): ReadonlyMap<string, string> {
  return new Map(records.flatMap(({ entry }) => (entry.undoes !== null && entry.outcome.startsWith('done') ? [[entry.undoes, entry.runId] as const] : [])))
}

/** Sixteen weeks, the last one ending now; each starts on a Monday in UTC. */
function weeksOf(records: readonly HistoryRecord[], undone: ReadonlyMap<string, string>, interrupted: readonly string[], now: Date): HistoryView['weeks'] {
  const today = Math.floor(now.getTime() / 86_400_000) * 86_400_000
  const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * 86_400_000
  return Array.from({ length: WEEKS }, (_, index) => {
    const start = monday - (WEEKS - 1 - index) * WEEK
    const within = (at: string): boolean => Date.parse(at) >= start && Date.parse(at) < start + WEEK
    const mine = records.filter(({ entry }) => within(entry.startedAt))
    const good = mine.filter(({ entry }) => entry.outcome.startsWith('done'))
    return {
      week: new Date(start).toISOString(), done: good.filter(({ entry }) => !undone.has(entry.runId)).length, undone: good.filter(({ entry }) => undone.has(entry.runId)).length,
      failed: mine.length - good.length, interrupted: interrupted.filter(within).length
    }
  })
}
