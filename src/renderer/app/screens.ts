import { lazy, type ComponentType } from 'react'
import { StartScreen } from '../features/start/StartScreen'
import type { Screen, ScreenProps } from './routes'

type Screens = { readonly [S in Screen]: ComponentType<ScreenProps<S>> }

const files = import.meta.glob<Record<string, ComponentType<never>>>('../features/*/*Screen.tsx')

function screen<S extends Screen>(name: S): ComponentType<ScreenProps<S>> {
  const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}Screen`
  return lazy(async () => {
    const module = await files[`../features/${name}/${title}.tsx`]?.()
    const component = module?.[title] as ComponentType<ScreenProps<S>> | undefined
    if (component === undefined) throw new Error(`${title} does not exist`)
    return { default: component }
  }) as unknown as ComponentType<ScreenProps<S>>
}

/** Every screen is a file of its own that is loaded when it is first opened. */
export const SCREENS: Screens = {
  start: StartScreen,
  overview: screen('overview'),
  deployments: screen('deployments'),
  history: screen('history'),
  snapshots: screen('snapshots'),
  settings: screen('settings'),
  guide: screen('guide'),
  run: screen('run'),
  result: screen('result')
}
