import { on } from '../stores/api'
import { useNavigation } from '../stores/navigation'
import { useProject } from '../stores/project'
import { useUi } from '../stores/ui'
import type { Events } from '../../ipc/contract'
import { openProject } from './openFolder'
import type { Route } from './routes'

/** What the engine and the application menu say that concerns the whole window. */
export function followEngine(): () => void {
  const stops = [
    on('navigate', (wish) => void follow(wish)),
    on('close-asked', ({ runs }) => useUi.setState({ closing: runs.length === 0 ? null : runs })),
    on('engine-state', (engine) => {
      const wasDown = !useUi.getState().engine.up
      useUi.setState({ engine })
      if (engine.up && wasDown) void reopen()
    })
  ]
  void reopen()
  return () => stops.forEach((stop) => stop())
}

/** After a reload of the window or a restart of the engine: the project that was open. */
async function reopen(): Promise<void> {
  const { path, open } = useProject.getState()
  if (path !== null) await open(path)
  else useNavigation.getState().go({ screen: 'start' })
}

async function follow({ screen, runId, project }: Events['navigate']): Promise<void> {
  if (screen === 'palette') return useUi.getState().openPalette(true)
  const { path } = useProject.getState()
  if (project !== null && project !== path && !(await openByItself(project))) return
  const route = routeOf(screen, runId)
  if (route) useNavigation.getState().go(route)
}

/** Nobody has chosen it here: until it is there, that it comes is all there is to say. */
async function openByItself(opening: string): Promise<boolean> {
  useUi.setState({ opening })
  const opened = await openProject(opening)
  if (useUi.getState().opening === opening) useUi.setState({ opening: null })
  return opened
}

function routeOf(screen: Exclude<Events['navigate']['screen'], 'palette'>, runId: string | null): Route | undefined {
  if (screen === 'run') return runId === null ? undefined : { screen, runId }
  if (screen === 'about') return { screen: 'settings', section: 'about' }
  return { screen }
}
