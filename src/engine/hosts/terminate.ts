/** Ends the process groups of programs that take too long or are no longer wanted. */
const KILL_AFTER = 2000

const active = new Set<number>()
// A program that we run to its end has no business outliving us; one that we spawn is never in this set.
process.on('exit', () => { for (const pid of active) signalGroup(pid, 'SIGTERM') })

export function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-pid, signal)
    return true
  } catch {
    return false
  }
}

/** SIGTERM to the group after the timeout or an abort, SIGKILL two seconds later, until stopped. */
export function watchGroup(pid: number | undefined, timeout: number, abort: AbortSignal | undefined): { timedOut(): boolean; stop(): void } {
  if (pid === undefined) return { timedOut: () => false, stop: () => undefined }
  let timedOut = false
  let kill: NodeJS.Timeout | undefined
  const end = (): void => {
    signalGroup(pid, 'SIGTERM')
    kill ??= setTimeout(() => signalGroup(pid, 'SIGKILL'), KILL_AFTER)
  }
  const limit = setTimeout(() => {
    timedOut = true
    end()
  }, timeout)
  active.add(pid)
  if (abort?.aborted) end()
  else abort?.addEventListener('abort', end, { once: true })
  return {
    timedOut: () => timedOut,
    stop() {
      // What ignored the polite signal and outlived its parent is not left behind.
      if (kill) signalGroup(pid, 'SIGKILL')
      clearTimeout(limit)
      clearTimeout(kill)
      abort?.removeEventListener('abort', end)
      active.delete(pid)
    }
  }
}
