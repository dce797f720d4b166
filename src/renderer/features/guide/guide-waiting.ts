/** Waiting for an environment that another run holds. The plan is made anew when it is free: it has to be confirmed on what that run has left. */
import { call } from '../../stores/api'
import { checkAgain } from './guide-engine'
import { useGuide } from './guide-store'

const AT_ONCE = 20_000

export async function waitForFree(): Promise<void> {
  const { id, waitingSince } = useGuide.getState()
  if (waitingSince !== null) return
  const since = new Date().toISOString()
  useGuide.setState({ waitingSince: since, refused: null })
  const waits = (): boolean => useGuide.getState().waitingSince === since
  while (waits()) {
    const free = await call('environment:wait', { project: id.project, environment: id.environment, wait: AT_ONCE }).then((answer) => answer.free, () => true)
    if (!waits()) return
    if (!free) continue
    useGuide.setState({ waitingSince: null })
    checkAgain()
  }
}

export const stopWaiting = (): void => useGuide.setState({ waitingSince: null })
