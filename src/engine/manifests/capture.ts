/** Builds a manifest's folder beside its place and puts it there by one rename. */
import { databaseKey, type Observed } from '../../domain/facts'
import type { EnvironmentDefinition } from '../../domain/definition'
import type { KeptDatabase, KeptFile, Manifest } from '../../domain/manifest'
import type { EnvironmentContext, ProjectContext } from '../context'
import { writeChecksums } from './checksums'
import { asideOf, putInPlace, removeAside } from './aside'
import { folderOf, jsonText, MANIFEST, schemaBlob, writeIn } from './folder'
import { keepCopy, keepFile, withoutValues } from './keep'
import { formatOf, sealOf, type Keeping } from './seal'

export interface CaptureManifest extends Omit<Manifest, 'format' | 'encryption' | 'facts' | 'files' | 'databases'> {
  readonly observed: Observed
  /** Without copies. */
  readonly databases: readonly KeptDatabase[]
  /** Names of the databases to copy. */
  readonly copy: readonly string[]
  dump(name: string, to: string): Promise<void>
}

export async function captureManifest(project: ProjectContext, input: CaptureManifest): Promise<void> {
  const context: EnvironmentContext = { ...project, environment: input.definition }
  const place = folderOf(context, 'manifests', input.id)
  const building = asideOf(context, place, 'new')
  try {
    const together = context.files.together()
    await together.makeFolder(building)
    // What is encrypted goes through plain files that are removed at once: they have their own order.
    const seal = await sealOf(context)
    await build({ context: seal ? context : { ...context, files: together }, folder: building, seal }, input)
    await together.settle()
    await putInPlace(context, building, place)
  } catch (error) {
    await removeAside(context, building).catch(() => undefined)
    throw error
  }
}

async function build(keeping: Keeping<EnvironmentContext>, input: CaptureManifest): Promise<void> {
  const { context, folder, seal } = keeping
  const { observed, copy, dump: _, databases, ...rest } = input
  const files: KeptFile[] = []
  for (const { path } of input.definition.config) files.push((await keepFile(keeping, path)).kept)
  const kept = new Map(databases.map((database) => [database.name, database]))
  for (const name of copy) {
    const database = await copied(keeping, input, name)
    if (database) kept.set(name, database)
  }
  for (const database of kept.values()) await writeIn(context, folder, schemaBlob(database.name), jsonText(database.schema))
  const { facts } = seal ? withoutValues(observed) : observed
  const manifest: Manifest = { ...formatOf(seal), ...rest, facts, files, databases: [...kept.values()] }
  await writeIn(context, folder, MANIFEST, jsonText(manifest))
  await writeChecksums(context, folder)
}

/** Null when there is no database to copy yet. */
async function copied(keeping: Keeping<EnvironmentContext>, input: CaptureManifest, name: string): Promise<KeptDatabase | null> {
  const database: EnvironmentDefinition['databases'][number] | undefined = input.definition.databases.find((one) => one.name === name)
  const fact = input.observed.facts[databaseKey(name)]
  const is = fact?.known === true && fact.is.kind === 'database' ? fact.is : null
  if (!database || is?.present === false) return null
  const { kept } = await keepCopy(keeping, database, (to) => input.dump(name, to))
  return { engine: database.engine, lineage: is?.lineage ?? '', ...kept }
}
