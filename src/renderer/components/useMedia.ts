import { useSyncExternalStore } from 'react'

interface Asked {
  readonly subscribe: (changed: () => void) => () => void
  readonly matches: () => boolean
}

/** One for all who ask the same: with new functions at each drawing, React would subscribe anew each time. */
const known = new Map<string, Asked>()
function askedOf(query: string): Asked {
  const there = known.get(query)
  if (there) return there
  const media = window.matchMedia(query)
  const asked: Asked = {
    subscribe: (changed) => {
      media.addEventListener('change', changed)
      return () => media.removeEventListener('change', changed)
    },
    matches: () => media.matches
  }
  known.set(query, asked)
  return asked
}

/** Does the window match this media query now? */
export function useMedia(query: string): boolean {
  const { subscribe, matches } = askedOf(query)
  return useSyncExternalStore(subscribe, matches)
}

/** Below 1120 px the sidebar is a rail and optional columns leave. */
export const useNarrow = (): boolean => useMedia('(max-width: 1119px)')
