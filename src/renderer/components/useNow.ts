import { useEffect, useState } from 'react'

/** The present, again every so many milliseconds while the window can be seen. */
export function useNow(every: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') setNow(Date.now())
    }, every)
    return () => clearInterval(timer)
  }, [every])
  return now
}
