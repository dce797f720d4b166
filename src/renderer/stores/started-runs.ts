/** Runs that this window has started and whose screen is still to open: their end is news there, however soon it comes. */
const started = new Set<string>()

export const startedRun = (runId: string): void => void started.add(runId)

/** True once for each. */
export const isFirstLookAt = (runId: string): boolean => started.delete(runId)
