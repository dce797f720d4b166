/** The calls that the app answers itself: settings, recent projects, dialogs, folders, diagnostics. */
import path from 'node:path'
import { app, dialog, nativeTheme, shell, type BrowserWindow, type OpenDialogOptions } from 'electron'
import { fail } from '../domain/problem'
import type { AppSettings } from '../domain/views'
import type { CallName, Events, Input, Outputs } from '../ipc/contract'
import { appInfo } from './app-info'
import type { SettingsFile } from './app-settings'
import type { StateFile } from './app-state'
import type { CloseChoice } from './closing'
import { diagnostics } from './diagnostics'
import type { EngineProcess } from './engine-process'
import type { Exports } from './exports'
import { readHead } from './heads'
import type { Log } from './log'
import { forgetProject, recentProjects } from './recent'

export type AppCall = Extract<CallName, `app:${string}`>
export type AppHandlers = { readonly [K in AppCall]: (input: Input<K>) => Promise<Outputs[K]> | Outputs[K] }

export interface AppParts {
  readonly window: () => BrowserWindow | null
  readonly state: StateFile
  readonly settings: SettingsFile
  readonly engine: Pick<EngineProcess, 'call'>
  readonly log: Log
  readonly exports: Exports
  readonly closeAnswered: (choice: CloseChoice) => void
  readonly settingsChanged: (settings: Events['settings-changed']) => void
}

export function appHandlers(parts: AppParts): AppHandlers {
  const { state, settings, log } = parts
  return {
    'app:info': () => appInfo(log.folder),
    'app:settings': () => settings.get(),
    'app:save-settings': (input) => saveSettings(parts, input),
    'app:recent': () => recentProjects(state),
    'app:forget-recent': ({ path }) => {
      forgetProject(state, path)
      return recentProjects(state)
    },
    'app:choose-folder': () => chooseFolder(parts.window()),
    'app:export': (input) => parts.exports.save(input),
    'app:show-file': ({ path: file }) => {
      parts.exports.show(file)
      return null
    },
    'app:choose-key': () => chooseKey(parts.window()),
    'app:choose-head': () => chooseHead(parts),
    'app:open-log-folder': () => openLogFolder(log),
    'app:open-external': ({ url }) => openExternal(url),
    'app:diagnostics': () => collectDiagnostics(parts),
    'app:close': ({ choice }) => {
      parts.closeAnswered(choice)
      return null
    }
  }
}

function saveSettings({ settings, settingsChanged }: AppParts, input: AppSettings): AppSettings {
  try {
    settings.save(input)
  } catch (error) {
    throw fail('settings-not-saved', `The settings could not be written: ${error instanceof Error ? error.message : String(error)}.`, 'The old settings stay. Check the free space and the permissions of the folder.')
  }
  nativeTheme.themeSource = input.theme
  settingsChanged(input)
  return settings.get()
}

/** Asks for a folder; null when cancelled. */
export function chooseFolder(window: BrowserWindow | null): Promise<string | null> {
  return chosen(window, { title: 'Open a project', buttonLabel: 'Open', properties: ['openDirectory', 'createDirectory'] })
}

/** Asks for the key that signs; null when cancelled. */
function chooseKey(window: BrowserWindow | null): Promise<string | null> {
  return chosen(window, { title: 'Choose the key that signs', buttonLabel: 'Choose', defaultPath: path.join(app.getPath('home'), '.ssh'), properties: ['openFile', 'showHiddenFiles'] })
}

/** Asks for the head to compare with, and reads it; null when cancelled. */
async function chooseHead({ window, state }: AppParts): Promise<Outputs['app:choose-head']> {
  const file = await chosen(window(), { title: 'Choose a head that was exported earlier', buttonLabel: 'Compare', defaultPath: state.get().exportFolder ?? app.getPath('documents'), properties: ['openFile'] })
  return file === null ? null : readHead(file)
}

async function chosen(window: BrowserWindow | null, options: OpenDialogOptions): Promise<string | null> {
  const { canceled, filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
  return canceled ? null : (filePaths[0] ?? null)
}

export async function openLogFolder(log: Log): Promise<null> {
  const problem = await shell.openPath(log.folder)
  if (problem !== '') throw fail('folder-not-opened', `The log folder could not be opened: ${problem}.`, `It is ${log.folder}.`)
  return null
}

async function openExternal(url: string): Promise<null> {
  if (!isHttps(url)) throw fail('address-refused', 'Only https addresses are opened in the browser.', 'Copy the address instead.')
  await shell.openExternal(url)
  return null
}

function isHttps(text: string): boolean {
  try {
    const { protocol, username, password } = new URL(text)
    return protocol === 'https:' && username === '' && password === ''
  } catch {
    return false
  }
}

export async function collectDiagnostics({ engine, state, log }: Pick<AppParts, 'engine' | 'state' | 'log'>): Promise<string> {
  const doctor = await engine.call('doctor', { project: state.get().lastProject })
  const found = doctor.ok ? { doctor: doctor.value, why: '' } : { doctor: null, why: doctor.problem.message }
  return diagnostics({ info: appInfo(log.folder), ...found, log: log.lastLines(200) })
}

/** Versions for the first line of the log. */
export const versions = (): Readonly<Record<string, string | undefined>> => ({ version: app.getVersion(), electron: process.versions.electron, node: process.versions.node, platform: process.platform })
