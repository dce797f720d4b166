import { Suspense, type ComponentType } from 'react'
import { Loading } from '../components/Empty'
import type { Route } from './routes'
import { SCREENS } from './screens'

/** The open screen. */
export function Outlet({ route }: { readonly route: Route }) {
  // The key and the route come from the same union, which TypeScript cannot follow through the index.
  const Screen = SCREENS[route.screen] as ComponentType<{ readonly route: Route }>
  return (
    <Suspense fallback={<Loading label="Opening" lines={0} />}>
      <Screen key={identity(route)} route={route} />
    </Suspense>
  )
}

// Another run or another rollback is another screen, not the same one with other data.
function identity(route: Route): string {
  switch (route.screen) {
    case 'run':
    case 'result':
      return `${route.screen} ${route.runId}`
    case 'guide':
      return `guide ${route.environment} ${route.undo ?? ''}`
    default:
      return route.screen
  }
}
