/** Keeps configuration files and databases in a manifest's folder. */
import { dirname, join } from 'node:path'
import { configKeys } from '../../domain/config'
import type { EnvironmentDefinition } from '../../domain/definition'
import { databaseKey, type Observed } from '../../domain/facts'
import type { KeptDatabase, KeptFile } from '../../domain/manifest'
import { readConfig } from '../config-place'
import type { EnvironmentContext, ProjectContext } from '../context'
import { databaseOf } from '../session/adapters'
import { configBlob, copyBlob, writeIn } from './folder'

export async function keepFile(context: ProjectContext, folder: string, path: string): Promise<KeptFile> {
  const content = await readConfig(context, path)
  if (!content) return { path, blob: null, digest: null, mode: null, keys: null }
  const blob = configBlob(path)
  await writeIn(context, folder, blob, content.bytes)
  return { path, blob, digest: context.digest(content.bytes), mode: content.mode, keys: configKeys(path, content.bytes.toString('utf8'), context.digest) }
}

/** Schema, lineage and rows of the databases that could be observed, without a copy. */
export function observedDatabases(definition: EnvironmentDefinition, observed: Pick<Observed, 'facts'>): readonly KeptDatabase[] {
  return definition.databases.flatMap((database) => {
    const fact = observed.facts[databaseKey(database.name)]
    if (!fact?.known || fact.is.kind !== 'database' || !fact.is.present || !('schema' in fact.seen) || !('rows' in fact.seen)) return []
    return [{ name: database.name, engine: database.engine, schema: fact.seen.schema, schemaDigest: fact.is.schema ?? '', lineage: fact.is.lineage ?? '', rows: fact.seen.rows, copy: null }]
  })
}

export type KeptCopy = Pick<KeptDatabase, 'name' | 'schema' | 'schemaDigest' | 'rows'> & { readonly copy: NonNullable<KeptDatabase['copy']> }

/** Makes a copy with `dump` and records what is in it. */
export async function keepCopy(context: EnvironmentContext, folder: string, database: EnvironmentDefinition['databases'][number], dump: (to: string) => Promise<void>): Promise<KeptCopy> {
  const blob = copyBlob(database.name, database.engine)
  const to = join(folder, blob)
  await context.files.makeFolder(dirname(to))
  const takenAt = context.clock.now().toISOString()
  await dump(to)
  const { schema, schemaDigest, rows } = await databaseOf(database.engine).inspect(context, database, to)
  const { sha256, bytes } = await context.files.sha256(to)
  return { name: database.name, schema, schemaDigest, rows, copy: { blob, sha256, bytes, takenAt } }
}
