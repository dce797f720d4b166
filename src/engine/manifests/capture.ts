/** Builds a manifest's folder beside its place and puts it there by one rename. */
import { databaseKey, type Observed } from '../../domain/facts'
import type { EnvironmentDefinition } from '../../domain/definition'
import type { KeptDatabase, KeptFile, Manifest } from '../../domain/manifest'
import type { EnvironmentContext, ProjectContext } from '../context'
import { writeChecksums } from './checksums'
import { exists, filesIn, folderOf, jsonText, MANIFEST, schemaBlob, storeFolder, unfinishedFolder, writeIn } from './folder'
import { keepCopy, keepFile } from './keep'

export interface CaptureManifest extends Omit<Manifest, 'format' | 'facts' | 'files' | 'databases'> {
  readonly observed: Observed
  /** Without copies. */
  readonly databases: readonly KeptDatabase[]
  /** Names of the databases to copy. */
  readonly copy: readonly string[]
  dump(name: string, to: string): Promise<void>
}

export async function captureManifest(project: ProjectContext, input: CaptureManifest): Promise<void> {
  const context: EnvironmentContext = { ...project, environment: input.definition }
  const building = unfinishedFolder(storeFolder(context, 'manifests'))
  try {
    const together = context.files.together()
    await together.makeFolder(building)
    await build({ ...context, files: together }, building, input)
    await together.settle()
    await putInPlace(context, building, folderOf(context, 'manifests', input.id))
  } catch (error) {
    await removeFolder(context, building).catch(() => undefined)
    throw error
  }
}

async function build(context: EnvironmentContext, folder: string, input: CaptureManifest): Promise<void> {
  const { observed, copy, dump: _, databases, ...rest } = input
  const files: KeptFile[] = []
  for (const { path } of input.definition.config) files.push(await keepFile(context, folder, path))
  const kept = new Map(databases.map((database) => [database.name, database]))
  for (const name of copy) {
    const database = await copied(context, folder, input, name)
    if (database) kept.set(name, database)
  }
  for (const database of kept.values()) await writeIn(context, folder, schemaBlob(database.name), jsonText(database.schema))
  const manifest: Manifest = { format: 1, ...rest, facts: observed.facts, files, databases: [...kept.values()] }
  await writeIn(context, folder, MANIFEST, jsonText(manifest))
  await writeChecksums(context, folder)
}

/** Null when there is no database to copy yet. */
async function copied(context: EnvironmentContext, folder: string, input: CaptureManifest, name: string): Promise<KeptDatabase | null> {
  const database: EnvironmentDefinition['databases'][number] | undefined = input.definition.databases.find((one) => one.name === name)
  const fact = input.observed.facts[databaseKey(name)]
  const is = fact?.known === true && fact.is.kind === 'database' ? fact.is : null
  if (!database || is?.present === false) return null
  const copy = await keepCopy(context, folder, database, (to) => input.dump(name, to))
  return { engine: database.engine, lineage: is?.lineage ?? '', ...copy }
}

/** One that is there already gives way; it is removed when the new one has its place. */
async function putInPlace({ files, ...context }: EnvironmentContext, building: string, place: string): Promise<void> {
  if (!(await exists(place))) return files.rename(building, place)
  const before = unfinishedFolder(storeFolder(context, 'manifests'))
  await files.rename(place, before)
  try {
    await files.rename(building, place)
  } catch (error) {
    await files.rename(before, place)
    throw error
  }
  await removeFolder({ files }, before)
}

async function removeFolder({ files }: Pick<EnvironmentContext, 'files'>, folder: string): Promise<void> {
  if (await exists(folder)) await files.removeListed(folder, (await filesIn(folder)).map(({ path }) => path))
}
