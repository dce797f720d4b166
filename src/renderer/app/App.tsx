import { lazy, Suspense, useEffect } from 'react'
import { ZoneContext } from '../components/Time'
import { Toasts } from '../components/Toast'
import { useRoute } from '../stores/navigation'
import { followProject } from '../stores/project'
import { followSettings, useSettings } from '../stores/settings'
import { useUi } from '../stores/ui'
import { EngineDown } from './EngineDown'
import { ErrorBoundary } from './ErrorBoundary'
import { followEngine } from './followEngine'
import { Frame } from './Frame'
import { Outlet } from './Outlet'
import { takesWindow } from './routes'
import { useWindowTitle } from './useWindowTitle'
import { useGlobalKeys } from './useGlobalKeys'

// What is not needed for the first picture.
const Palette = lazy(async () => ({ default: (await import('./Palette')).Palette }))
const CloseQuestion = lazy(async () => ({ default: (await import('./CloseQuestion')).CloseQuestion }))

/** The window: one screen, the palette over it, and what the engine asks. */
export function App() {
  const route = useRoute()
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

function useEngine(): void {
  useEffect(() => {
    const stops = [followSettings(), followProject(), followEngine()]
    return () => stops.forEach((stop) => stop())
  }, [])
}
