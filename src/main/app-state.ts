/** What the app remembers between starts, in state.json: the window's place, zoom, and the projects that were open. */
import path from 'node:path'
import type { Rectangle } from 'electron'
import type { SeenProject } from '../domain/views'
import { readJson, recordOf, writeJson } from './json-file'
import { seenFrom } from './seen'

export interface RecentEntry {
  readonly path: string
  readonly name: string
  readonly openedAt: string
  readonly environments: number
  readonly seen: SeenProject | null
}
export interface AppState {
  readonly bounds: Rectangle | null
  readonly maximized: boolean
  /** Chromium's zoom level; 0 is 100 %. */
  readonly zoom: number
  readonly lastProject: string | null
  /** Newest first. */
  readonly recent: readonly RecentEntry[]
  /** Where something was last exported to. */
  readonly exportFolder: string | null
}

export interface StateFile {
  get(): AppState
  /** Written a moment later, together with what else changes. */
  update(change: Partial<AppState>): void
  flush(): void
}

const WRITE_AFTER = 400

/** Opens state.json in the data folder; what cannot be read starts afresh, what cannot be written is reported and kept in memory. */
export function openState(folder: string, onProblem: (error: unknown) => void): StateFile {
  const file = path.join(folder, 'state.json')
  let state = stateFrom(readJson(file))
  let timer: NodeJS.Timeout | undefined
  const flush = (): void => {
    if (timer === undefined) return
    clearTimeout(timer)
    timer = undefined
    try {
      writeJson(file, state)
    } catch (error) {
      onProblem(error)
    }
  }
  const update = (change: Partial<AppState>): void => {
    state = { ...state, ...change }
    timer ??= setTimeout(flush, WRITE_AFTER)
  }
  return { get: () => state, update, flush }
}

/** Takes of a parsed state.json what makes sense. */
export function stateFrom(value: unknown): AppState {
  const { bounds, maximized, zoom, lastProject, recent, exportFolder } = recordOf(value)
  return {
    bounds: boundsFrom(bounds),
    maximized: maximized === true,
    zoom: typeof zoom === 'number' && Math.abs(zoom) <= MAX_ZOOM ? zoom : 0,
    lastProject: typeof lastProject === 'string' ? lastProject : null,
    recent: Array.isArray(recent) ? recent.flatMap(entryFrom).slice(0, MAX_RECENT) : [],
    exportFolder: typeof exportFolder === 'string' ? exportFolder : null
  }
}

export const MAX_ZOOM = 5
export const MAX_RECENT = 20

function boundsFrom(value: unknown): Rectangle | null {
  const { x, y, width, height } = recordOf(value)
  const numbers = [x, y, width, height]
  if (!numbers.every((number) => Number.isSafeInteger(number))) return null
  return { x: Number(x), y: Number(y), width: Number(width), height: Number(height) }
}

function entryFrom(value: unknown): RecentEntry[] {
  const { path: folder, name, openedAt, environments, seen } = recordOf(value)
  if (typeof folder !== 'string' || typeof name !== 'string' || typeof openedAt !== 'string') return []
  return [{ path: folder, name, openedAt, environments: typeof environments === 'number' ? environments : 0, seen: seenFrom(seen) }]
}
