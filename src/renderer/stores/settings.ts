import { create } from 'zustand'
import type { AppInfo, AppSettings } from '../../domain/views'
import { call, on } from './api'

interface SettingsState {
  readonly settings: AppSettings
  readonly info: AppInfo | null
  readonly save: (settings: AppSettings) => Promise<void>
}

/** Appearance and identity: the same for every project. */
export const useSettings = create<SettingsState>()((set) => ({
  settings: { theme: 'system', times: 'local', notifications: true },
  info: null,
  save: async (settings) => {
    set({ settings })
    set({ settings: await call('app:save-settings', settings) })
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
