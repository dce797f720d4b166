import { useSyncExternalStore } from 'react'

/** Does the window match this media query now? */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = window.matchMedia(query)
      media.addEventListener('change', changed)
      return () => media.removeEventListener('change', changed)
    },
    () => window.matchMedia(query).matches
  )
}

/** Below 1120 px the sidebar is a rail and optional columns leave. */
export const useNarrow = (): boolean => useMedia('(max-width: 1119px)')
