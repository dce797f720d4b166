/** Manifests: folders with checksums that say what was, and keep what brings it back. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { BlobRef, Manifest } from '../../domain/manifest'
import type { EnvironmentContext, ProjectContext } from '../context'
import { captureManifest, type CaptureManifest } from './capture'
import { hashOf, readChecksums, verifyFiles } from './checksums'
import { blobIn, CHECKSUMS, damaged, exists, filesIn, folderOf, idsIn, MANIFEST, storeFolder, type StoreName } from './folder'
import { parseManifest } from './parse'
import { snapshotWriter, type SnapshotInput, type SnapshotWriter } from './snapshot'
import { verifyFolder } from './verify'

export type { CaptureManifest } from './capture'
export type { SnapshotInput, SnapshotWriter } from './snapshot'

export interface Manifests {
  /** A snapshot that was not finished is none. */
  has(store: StoreName, id: string): Promise<boolean>
  ids(store: StoreName): Promise<readonly string[]>
  /** Those that can be read; not verified. */
  list(store: StoreName): Promise<readonly Manifest[]>
  /** Verified: every file is there and as it was written. Throws `manifest-damaged`, naming the file. */
  read(store: StoreName, id: string): Promise<Manifest>
  readUnverified(store: StoreName, id: string): Promise<Manifest>
  /** Hashes everything again and opens the database copies. Throws `manifest-damaged`. */
  verify(store: StoreName, id: string): Promise<void>
  /** Throws `manifest-damaged` when its content is not what was kept. */
  readBlob(ref: BlobRef): Promise<Buffer>
  /** Null when it is not there. */
  hashBlob(ref: BlobRef): Promise<{ readonly sha256: string; readonly bytes: number } | null>
  blobPath(ref: BlobRef): string
  /** Names of all files, `checksums.json` among them. */
  files(store: StoreName, id: string): Promise<readonly string[]>
  checksums(store: StoreName, id: string): Promise<readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[]>
  bytes(store: StoreName, id: string): Promise<number>
  capture(input: CaptureManifest): Promise<void>
  snapshot(runId: string, input: SnapshotInput): SnapshotWriter
}

export function createManifests(context: ProjectContext | EnvironmentContext): Manifests {
  const at = (store: StoreName, id: string): string => folderOf(context, store, id)
  const has: Manifests['has'] = async (store, id) => (await exists(join(at(store, id), MANIFEST))) || exists(join(at(store, id), CHECKSUMS))
  const readUnverified: Manifests['readUnverified'] = (store, id) => parseManifest(context, at(store, id), id)
  const blobPath = ({ store, id, blob }: BlobRef): string => blobIn(at(store, id), blob)

  const ids: Manifests['ids'] = async (store) => {
    const found = await idsIn(storeFolder(context, store))
    const complete = await Promise.all(found.map((id) => has(store, id)))
    return found.filter((_, index) => complete[index])
  }
  return {
    has,
    ids,
    async list(store) {
      const all = await Promise.all((await ids(store)).map((id) => readUnverified(store, id).catch(() => null)))
      return all.filter((manifest) => manifest !== null)
    },
    async read(store, id) {
      await verifyFiles(context, at(store, id), false)
      return readUnverified(store, id)
    },
    readUnverified,
    async verify(store, id) {
      await verifyFolder(context, at(store, id), await readUnverified(store, id))
    },
    async readBlob(ref) {
      const folder = at(ref.store, ref.id)
      const path = blobPath(ref)
      const wanted = (await readChecksums(context, folder)).get(ref.blob)
      const content = await context.files.read(path)
      if (!wanted || content === null) throw damaged(folder, ref.blob, wanted ? 'is missing' : 'does not belong there')
      if (createHash('sha256').update(content).digest('hex') !== wanted.sha256) throw damaged(folder, ref.blob, 'is damaged: its content is not what was kept')
      return content
    },
    async hashBlob(ref) {
      const path = blobPath(ref)
      if (!(await exists(path))) return null
      const { sha256, bytes } = await hashOf(context, path)
      return { sha256, bytes }
    },
    blobPath,
    files: async (store, id) => (await filesIn(at(store, id))).map(({ path }) => path),
    checksums: async (store, id) => [...(await readChecksums(context, at(store, id)))].map(([path, { bytes, sha256 }]) => ({ path, bytes, sha256 })),
    bytes: async (store, id) => (await filesIn(at(store, id))).reduce((sum, { bytes }) => sum + bytes, 0),
    capture: (input) => captureManifest(context, input),
    snapshot: (runId, input) => snapshotWriter(context, 'environment' in context ? context.environment : null, runId, input)
  }
}
