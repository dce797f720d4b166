import { lazy, Suspense, useEffect } from 'react'
import { ZoneContext } from '../components/Time'
import { Toasts } from '../components/Toast'
import { useRoute } from '../stores/navigation'
import { followProject, useProject } from '../stores/project'
import { followSettings, useSettings } from '../stores/settings'
import { useUi } from '../stores/ui'
import { EngineDown } from './EngineDown'
import { ErrorBoundary } from './ErrorBoundary'
import { followEngine } from './followEngine'
import { Frame } from './Frame'
import { Outlet } from './Outlet'
import { needsProject, takesWindow, type Route } from './routes'
import { useGlobalKeys } from './useGlobalKeys'
import { useWindowTitle } from './useWindowTitle'

const START: Route = { screen: 'start' }

// What is not needed for the first picture.
const Palette = lazy(async () => ({ default: (await import('./Palette')).Palette }))
const CloseQuestion = lazy(async () => ({ default: (await import('./CloseQuestion')).CloseQuestion }))

/** The window: one screen, the palette over it, and what the engine asks. */
export function App() {
  const route = useShownRoute()
  const zone = useSettings(({ settings }) => settings.times)
  const { palette: paletteOpen, closing } = useUi()
  useGlobalKeys()
  useWindowTitle()
  useEngine()
  const outlet = (
    <ErrorBoundary key={route.screen}>
      <Outlet route={route} />
    </ErrorBoundary>
  )
  return (
    <ZoneContext value={zone}>
      <EngineDown />
      {takesWindow(route.screen) ? outlet : <Frame screen={route.screen}>{outlet}</Frame>}
      <Suspense>
        {paletteOpen && <Palette />}
        {closing && <CloseQuestion runs={closing} />}
      </Suspense>
      <Toasts />
    </ZoneContext>
  )
}

// Whatever the menu or a remembered screen asks for, without a project there is only the start.
function useShownRoute(): Route {
  const route = useRoute()
  const open = useProject(({ path }) => path !== null)
  return open || !needsProject(route.screen) ? route : START
}

function useEngine(): void {
  useEffect(() => {
    const stops = [followSettings(), followProject(), followEngine()]
    return () => stops.forEach((stop) => stop())
  }, [])
}
