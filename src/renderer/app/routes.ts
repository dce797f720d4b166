/**
 * Where the window can be. To go somewhere:
 *
 *   const { go, back } = useNavigation()
 *   go({ screen: 'guide', environment: 'staging' })                      the suggested target
 *   go({ screen: 'guide', environment: 'staging', deploymentId: 'd-1' })  this target
 *   go({ screen: 'guide', environment: 'staging', undo: runId })          undo a run
 *   go({ screen: 'run', runId })                                          after run:start; the guide leaves the way back
 *   back()                                                                one level up, as Esc does
 *
 * A screen is a component with its route as its only property: `({ route }: ScreenProps<'run'>)`.
 */

export type GuideStep = 'target' | 'compare' | 'checks' | 'plan' | 'confirm'

export type Route =
  | { readonly screen: 'start' }
  /** `environment` brings that lane into sight. */
  | { readonly screen: 'overview'; readonly environment?: string }
  | { readonly screen: 'deployments'; readonly environment?: string; readonly id?: string; readonly text?: string }
  | { readonly screen: 'history'; readonly environment?: string; readonly runId?: string; readonly text?: string }
  | { readonly screen: 'snapshots'; readonly environment?: string; readonly id?: string }
  | { readonly screen: 'settings'; readonly line?: number; readonly section?: 'project' | 'identity' | 'encryption' | 'appearance' | 'about' }
  | {
      readonly screen: 'guide'
      readonly environment: string
      readonly deploymentId?: string
      /** Run id to undo. */
      readonly undo?: string
      /** Only these services. */
      readonly services?: readonly string[]
      readonly step?: GuideStep
    }
  /** `resume`: an interrupted run goes on at once, if nothing of it is new. */
  | { readonly screen: 'run'; readonly runId: string; readonly resume?: true }
  | { readonly screen: 'result'; readonly runId: string }

export type Screen = Route['screen']
export type RouteOf<S extends Screen> = Extract<Route, { readonly screen: S }>
export interface ScreenProps<S extends Screen> {
  readonly route: RouteOf<S>
}

const TOP: readonly Screen[] = ['start', 'overview']
const LISTS: readonly Screen[] = ['deployments', 'history', 'snapshots', 'settings']
/** Screens that take the whole window: no sidebar, no status bar. */
const WHOLE: readonly Screen[] = ['start', 'guide', 'run']

export const takesWindow = (screen: Screen): boolean => WHOLE.includes(screen)

const OVERVIEW: Route = { screen: 'overview' }

/** Screens that make sense while no project is open. */
const WITHOUT_PROJECT: readonly Screen[] = ['start', 'settings']

export const needsProject = (screen: Screen): boolean => !WITHOUT_PROJECT.includes(screen)

/**
 * The levels above a route, the route last. Lists are one level below the overview; what follows a step of a
 * rollback (guide, run, result) takes its place, because going back into it would mean nothing.
 */
export function wayTo(stack: readonly Route[], route: Route): readonly Route[] {
  if (TOP.includes(route.screen)) return [route]
  if (LISTS.includes(route.screen)) return [OVERVIEW, route]
  const kept = stack.filter(({ screen }) => screen !== 'start' && screen !== 'guide' && screen !== 'run' && screen !== 'result')
  const result = stack.findLast(({ screen }) => screen === 'result')
  const base = kept.length === 0 ? [OVERVIEW] : kept
  return result && route.screen === 'guide' ? [...base, result, route] : [...base, route]
}

/** One level up; the overview and the start have none. */
export function wayBack(stack: readonly Route[]): readonly Route[] {
  return stack.length > 1 ? stack.slice(0, -1) : stack
}
