/** Follows unfinished runs that another program drives: their events when the store changed, their output as it grows. */
import { stat } from 'node:fs/promises'
import { lifeOf } from './lock/holder'
import { createOutput } from './output'
import type { Listeners } from './run/hold'
import type { Session } from './session/session'
import type { Holder } from './store/store'

export interface Follower {
  /** Tells what was committed and printed since the last look. */
  look(): Promise<void>
  stop(): void
}

/** Milliseconds between two looks at what such a run prints: a step may print for minutes before anything is committed. */
const POLL = 500
/** Lines told at once. */
const AT_ONCE = 10_000

interface Place {
  /** Of the last event that was told. */
  seq: number
  /** Bytes of output at the last look. */
  size: number
  /** Where the next line to tell is; null before the first one. */
  next: number | null
}

/** `ours`: whether this program drives that run, which tells of itself then. What was printed before now is not told: who wants to see it reads it. */
export function follower(open: () => Promise<Session>, ours: (runId: string) => boolean, listeners: Listeners): Follower {
  const places = new Map<string, Place>()
  /** Who drives a run elsewhere, as long as it lives: what it prints stands in no event. */
  let driven: readonly Holder[] = []
  let timer: NodeJS.Timeout | null = null
  let stopped = false
  let turn = Promise.resolve()
  let asked: Promise<void> | null = null

  const inTurn = (work: () => Promise<void>): Promise<void> => (turn = turn.then(() => (stopped ? undefined : work())).catch(() => undefined))
  const unfinishedIn = async ({ store }: Session): Promise<readonly string[]> => {
    const [runs, holders] = [await store.runs({ unfinished: true }), await store.holders()]
    driven = holders.filter(({ runId }) => runId !== null && !ours(runId) && runs.some((run) => run.runId === runId))
    return runs.map(({ runId }) => runId)
  }
  const begin = async (): Promise<void> => {
    const session = await open()
    for (const runId of await unfinishedIn(session)) if (!ours(runId)) places.set(runId, { seq: -1, size: await sizeOf(session, runId), next: null })
  }
  const lookNow = async (): Promise<void> => {
    asked = null
    const session = await open()
    const ids = new Set([...(await unfinishedIn(session)), ...places.keys()].filter((runId) => !ours(runId)))
    for (const runId of ids) {
      const place = places.get(runId) ?? { seq: -1, size: 0, next: null }
      const events = await session.store.events(runId, place.seq + 1)
      if (events.length > 0) listeners.onEvents(events)
      place.seq = events.at(-1)?.seq ?? place.seq
      await tellOutput(session, runId, place, listeners)
      if (events.some(({ type }) => type === 'run-finished')) places.delete(runId)
      else places.set(runId, place)
    }
  }
  const poll = async (): Promise<void> => {
    const session = await open()
    const lives = await Promise.all(driven.map((holder) => lifeOf(session.context.host('local'), holder)))
    for (const { runId } of driven) {
      const place = runId === null ? undefined : places.get(runId)
      if (runId !== null && place) await tellOutput(session, runId, place, listeners)
    }
    // One that was killed changes nothing in the store.
    driven = driven.filter((_, index) => lives[index] === 'alive')
  }
  const pollLater = (): void => {
    if (stopped || timer !== null || driven.length === 0) return
    timer = setTimeout(() => void inTurn(poll).then(() => { timer = null; pollLater() }), POLL)
    timer.unref()
  }
  void inTurn(begin).then(pollLater)
  return {
    look: () => (asked ??= inTurn(lookNow).then(pollLater)),
    stop: () => {
      stopped = true
      if (timer !== null) clearTimeout(timer)
    }
  }
}

const sizeOf = ({ paths }: Session, runId: string): Promise<number> => stat(paths.output(runId)).then(({ size }) => size, () => 0)

async function tellOutput(session: Session, runId: string, place: Place, { onOutput }: Listeners): Promise<void> {
  const size = await sizeOf(session, runId)
  if (size === place.size) return
  const output = createOutput(session.context.files, session.paths.runFolder(runId))
  const read = (from: number, limit: number): ReturnType<typeof output.read> => output.read(from, limit).catch(() => ({ lines: [], total: 0 }))
  place.size = size
  place.next ??= Math.max(0, (await read(0, 0)).total - AT_ONCE)
  for (;;) {
    const { lines } = await read(place.next, AT_ONCE)
    if (lines.length > 0) onOutput(lines)
    place.next += lines.length
    if (lines.length < AT_ONCE) return
  }
}
