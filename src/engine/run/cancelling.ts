/** Whether the run was asked to stop. That it stands clears it. */
export interface Cancelling {
  requested(): boolean
  /** Aborted when it is asked to; a new one after `clear`. */
  signal(): AbortSignal
  request(): void
  clear(): void
}

export function createCancelling(): Cancelling {
  let controller = new AbortController()
  return {
    requested: () => controller.signal.aborted,
    signal: () => controller.signal,
    request: () => controller.abort(),
    clear: () => {
      if (controller.signal.aborted) controller = new AbortController()
    }
  }
}
