import { setTimeout } from 'node:timers/promises'
import type { Host, ProcessId } from '../../hosts/host'
import { TOKEN, type ServiceState } from './state'

/** The process that the record speaks of, if it lives: by pid, start time and boot, or by its token when the pid was never written. */
export async function findLive(host: Host, state: ServiceState | null): Promise<ProcessId | null> {
  if (!state || state.elsewhere) return null
  if (state.process) return (await host.isAlive(state.process)) ? state.process : null
  return oldest(await host.findByEnv(TOKEN, state.token))
}

/** The first of the processes of one start is the one that we started; the others are its children. */
const oldest = (found: readonly ProcessId[]): ProcessId | null =>
  [...found].sort((one, other) => Number(one.startTime) - Number(other.startTime) || one.pid - other.pid)[0] ?? null

/** Ends what an earlier start left behind although its first process is gone. Answers how many there were. */
export async function endLeftOvers(host: Host, state: ServiceState | null): Promise<number> {
  if (!state || state.elsewhere) return 0
  const left = await host.findByEnv(TOKEN, state.token)
  for (const child of left) await host.signal(child, 'SIGKILL')
  await untilGone(host, left, 5_000)
  return left.length
}

const LONGEST_POLL = 20

/** Waits until none of these lives; false when time or patience ran out. */
export async function untilGone(host: Host, processes: readonly ProcessId[], within: number, abort?: AbortSignal): Promise<boolean> {
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

/** Milliseconds; over at once when the signal is aborted. */
export const pause = (ms: number, over?: AbortSignal): Promise<unknown> => setTimeout(ms, undefined, over ? { signal: over } : {}).catch(() => undefined)
