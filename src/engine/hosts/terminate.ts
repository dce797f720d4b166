/** Ends the process groups of programs that take too long or are no longer wanted. */
const KILL_AFTER = 2000

const active = new Set<number>()
// A program that we run to its end has no business outliving us; one that we spawn, or that may start a service, is never in this set.
process.on('exit', () => { for (const pid of active) signalGroup(pid, 'SIGTERM') })

export const signalGroup = (pid: number, signal: NodeJS.Signals): boolean => signalAlone(-pid, signal)

export function signalAlone(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

export interface Watched {
  timedOut(): boolean
  /** Ends it now, as after the timeout. */
  end(): void
  stop(): void
}
export interface WatchOptions {
  /** Milliseconds. */
  readonly timeout: number
  readonly abort?: AbortSignal
  /** Only the program itself: what it has started may be a service. */
  readonly leaves?: true
}

/** SIGTERM to the group after the timeout or an abort, SIGKILL two seconds later, until stopped. */
export function watchGroup(pid: number | undefined, { timeout, abort, leaves }: WatchOptions): Watched {
  if (pid === undefined) return { timedOut: () => false, end: () => undefined, stop: () => undefined }
  let timedOut = false
  let kill: NodeJS.Timeout | undefined
  const signal = (name: NodeJS.Signals): boolean => (leaves ? signalAlone(pid, name) : signalGroup(pid, name))
  const end = (): void => {
    signal('SIGTERM')
    kill ??= setTimeout(() => signal('SIGKILL'), KILL_AFTER)
  }
  const limit = setTimeout(() => {
    timedOut = true
    end()
  }, timeout)
  if (!leaves) active.add(pid)
  if (abort?.aborted) end()
  else abort?.addEventListener('abort', end, { once: true })
  return {
    timedOut: () => timedOut,
    end,
    stop() {
      // What ignored the polite signal and outlived its parent is not left behind.
      if (kill && !leaves) signalGroup(pid, 'SIGKILL')
      clearTimeout(limit)
      clearTimeout(kill)
      abort?.removeEventListener('abort', end)
      active.delete(pid)
    }
  }
}
