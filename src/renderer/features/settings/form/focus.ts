import { useCallback, useEffect, useState, type RefObject } from 'react'
import type { Path } from '../../../../domain/form'

export interface FocusRequest {
  /** What this path leads to takes the focus, now or when it is there. */
  readonly ask: (path: Path) => void
  /** True once for what is meant. */
  readonly take: (isMeant: (path: Path) => boolean) => boolean
  /** Another number after every request. */
  readonly count: number
}

export function useFocusRequest(): FocusRequest {
  const [pending] = useState<{ path: Path | null }>(() => ({ path: null }))
  const [count, setCount] = useState(0)
  const ask = useCallback((path: Path) => {
    pending.path = path
    setCount((before) => before + 1)
  }, [pending])
  const take = useCallback((isMeant: (path: Path) => boolean): boolean => {
    if (pending.path === null || !isMeant(pending.path)) return false
    pending.path = null
    return true
  }, [pending])
  return { ask, take, count }
}

/** Moves the focus to an element when it is asked for. */
export function useWanted(request: FocusRequest, element: RefObject<HTMLElement | null>, isMeant: (path: Path) => boolean): void {
  useEffect(() => {
    if (request.take(isMeant)) element.current?.focus()
  })
}
