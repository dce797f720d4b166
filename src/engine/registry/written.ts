/** The registry's text, which is not kept in memory: read again when something is to be edited, copied or shown as it is written. */
import { deploymentById } from '../../domain/registry/lineage'
import { findRecords, layoutOf } from '../../domain/registry/find'
import { parseRegistry } from '../../domain/registry/read'
import type { RecordsPlace } from '../../domain/registry/reader'
import type { Files } from '../files/files'
import type { Read } from './cached'
import type { Parts } from './parts'
import { sha256 } from './reading'

const ROUNDS = 3

/** The text of a registry that can be read: the newest one, for another tool may write meanwhile. Null when there is no file. */
export async function textOf({ paths, files }: Parts, read: Read): Promise<string | null> {
  for (let round = 1; ; round++) {
    const { registry } = await read()
    const bytes = await files.read(paths.registry)
    if (bytes === null && registry.digest === null) return null
    if (bytes === null || (sha256(bytes) !== registry.digest && round < ROUNDS)) continue
    if (round >= ROUNDS) parseRegistry(bytes, paths.registry, sha256)
    return bytes.toString('utf8')
  }
}

/** A record as it is written, with all its fields; null when there is none of that id. */
export async function recordOf(parts: Parts, read: Read, id: string): Promise<object | null> {
  const { registry, places } = await read()
  const index = deploymentById(registry, id)?.index
  if (index === undefined) return null
  const found = places && (await recordAt(parts.files, parts.paths.registry, places, index))
  if (isRecord(found) && found.id === id) return found
  const text = await textOf(parts, read)
  const place = text === null ? undefined : findRecords(text, layoutOf(text), [id]).get(id)
  return text === null || place === undefined ? null : (JSON.parse(text.slice(place.start, place.end)) as object)
}

/** Undefined when that place of the file holds something else now. */
async function recordAt(files: Files, path: string, places: readonly RecordsPlace[], index: number): Promise<unknown> {
  const place = places.findLast(({ first }) => first <= index)
  const bytes = place && (await files.readPart(path, place.start, place.end))
  if (!place || !bytes) return undefined
  try {
    return (JSON.parse(`[${bytes.toString('utf8')}]`) as readonly unknown[])[index - place.first]
  } catch {
    return undefined
  }
}

const isRecord = (value: unknown): value is { readonly id?: unknown } => typeof value === 'object' && value !== null
