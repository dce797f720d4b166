import { create } from 'zustand'
import { problemOf } from '../../domain/problem'
import type { AppInfo, AppSettings } from '../../domain/views'
import { call, on } from './api'
import { notify } from './notices'

interface SettingsState {
  readonly settings: AppSettings
  readonly info: AppInfo | null
  /** Applied at once; taken back, with a notice, if it cannot be kept. */
  readonly save: (settings: AppSettings) => Promise<void>
}

/** Appearance and identity: the same for every project. */
export const useSettings = create<SettingsState>()((set, get) => ({
  settings: { theme: 'system', times: 'local', notifications: true },
  info: null,
  save: async (settings) => {
    const before = get().settings
    set({ settings })
    try {
      set({ settings: await call('app:save-settings', settings) })
    } catch (error) {
      set({ settings: before })
      notify(problemOf(error).message, 'failed')
    }
  }
}))

/** Reads the settings and follows what other windows and the menu change. */
export function followSettings(): () => void {
  const stopTheme = useSettings.subscribe(({ settings }) => applyTheme(settings.theme))
  const stopEvents = on('settings-changed', (settings) => useSettings.setState({ settings }))
  void call('app:settings').then((settings) => useSettings.setState({ settings })).catch(() => undefined)
  void call('app:info').then((info) => useSettings.setState({ info })).catch(() => undefined)
  return () => {
    stopTheme()
    stopEvents()
  }
}

function applyTheme(theme: AppSettings['theme']): void {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}
