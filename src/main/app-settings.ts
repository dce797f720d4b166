import path from 'node:path'
import type { AppSettings } from '../domain/views'
import { readJson, recordOf, writeJson } from './json-file'

const THEMES: readonly AppSettings['theme'][] = ['system', 'light', 'dark']

export interface SettingsFile {
  get(): AppSettings
  /** Throws when it cannot be written; the old settings stay. */
  save(settings: AppSettings): void
}

/** settings.json in the data folder: the operator's appearance, times and notifications. */
export function openSettings(folder: string): SettingsFile {
  const file = path.join(folder, 'settings.json')
  let settings = settingsFrom(readJson(file))
  return {
    get: () => settings,
    save: (next) => {
      writeJson(file, next)
      settings = next
    }
  }
}

/** Takes what makes sense; the rest is as on the first start. */
export function settingsFrom(value: unknown): AppSettings {
  const { theme, times, notifications } = recordOf(value)
  return {
    theme: THEMES.find((known) => known === theme) ?? 'system',
    times: times === 'utc' ? 'utc' : 'local',
    notifications: notifications !== false
  }
}
