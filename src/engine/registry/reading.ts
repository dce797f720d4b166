/** Reads the registry a chunk at a time, so that neither its text nor its tree is ever in memory as a whole. */
import { createHash } from 'node:crypto'
import type { Registry } from '../../domain/deployment'
import { parseRegistry } from '../../domain/registry/read'
import { RegistryReader, type RecordsPlace } from '../../domain/registry/reader'
import type { Files } from '../files/files'

export interface Reading {
  readonly registry: Registry
  /** Where in the file the records are; null when only its whole text shows that. */
  readonly places: readonly RecordsPlace[] | null
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Null when there is no file; `registry-damaged` and `registry-newer` as `parseRegistry` has them. */
export async function readRegistry(files: Files, path: string): Promise<Reading | null> {
  const reader = new RegistryReader()
  const hash = createHash('sha256')
  const there = await files.readChunks(path, (chunk) => {
    hash.update(chunk)
    reader.take(chunk)
  })
  if (!there) return null
  const found = reader.end()
  if (found === null) return readWhole(files, path)
  const { places, ...rest } = found
  return { registry: { ...rest, digest: hash.digest('hex') }, places }
}

/** What is wrong, and where, is seen in the whole. */
async function readWhole(files: Files, path: string): Promise<Reading | null> {
  const bytes = await files.read(path)
  return bytes === null ? null : { registry: parseRegistry(bytes, path, sha256), places: null }
}
