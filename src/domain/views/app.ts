/** The application itself. */
import type { Actor } from '../run'

export interface AppInfo {
  readonly name: string
  readonly version: string
  readonly electron: string
  readonly node: string
  readonly chrome: string
  readonly runtime: 'official' | 'fallback'
  readonly platform: string
  readonly actor: Actor
  readonly logFolder: string
}

export interface AppSettings { readonly theme: 'system' | 'light' | 'dark'; readonly times: 'local' | 'utc'; readonly notifications: boolean }
