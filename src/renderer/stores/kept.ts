import { useEffect } from 'react'
import type { Route } from '../app/routes'

/** By the route itself: it is the same one when somebody goes back to it, and another when one goes there again, which begins anew. */
const kept = new WeakMap<Route, Map<string, unknown>>()

/** What a screen was like when another was opened from it. */
export function keptOf<T>(route: Route, what: string, otherwise: T): T {
  const all = kept.get(route)
  return all?.has(what) ? (all.get(what) as T) : otherwise
}

/** Keeps it for going back, for as long as the screen is among the levels above the open one. */
export function useKeep(route: Route, what: string, value: unknown): void {
  useEffect(() => keep(route, what, value), [route, what, value])
}

export function keep(route: Route, what: string, value: unknown): void {
  const all = kept.get(route) ?? new Map<string, unknown>()
  kept.set(route, all.set(what, value))
}
