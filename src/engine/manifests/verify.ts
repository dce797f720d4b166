/** Verifies a manifest's folder against the disk: every file is hashed again, every database copy is opened. */
import type { KeptDatabase, Manifest } from '../../domain/manifest'
import { BackstepError } from '../../domain/problem'
import type { EnvironmentContext, ProjectContext } from '../context'
import { databaseOf } from '../session/adapters'
import { readChecksums, verifyFiles } from './checksums'
import { blobIn, damaged } from './folder'

/** Throws `manifest-damaged`, naming the file. */
export async function verifyFolder(project: ProjectContext, folder: string, manifest: Manifest): Promise<void> {
  await verifyFiles(project, folder, true)
  const context: EnvironmentContext = { ...project, environment: manifest.definition }
  const sums = await readChecksums(context, folder)
  for (const { blob, digest } of manifest.files) {
    if (blob === null) continue
    const bytes = sums.has(blob) ? await context.files.read(blobIn(folder, blob)) : null
    if (bytes === null) throw damaged(folder, blob, 'is missing')
    if (context.digest(bytes) !== digest) throw damaged(folder, blob, 'is not what the manifest says was kept')
  }
  for (const database of manifest.databases) {
    if (!database.copy) continue
    const { blob, sha256 } = database.copy
    if (sums.get(blob)?.sha256 !== sha256) throw damaged(folder, blob, sums.has(blob) ? 'is not the copy that was made' : 'is missing')
    await verifyCopy(context, folder, database, blob)
  }
}

async function verifyCopy(context: EnvironmentContext, folder: string, kept: KeptDatabase, blob: string): Promise<void> {
  const definition = context.environment.databases.find(({ name }) => name === kept.name)
  if (!definition) throw damaged(folder, blob, `is of a database '${kept.name}' that the manifest does not define`)
  const found = await databaseOf(kept.engine).inspect(context, definition, blobIn(folder, blob)).catch((error: unknown) => {
    throw error instanceof BackstepError ? damaged(folder, blob, `cannot be read as a database: ${error.problem.message.replace(/\.$/, '')}`) : error
  })
  if (found.schemaDigest !== kept.schemaDigest) throw damaged(folder, blob, 'has another schema than was kept')
  const tables = [...new Set([...Object.keys(kept.rows), ...Object.keys(found.rows)])]
  const table = tables.find((name) => kept.rows[name] !== found.rows[name])
  if (table !== undefined) throw damaged(folder, blob, `has ${found.rows[table] ?? 'no'} rows in ${table} instead of ${kept.rows[table] ?? 'none'}`)
}
