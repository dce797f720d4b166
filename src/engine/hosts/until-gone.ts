import { setTimeout } from 'node:timers/promises'
import type { Host, ProcessId } from './host'

const LONGEST_POLL = 20

/** Waits until none of these lives; false when `within` milliseconds or patience ran out. */
export async function untilGone(host: Pick<Host, 'isAlive'>, processes: readonly ProcessId[], within: number, abort?: AbortSignal): Promise<boolean> {
  const end = performance.now() + within
  let poll = 1
  for (;;) {
    const alive = await Promise.all(processes.map((one) => host.isAlive(one)))
    if (!alive.includes(true)) return true
    if (abort?.aborted || performance.now() >= end) return false
    await pause(poll)
    poll = Math.min(poll * 2, LONGEST_POLL)
  }
}

/** The first of the processes of one start is the one that was started; the others are its children. */
export const oldest = (found: readonly ProcessId[]): ProcessId | null =>
  [...found].sort((one, other) => Number(one.startTime) - Number(other.startTime) || one.pid - other.pid)[0] ?? null

/** Milliseconds; over at once when the signal is aborted. */
export const pause = (ms: number, over?: AbortSignal): Promise<unknown> => setTimeout(ms, undefined, over ? { signal: over } : {}).catch(() => undefined)
