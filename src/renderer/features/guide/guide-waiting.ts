/** Waiting for an environment that another run holds. The plan is made anew when it is free: it has to be confirmed on what that run has left. */
import { untilFree, type WaitingSince } from '../takeover/waiting'
import { checkAgain } from './guide-engine'
import { useGuide } from './guide-store'

const since: WaitingSince = {
  get: () => useGuide.getState().waitingSince,
  set: (waitingSince) => useGuide.setState({ waitingSince, ...(waitingSince === null ? {} : { refused: null }) })
}

export async function waitForFree(): Promise<void> {
  if (await untilFree(useGuide.getState().id, since)) checkAgain()
}

export const stopWaiting = (): void => since.set(null)
