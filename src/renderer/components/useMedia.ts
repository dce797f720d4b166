import { useSyncExternalStore } from 'react'

/** Does the window match this media query now? */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = mediaOf(query)
      media.addEventListener('change', changed)
      return () => media.removeEventListener('change', changed)
    },
    () => mediaOf(query).matches
  )
}

/** Each is asked for with every drawing of whoever uses it: one is enough for all. */
const known = new Map<string, MediaQueryList>()
function mediaOf(query: string): MediaQueryList {
  const media = known.get(query) ?? window.matchMedia(query)
  known.set(query, media)
  return media
}

/** Below 1120 px the sidebar is a rail and optional columns leave. */
export const useNarrow = (): boolean => useMedia('(max-width: 1119px)')
