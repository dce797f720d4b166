/** Configuration files of the project: observed by digest, written as a plan says. */
import { basename, dirname } from 'node:path'
import { configKeys, mergeCredentials } from '../domain/config'
import type { ConfigFact } from '../domain/facts'
import type { Action } from '../domain/plan'
import { fail, problemOf } from '../domain/problem'
import { placeOf, readConfig } from './config-place'
import type { EnvironmentContext, ProjectContext } from './context'
import { createManifests } from './manifests'

/** Never throws: unknown with its reason. */
export async function observeConfig(context: EnvironmentContext, path: string): Promise<ConfigFact> {
  try {
    const content = await readConfig(context, path)
    if (!content) return { known: true, is: { kind: 'config', digest: null, mode: null }, seen: { bytes: 0, keys: null } }
    const { bytes, mode } = content
    return { known: true, is: { kind: 'config', digest: context.digest(bytes), mode }, seen: { bytes: bytes.length, keys: configKeys(path, bytes.toString('utf8'), context.digest) } }
  } catch (error) {
    return { known: false, reason: problemOf(error).message }
  }
}

/** The secrets in these files are masked from now on. What cannot be read now is passed over. */
export async function learnConfig(context: ProjectContext, paths: readonly string[]): Promise<void> {
  await Promise.all(paths.map((path) => readConfig(context, path).catch(() => null)))
}

export type WriteFile = Extract<Action, { kind: 'write-file' }>

/** Writes exactly what the plan's digest names, or leaves the file as it is. `before` gets the digest of what is in it (null: it is absent) and may refuse. */
export async function writeConfig(context: EnvironmentContext, action: WriteFile, before: (digest: string | null) => Promise<void>): Promise<void> {
  const { files, project } = context
  const place = await placeOf(project, action.path)
  const kept = action.blob === null ? null : await createManifests(context).readBlob(action.blob)
  const today = await files.read(place)
  await before(today === null ? null : context.digest(today))
  if (kept === null) return files.remove(place)
  const wanted = today === null || action.keep.length === 0 ? kept : Buffer.from(mergeCredentials(action.path, kept.toString('utf8'), today.toString('utf8'), action.keep))
  if (context.digest(wanted) !== action.digest) {
    throw fail('config-differs', `${action.path} would not become what the plan says: it or its kept content changed since. It was not written.`, 'Make a new plan.', { place: { file: place } })
  }
  await files.makeFolder(dirname(place), 0o755)
  await files.write(place, wanted, { mode: writtenMode(action.path, action.mode) })
}

/** The mode that a file is written with: `.env` files hold secrets and are their owner's alone. */
export const writtenMode = (path: string, mode: number | null): number => (basename(path).startsWith('.env') ? 0o600 : (mode ?? 0o600))
