/** The demo's own marker: only a folder that carries it is ever reset or deleted. */
import { lstat, readdir } from 'node:fs/promises'
import path from 'node:path'
import { fail } from '../../domain/problem'
import type { Files } from '../files/files'
import { projectPaths } from '../paths'
import { userDataFolder } from '../user-folders'

const WHAT = 'Backstep demo project'

export interface Marker {
  readonly what: typeof WHAT
  readonly createdAt: string
  /** The first of its nine ports. */
  readonly firstPort: number
  /** False while it is being made: such a folder can only be removed. */
  readonly complete: boolean
}

export const newMarker = (createdAt: string, firstPort: number, complete: boolean): Marker => ({ what: WHAT, createdAt, firstPort, complete })

export const writeMarker = (files: Files, folder: string, marker: Marker): Promise<void> =>
  files.write(markerOf(folder), `${JSON.stringify(marker, null, 2)}\n`, { mode: 0o600 })
const markerOf = (folder: string): string => projectPaths(folder).demoMarker

/** Null when the folder is not a demo. */
export async function readMarker(files: Files, folder: string): Promise<Marker | null> {
  const stat = await lstat(folder).catch(() => null)
  if (!stat?.isDirectory()) return null
  const text = await files.read(markerOf(folder))
  return text === null ? null : parsed(text.toString('utf8'))
}

function parsed(text: string): Marker | null {
  try {
    const value: unknown = JSON.parse(text)
    return isMarker(value) ? value : null
  } catch {
    return null
  }
}

function isMarker(value: unknown): value is Marker {
  if (typeof value !== 'object' || value === null) return false
  const { what, createdAt, firstPort, complete } = value as Partial<Marker>
  return what === WHAT && typeof createdAt === 'string' && Number.isInteger(firstPort) && typeof complete === 'boolean'
}

/** The marker of a demo, or an error: nothing else is touched. */
export async function requireMarker(files: Files, folder: string): Promise<Marker> {
  const marker = await readMarker(files, folder)
  if (marker) return marker
  throw fail('not-a-demo', `${folder} is not a demo project: it has no marker of one. Nothing was changed.`, 'Name the folder that `backstep demo` made.', { place: { file: markerOf(folder) } })
}

/** Where the demo goes when nobody says: the user's own data folder. */
export const defaultFolder = (env: Readonly<Record<string, string | undefined>>): string => path.join(userDataFolder(env), 'demo')

/** Refuses a demo that is there, and all that `requireEmpty` does. */
export async function requireNew(files: Files, folder: string): Promise<void> {
  if (await readMarker(files, folder)) throw fail('demo-folder-taken', `${folder} holds a demo already. Nothing was changed.`, 'Name a folder that does not exist yet or is empty.', { place: { file: folder } })
  await requireEmpty(folder)
}

/** Refuses what is there already and is not an empty folder. */
export async function requireEmpty(folder: string): Promise<void> {
  const stat = await lstat(folder).catch(() => null)
  if (stat === null) return
  if (!stat.isDirectory()) throw fail('demo-folder-taken', `${folder} is there already and is not a folder. Nothing was changed.`, 'Name a folder that does not exist yet or is empty.', { place: { file: folder } })
  if ((await readdir(folder)).length === 0) return
  throw fail('demo-folder-taken', `${folder} holds files already and is not a demo project. Nothing was changed.`, 'Name a folder that does not exist yet or is empty.', { place: { file: folder } })
}
