import { create } from 'zustand'
import { createJSONStorage, persist } from 'zustand/middleware'
import { wayBack, wayTo, type Route } from '../app/routes'

interface Navigation {
  /** The levels above the open screen, which is the last. */
  readonly stack: readonly Route[]
  readonly go: (route: Route) => void
  readonly back: () => void
}

/** Which screen is open. It outlives a reload of the window, also in the middle of a run. */
export const useNavigation = create<Navigation>()(
  persist(
    (set) => ({
      stack: [{ screen: 'start' }],
      go: (route) => set(({ stack }) => ({ stack: wayTo(stack, route) })),
      back: () => set(({ stack }) => ({ stack: wayBack(stack) }))
    }),
    { name: 'navigation', storage: createJSONStorage(() => sessionStorage), partialize: ({ stack }) => ({ stack }) }
  )
)

/** The open screen. */
export function useRoute(): Route {
  return useNavigation(({ stack }) => stack.at(-1) ?? { screen: 'start' })
}
