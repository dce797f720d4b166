/** Keeps configuration files and databases in a manifest's folder. */
import { basename, dirname, join } from 'node:path'
import { configKeys } from '../../domain/config'
import type { EnvironmentDefinition } from '../../domain/definition'
import { databaseKey, type Observed } from '../../domain/facts'
import type { Encryption, KeptCopy, KeptDatabase, KeptFile } from '../../domain/manifest'
import { readConfig } from '../config-place'
import type { EnvironmentContext } from '../context'
import { databaseOf } from '../session/adapters'
import { configBlob, copyBlob, writeIn } from './folder'
import { keepSealed, once, type Keeping } from './seal'
import { withUnsealed } from './unsealed'

export interface KeptOpen<T> {
  readonly kept: T
  /** False: it was encrypted, and no private key was at hand to open it again. */
  readonly opened: boolean
}

export async function keepFile(keeping: Keeping, path: string): Promise<KeptOpen<KeptFile>> {
  const { context, folder, seal } = keeping
  const content = await readConfig(context, path)
  if (!content) return { kept: { path, blob: null, digest: null, mode: null, keys: null }, opened: true }
  const { bytes, mode } = content
  const blob = configBlob(path)
  const kept: KeptFile = { path, blob, digest: context.digest(bytes), mode, keys: configKeys(path, bytes.toString('utf8'), context.digest) }
  if (seal) {
    const { sha256, opened } = await keepSealed(keeping, seal, blob, () => once(bytes))
    return { kept: { ...kept, keys: withoutDigests(kept.keys), sha256 }, opened }
  }
  await writeIn(context, folder, blob, bytes)
  return { kept, opened: true }
}

/** A short value can be guessed by whoever has its digest and the project's key. */
export const withoutDigests = (keys: KeptFile['keys']): KeptFile['keys'] => keys && keys.map((key) => ({ ...key, digest: '' }))

/** What was observed, as it may stand in an encrypted manifest that everybody who has the folder can read. */
export function withoutValues<T extends Pick<Observed, 'facts'>>(observed: T): T {
  const facts = Object.entries(observed.facts).map(([key, fact]) => [key, fact.known && 'keys' in fact.seen ? { ...fact, seen: { ...fact.seen, keys: withoutDigests(fact.seen.keys) } } : fact])
  return { ...observed, facts: Object.fromEntries(facts) }
}

/** Schema, lineage and rows of the databases that could be observed, without a copy. */
export function observedDatabases(definition: EnvironmentDefinition, observed: Pick<Observed, 'facts'>): readonly KeptDatabase[] {
  return definition.databases.flatMap((database) => {
    const fact = observed.facts[databaseKey(database.name)]
    if (!fact?.known || fact.is.kind !== 'database' || !fact.is.present || !('schema' in fact.seen) || !('rows' in fact.seen)) return []
    return [{ name: database.name, engine: database.engine, schema: fact.seen.schema, schemaDigest: fact.is.schema ?? '', lineage: fact.is.lineage ?? '', rows: fact.seen.rows, copy: null }]
  })
}

export type CopiedDatabase = Pick<KeptDatabase, 'name' | 'schema' | 'schemaDigest' | 'rows'> & { readonly copy: KeptCopy }

type Database = EnvironmentDefinition['databases'][number]
type Dump = (to: string) => Promise<void>

/** Makes a copy with `dump`, opens it and records what is in it. Where it is encrypted, that is done before, on a copy that is removed then. */
export async function keepCopy(keeping: Keeping<EnvironmentContext>, database: Database, dump: Dump): Promise<KeptOpen<CopiedDatabase>> {
  const { context, folder, seal } = keeping
  const blob = copyBlob(database.name, database.engine)
  if (seal) return withUnsealed(context, (place) => keepSealedCopy(keeping, seal, database, { blob, plain: join(place, basename(blob)), dump }))
  const to = join(folder, blob)
  await context.files.makeFolder(dirname(to))
  const { takenAt, ...copied } = await copyTo(context, database, to, dump)
  const { sha256, bytes } = await context.files.sha256(to)
  return { kept: { ...copied, copy: { blob, sha256, bytes, takenAt } }, opened: true }
}

async function keepSealedCopy(keeping: Keeping<EnvironmentContext>, seal: Encryption, database: Database, at: { readonly blob: string; readonly plain: string; readonly dump: Dump }): Promise<KeptOpen<CopiedDatabase>> {
  const { context } = keeping
  const { takenAt, ...copied } = await copyTo(context, database, at.plain, at.dump)
  const { bytes } = await context.files.sha256(at.plain)
  const { sha256, digest, opened } = await keepSealed(keeping, seal, at.blob, () => context.files.chunks(at.plain))
  return { kept: { ...copied, copy: { blob: at.blob, sha256, bytes, takenAt, digest } }, opened }
}

async function copyTo(context: EnvironmentContext, database: Database, to: string, dump: Dump) {
  const takenAt = context.clock.now().toISOString()
  await dump(to)
  const { schema, schemaDigest, rows } = await databaseOf(database.engine).inspect(context, database, to)
  return { name: database.name, schema, schemaDigest, rows, takenAt }
}
