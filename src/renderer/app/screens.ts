import { lazy, type ComponentType } from 'react'
import { StartScreen } from '../features/start/StartScreen'
import type { Screen, ScreenProps } from './routes'

type Screens = { readonly [S in Screen]: ComponentType<ScreenProps<S>> }

/** Every screen is a file of its own that is loaded when it is first opened; the first one is there at once. */
export const SCREENS: Screens = {
  start: StartScreen,
  overview: lazy(async () => ({ default: (await import('../features/overview/OverviewScreen')).OverviewScreen })),
  deployments: lazy(async () => ({ default: (await import('../features/deployments/DeploymentsScreen')).DeploymentsScreen })),
  history: lazy(async () => ({ default: (await import('../features/history/HistoryScreen')).HistoryScreen })),
  snapshots: lazy(async () => ({ default: (await import('../features/snapshots/SnapshotsScreen')).SnapshotsScreen })),
  settings: lazy(async () => ({ default: (await import('../features/settings/SettingsScreen')).SettingsScreen })),
  guide: lazy(async () => ({ default: (await import('../features/guide/GuideScreen')).GuideScreen })),
  run: lazy(async () => ({ default: (await import('../features/run/RunScreen')).RunScreen })),
  result: lazy(async () => ({ default: (await import('../features/result/ResultScreen')).ResultScreen }))
}
