/** Manifests: folders with checksums that say what was, and keep what brings it back. */
import { join } from 'node:path'
import { fileOfBlob, type BlobRef, type Manifest } from '../../domain/manifest'
import { problemOf, type Problem } from '../../domain/problem'
import type { EnvironmentContext, ProjectContext } from '../context'
import { captureManifest, type CaptureManifest } from './capture'
import { hashAgain, hashOf, readChecksums, verifyFiles } from './checksums'
import { readBlob, withCopy } from './blobs'
import { blobIn, CHECKSUMS, exists, filesIn, folderOf, idsIn, MANIFEST, storeFolder, type StoreName } from './folder'
import { parseManifest } from './parse'
import { snapshotWriter, type SnapshotInput, type SnapshotWriter } from './snapshot'
import { keyMissing } from './seal'
import { requireList } from './sealed-list'
import { verifyFolder, type Opened, type VerifyOptions } from './verify'
import type { Watching } from './watching'

export type { CaptureManifest } from './capture'
export type { SnapshotInput, SnapshotWriter } from './snapshot'

export interface FileHash { readonly sha256: string; readonly bytes: number }

export interface Manifests {
  /** A snapshot that was not finished is none. */
  has(store: StoreName, id: string): Promise<boolean>
  ids(store: StoreName): Promise<readonly string[]>
  /** Those that can be read; not verified. */
  list(store: StoreName): Promise<readonly Manifest[]>
  /** The same, and what is wrong with the others. */
  listAll(store: StoreName): Promise<{ readonly read: readonly Manifest[]; readonly unread: readonly Problem[] }>
  /** Every file is there and as it was written, by hashes that are remembered as `hashBlob` does. Throws `manifest-damaged`, naming the file. */
  read(store: StoreName, id: string): Promise<Manifest>
  readUnverified(store: StoreName, id: string): Promise<Manifest>
  /** Hashes everything again, and opens what can be opened. Throws `manifest-damaged`. */
  verify(store: StoreName, id: string, options?: VerifyOptions): Promise<Opened>
  /** Its content, decrypted where it is encrypted. Throws `manifest-damaged` when it is not what was kept, and `key-missing`. */
  readBlob(ref: BlobRef): Promise<Buffer>
  /** Of the file as it lies there, remembered while its size, times and number stay: for what is shown and planned. Null when it is not there. */
  hashBlob(ref: BlobRef): Promise<FileHash | null>
  /** The same, read now: before it is relied on. */
  hashAgain(ref: BlobRef, watching?: Watching): Promise<FileHash | null>
  /** Lends the copy as a file, decrypted for that long where it is encrypted. Throws `key-missing`. */
  withCopy<T>(ref: BlobRef, work: (path: string) => Promise<T>, watching?: Watching): Promise<T>
  /** Why what is encrypted in it cannot be opened here; null when it can, or when nothing is. */
  keyProblem(store: StoreName, id: string): Promise<Problem | null>
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
  const ids: Manifests['ids'] = async (store) => {
    const found = await idsIn(storeFolder(context, store))
    const complete = await Promise.all(found.map((id) => has(store, id)))
    return found.filter((_, index) => complete[index])
  }
  const listAll: Manifests['listAll'] = async (store) => {
    const all = await Promise.all((await ids(store)).map((id) => readUnverified(store, id).then((read) => ({ read }), (error: unknown) => ({ unread: problemOf(error) }))))
    return { read: all.flatMap((one) => ('read' in one ? one.read : [])), unread: all.flatMap((one) => ('unread' in one ? one.unread : [])) }
  }
  /** Null when it is not there. */
  const pathOf = async ({ store, id, blob }: BlobRef): Promise<string | null> => {
    if (!(await has(store, id))) return null
    const path = blobIn(at(store, id), fileOfBlob(await readUnverified(store, id), blob))
    return (await exists(path)) ? path : null
  }
  return {
    has,
    ids,
    list: async (store) => (await listAll(store)).read,
    listAll,
    async read(store, id) {
      await verifyFiles(context, at(store, id), null)
      await requireList(context, store, id)
      return readUnverified(store, id)
    },
    readUnverified,
    async verify(store, id, options = {}) {
      const opened = await verifyFolder(context, at(store, id), await readUnverified(store, id), options)
      await requireList(context, store, id)
      return opened
    },
    readBlob: async (ref) => readBlob(context, at(ref.store, ref.id), await readUnverified(ref.store, ref.id), ref.blob),
    async hashBlob(ref) {
      const path = await pathOf(ref)
      if (path === null) return null
      const { sha256, bytes } = await hashOf(context, path)
      return { sha256, bytes }
    },
    async hashAgain(ref, watching = {}) {
      const path = await pathOf(ref)
      return path === null ? null : hashAgain(context, path, watching)
    },
    withCopy: async (ref, work, watching = {}) => withCopy(context, { folder: at(ref.store, ref.id), manifest: await readUnverified(ref.store, ref.id), blob: ref.blob, watching }, work),
    async keyProblem(store, id) {
      const { encryption } = await readUnverified(store, id)
      if (!encryption) return null
      return context.keys.identity(encryption.recipients).then((identity) => (identity === null ? problemOf(keyMissing(`What ${id} keeps`, encryption.recipients)) : null), problemOf)
    },
    files: async (store, id) => (await filesIn(at(store, id))).map(({ path }) => path),
    checksums: async (store, id) => [...(await readChecksums(context, at(store, id)))].map(([path, { bytes, sha256 }]) => ({ path, bytes, sha256 })),
    bytes: async (store, id) => (await filesIn(at(store, id))).reduce((sum, { bytes }) => sum + bytes, 0),
    capture: (input) => captureManifest(context, input),
    snapshot: (runId, input) => snapshotWriter(context, 'environment' in context ? context.environment : null, runId, input)
  }
}
