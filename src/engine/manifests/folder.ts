/** The folders that hold manifests and what is in them. Names that come from elsewhere cannot lead out of one. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { dirname, join, posix, resolve } from 'node:path'
import type { BlobRef } from '../../domain/manifest'
import { fail, type BackstepError } from '../../domain/problem'
import { isInside } from '../config-place'
import type { ProjectContext } from '../context'
import { about, orMissing } from '../files/problems'
import { fileNameOf, projectPaths } from '../paths'

export type StoreName = BlobRef['store']
export const MANIFEST = 'manifest.json'
export const CHECKSUMS = 'checksums.json'

export function folderOf({ project }: Pick<ProjectContext, 'project'>, store: StoreName, id: string): string {
  const paths = projectPaths(project)
  return store === 'manifests' ? paths.manifestFolder(id) : paths.snapshotFolder(id)
}
export function storeFolder({ project }: Pick<ProjectContext, 'project'>, store: StoreName): string {
  const paths = projectPaths(project)
  return store === 'manifests' ? paths.manifests : paths.snapshots
}

export function blobIn(folder: string, blob: string): string {
  const path = resolve(folder, blob)
  if (!blob.includes('\0') && isInside(folder, path)) return path
  throw fail('manifest-damaged', `${folder} names a kept file outside of it: ${blob.slice(0, 200)}. It was not used.`, 'Use another manifest.', { place: { file: folder } })
}

/** Names of kept content, as they stand in a manifest. */
export const configBlob = (path: string): string => posix.join('config', posix.normalize(path))
export const copyBlob = (database: string, engine: string): string => `database/${fileNameOf(database)}.${fileNameOf(engine)}`
export const schemaBlob = (database: string): string => `schema/${fileNameOf(database)}.json`

export interface Found { readonly path: string; readonly bytes: number; readonly isFile: boolean }

/** Everything in a folder that is no folder, by relative path with `/`, sorted. */
export async function filesIn(folder: string): Promise<readonly Found[]> {
  const entries = await about(folder, 'read', async () => readdirSync(folder, { withFileTypes: true, recursive: true }))
  const found = entries.filter((entry) => !entry.isDirectory()).map((entry) => {
    const full = join(entry.parentPath, entry.name)
    const path = full.slice(folder.length + 1).split('\\').join('/')
    return { path, bytes: entry.isFile() ? (statSync(full, { throwIfNoEntry: false })?.size ?? 0) : 0, isFile: entry.isFile() }
  })
  return found.sort((one, other) => (one.path < other.path ? -1 : 1))
}

/** Everything in a folder of ours that has no id, and the folder; also one that a writer left before it had a file. */
export async function removeWhole({ files }: Pick<ProjectContext, 'files'>, folder: string): Promise<void> {
  const folders = await about(folder, 'read', async () => readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)))
  await files.removeListed(folder, (await filesIn(folder)).map(({ path }) => path), folders)
}

/** The ids that a store's folder holds. */
export async function idsIn(folder: string): Promise<readonly string[]> {
  const entries = (await about(folder, 'read', () => orMissing(readdir(folder, { withFileTypes: true })))) ?? []
  return entries.filter((entry) => entry.isDirectory()).flatMap(({ name }) => idOf(name)).sort()
}

function idOf(name: string): readonly string[] {
  try {
    const id = decodeURIComponent(name)
    return fileNameOf(id) === name ? [id] : []
  } catch {
    return []
  }
}

export const exists = async (path: string): Promise<boolean> => existsSync(path)

/** `what` continues the file's name: `is missing`. */
export const damaged = (folder: string, file: string, what: string): BackstepError =>
  fail('manifest-damaged', `${join(folder, file)} ${what}. Nothing was changed.`, 'Use another manifest or snapshot, or bring the file back from a backup.', { place: { file: join(folder, file) } })

export async function writeIn(context: ProjectContext, folder: string, name: string, content: string | Uint8Array): Promise<void> {
  const path = blobIn(folder, name)
  await context.files.makeFolder(dirname(path))
  await context.files.write(path, content, { mode: 0o600 })
}
export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
