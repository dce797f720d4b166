/** Waiting to resume a run whose environment somebody else holds. What is left is looked at when it is free, and has to be confirmed. */
import { untilFree, type WaitingSince } from '../takeover/waiting'
import { lookAgain } from './run-engine'
import { useRun } from './run-store'

const since: WaitingSince = {
  get: () => useRun.getState().waitingSince,
  set: (waitingSince) => useRun.setState({ waitingSince, ...(waitingSince === null ? {} : { refused: null }) })
}

/** Somebody else may be faster once it is free: then it is waited on. */
export async function waitToResume(project: string, runId: string, environment: string): Promise<void> {
  while (await untilFree({ project, environment }, since)) {
    if (await lookAgain(project, runId)) return
    const { runId: open, refused } = useRun.getState()
    if (open !== runId || refused?.code !== 'environment-locked') return
  }
}

export const stopWaiting = (): void => since.set(null)
