import { stat } from 'node:fs/promises'
import type { DatabaseDefinition } from '../../domain/definition'
import type { DatabaseFact } from '../../domain/facts'
import { problemOf } from '../../domain/problem'
import type { EnvironmentContext } from '../context'
import { withDatabase } from './connection'
import { lineageOf } from './lineage'
import { shapeOf, type Shape } from './shape'

const EMPTY: Shape = { schema: { tables: [], objects: [] }, schemaDigest: '', rows: {} }

/** Never throws: unknown with its reason. An absent file is a fact. */
export async function observeDatabase(context: EnvironmentContext, database: DatabaseDefinition, path: string): Promise<DatabaseFact> {
  try {
    const lineage = await lineageOf(context.store, path)
    const seen = { engine: database.engine, location: path, bytes: await bytesOf(path) }
    if (lineage === null) return { known: true, is: { kind: 'database', present: false, lineage: null, schema: null }, seen: { ...seen, schema: EMPTY.schema, rows: {} } }
    const { schema, schemaDigest, rows } = await rememberedShape(path)
    return { known: true, is: { kind: 'database', present: true, lineage, schema: schemaDigest }, seen: { ...seen, schema, rows } }
  } catch (error) {
    return { known: false, reason: problemOf(error).message }
  }
}

/** The file and what stands in its write-ahead log. */
export async function bytesOf(path: string): Promise<number> {
  const sizes = await Promise.all(['', '-wal'].map((suffix) => stat(`${path}${suffix}`).then(({ size }) => size, () => 0)))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** Counting rows reads the whole database, so it is done again only when one of its files changed. */
const remembered = new Map<string, { readonly stamp: string; readonly shape: Shape }>()

async function rememberedShape(path: string): Promise<Shape> {
  const stamp = await stampOf(path)
  const known = remembered.get(path)
  if (known?.stamp === stamp) return known.shape
  const shape = await withDatabase(path, 'live', shapeOf)
  // What was written while it was counted has another stamp.
  if ((await stampOf(path)) === stamp) remembered.set(path, { stamp, shape })
  return shape
}

async function stampOf(path: string): Promise<string> {
  const parts = await Promise.all(['', '-wal', '-journal'].map((suffix) =>
    stat(`${path}${suffix}`, { bigint: true }).then(({ dev, ino, size, mtimeNs }) => `${dev}:${ino}:${size}:${size === 0n ? 0n : mtimeNs}`, () => '')))
  return parts.join(' ')
}
