/** Where a configuration file of the project is, and what is in it. One that leads out of the project is refused. */
import { lstatSync, realpathSync, statSync } from 'node:fs'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { secretValues } from '../domain/config'
import { fail } from '../domain/problem'
import type { ProjectContext } from './context'
import { requireOrdinary } from './files/ordinary'
import { about, codeOf } from './files/problems'

export interface ConfigContent {
  readonly bytes: Buffer
  /** Permission bits. */
  readonly mode: number
}

/** The absolute path. Throws `config-outside`, also when a link on the way leads out, and `not-a-file`. */
export async function placeOf(project: string, path: string): Promise<string> {
  const place = resolve(project, path)
  if (isAbsolute(path) || path.includes('\0') || !isInside(project, place)) throw outside(path, place)
  const real = await about(place, 'read', async () => nearestReal(place))
  if (real !== project && !isInside(project, real)) throw outside(path, place)
  requireOrdinary(place)
  return place
}

/** Null when the file is absent. The secrets in it are masked from now on. */
export async function readConfig({ project, files, learn }: ProjectContext, path: string): Promise<ConfigContent | null> {
  const place = await placeOf(project, path)
  const bytes = await files.read(place)
  if (bytes === null) return null
  const { mode } = await about(place, 'read', async () => statSync(place))
  // What a service was given it may print.
  learn(secretValues(path, bytes.toString('utf8')))
  return { bytes, mode: mode & 0o777 }
}

export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** With links resolved; of a path that is not there, its nearest folder that is. A link that leads nowhere counts as leading out. */
function nearestReal(place: string): string {
  if (lstatSync(place, { throwIfNoEntry: false }) === undefined) return nearestReal(dirname(place))
  try {
    return realpathSync.native(place)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return sep
    throw error
  }
}

const outside = (path: string, place: string) =>
  fail('config-outside', `The configuration file ${path.slice(0, 500)} leads out of the project. It was neither read nor written.`, 'Name a file inside the project in backstep.yaml, or remove the link.', { place: { file: place } })
