import { useEffect } from 'react'
import { useProject } from '../stores/project'

export const OBSERVE_EVERY = 15_000

/** Asks the services again while somebody can see the answer. */
export function useObserving(active: boolean): void {
  useEffect(() => {
    if (!active) return
    const look = (): void => {
      if (document.visibilityState === 'visible') void useProject.getState().refresh(true)
    }
    const timer = setInterval(look, OBSERVE_EVERY)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [active])
}
