/**
 * Intact: every file of a manifest's folder is hashed again and is what was kept; a copy that is not encrypted is opened, encrypted ones are
 * decrypted where the key is at hand. Whether it can be restored is another question: restorable.ts.
 */
import { fileOfBlob, type Encryption, type KeptDatabase, type Manifest } from '../../domain/manifest'
import { BackstepError } from '../../domain/problem'
import type { EnvironmentContext, ProjectContext } from '../context'
import { databaseOf } from '../session/adapters'
import { readChecksums, verifyFiles } from './checksums'
import { blobIn, damaged } from './folder'
import { openSealed } from './seal'
import { watched, type Watching } from './watching'

/** `plain`: nothing is encrypted. `not-opened`: it is, and no key was at hand. */
export type Opened = 'plain' | 'opened' | 'not-opened'
export interface VerifyOptions extends Watching {
  /** False: it was decrypted a moment ago, the checksums say that it is the same. */
  readonly decrypt?: boolean
}
interface Verifying {
  readonly context: EnvironmentContext
  readonly folder: string
  readonly manifest: Manifest
  readonly sums: ReadonlyMap<string, { readonly sha256: string }>
  readonly canOpen: boolean
  readonly watching: Watching
}

/** Throws `manifest-damaged`, naming the file. */
export async function verifyFolder(project: ProjectContext, folder: string, manifest: Manifest, options: VerifyOptions = {}): Promise<Opened> {
  await verifyFiles(project, folder, options)
  const { encryption } = manifest
  const canOpen = encryption === undefined || (options.decrypt !== false && (await hasKey(project, encryption)))
  const context: EnvironmentContext = { ...project, environment: manifest.definition }
  const verifying: Verifying = { context, folder, manifest, sums: await readChecksums(project, folder), canOpen, watching: options }
  for (const { blob, digest, sha256 } of manifest.files) if (blob !== null) await verifyFile(verifying, blob, digest, sha256)
  for (const database of manifest.databases) if (database.copy) await verifyCopy(verifying, database, database.copy)
  return encryption === undefined ? 'plain' : canOpen ? 'opened' : 'not-opened'
}

/** A keyring that does not answer says nothing about the files. */
const hasKey = ({ keys }: ProjectContext, { recipients }: Encryption): Promise<boolean> => keys.identity(recipients).then((identity) => identity !== null, () => false)

async function verifyFile(verifying: Verifying, blob: string, digest: string | null, sha256: string | undefined): Promise<void> {
  const { folder, manifest, sums, canOpen } = verifying
  const name = fileOfBlob(manifest, blob)
  const sum = sums.get(name)
  if (!sum) throw damaged(folder, name, 'is missing')
  if (manifest.encryption && sum.sha256 !== sha256) throw damaged(folder, name, 'is not what was kept')
  if (canOpen && (await digestOf(verifying, name)) !== digest) throw damaged(folder, name, 'is not what the manifest says was kept')
}

async function verifyCopy(verifying: Verifying, kept: KeptDatabase, copy: NonNullable<KeptDatabase['copy']>): Promise<void> {
  const { folder, manifest, sums, canOpen } = verifying
  const name = fileOfBlob(manifest, copy.blob)
  if (sums.get(name)?.sha256 !== copy.sha256) throw damaged(folder, name, sums.has(name) ? 'is not the copy that was made' : 'is missing')
  if (!manifest.encryption) await openCopy(verifying, kept, name)
  else if (canOpen && (await digestOf(verifying, name)) !== copy.digest) throw damaged(folder, name, 'does not decrypt to the copy that was made')
}

/** Keyed digest of what is in it. */
async function digestOf({ context, folder, manifest, watching }: Verifying, name: string): Promise<string> {
  const path = blobIn(folder, name)
  return context.digestAll(watched(manifest.encryption ? await openSealed(context, path, manifest.encryption) : context.files.chunks(path), watching))
}

async function openCopy({ context, folder }: Verifying, kept: KeptDatabase, name: string): Promise<void> {
  const definition = context.environment.databases.find((database) => database.name === kept.name)
  if (!definition) throw damaged(folder, name, `is of a database '${kept.name}' that the manifest does not define`)
  const found = await databaseOf(kept.engine).inspect(context, definition, blobIn(folder, name)).catch((error: unknown) => {
    throw error instanceof BackstepError ? damaged(folder, name, `cannot be read as a database: ${error.problem.message.replace(/\.$/, '')}`) : error
  })
  const difference = copyDifference(kept, found)
  if (difference !== null) throw damaged(folder, name, difference)
}

/** Null when what was found is what was kept; else what differs, the end of a sentence. */
export function copyDifference(kept: Pick<KeptDatabase, 'schemaDigest' | 'rows'>, found: Pick<KeptDatabase, 'schemaDigest' | 'rows'>): string | null {
  if (found.schemaDigest !== kept.schemaDigest) return 'has another schema than was kept'
  const tables = [...new Set([...Object.keys(kept.rows), ...Object.keys(found.rows)])]
  const table = tables.find((name) => kept.rows[name] !== found.rows[name])
  return table === undefined ? null : `has ${found.rows[table] ?? 'no'} rows in ${table} instead of ${kept.rows[table] ?? 'none'}`
}
