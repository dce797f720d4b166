/** A database that is migrated down by a program of the project's own: can it be run, and what should the schema be then? */
import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { DatabaseDefinition, EnvironmentDefinition, Migration } from '../../domain/definition'
import { databaseKey, LOCAL, type ArtifactFact } from '../../domain/facts'
import { problemOf } from '../../domain/problem'
import { safeVersion } from '../../domain/version'
import { secretName } from '../runtimes/settings'
import { contextOf, type Session } from '../session/session'
import type { DataQuestion, DataSource } from './data'

export async function migrationSource(session: Session, definition: EnvironmentDefinition, database: DatabaseDefinition, { record, manifest, ...asked }: DataQuestion): Promise<DataSource> {
  const observed = await asked.observed
  const { name, engine, migrate } = database
  const then = manifest?.databases.find((kept) => kept.name === name) ?? null
  const fact = observed.facts[databaseKey(name)]
  const base = { name, engine, copy: null, artifact: null, wanted: null }
  if (!migrate) return { ...base, choice: 'keep', why: `${name} has no program that migrates it down.` }
  if (then && fact?.known && fact.is.kind === 'database' && fact.is.schema === then.schemaDigest) return { ...base, choice: 'keep', why: `${name} has the schema of ${record.version} already: there is nothing to migrate.` }
  return {
    ...base, choice: 'migrate', why: then ? `${name} is migrated down to the schema that ${record.version} had.` : `No schema of ${name} was captured with ${record.version}.`,
    artifact: await programFact(session, definition, migrate, record.version),
    wanted: { name, lineage: 'migrated:${run}', schema: then?.schemaDigest ?? null, source: { kind: 'migrate', migration: migrate } }
  }
}

/** Everything that would stop the program before it begins is found before anything is stopped for it. */
async function programFact(session: Session, definition: EnvironmentDefinition, migration: Migration, version: string): Promise<ArtifactFact> {
  const context = contextOf(session, definition)
  const missing = (what: string): ArtifactFact => ({ known: true, is: { kind: 'artifact', present: false, digest: null }, seen: { what, bytes: null, prepared: false } })
  const unsafe = safeVersion(version)
  if (unsafe !== null && [...migration.command, migration.directory].some((text) => text.includes('${version}'))) return missing(unsafe)
  const folder = path.resolve(context.project, migration.directory.replaceAll('${version}', version))
  if (!(await isFolder(folder))) return missing(`folder ${folder}`)
  const unset = Object.values(migration.env).map(secretName).find((one) => one !== null && !isSet(context.secret, one))
  if (unset) return missing(`environment variable ${unset}`)
  const [wanted = ''] = migration.command
  const program = wanted.includes('/') ? await isFile(path.resolve(folder, wanted)) : await context.host(LOCAL).which(wanted)
  if (program === null) return missing(`program ${wanted}`)
  return { known: true, is: { kind: 'artifact', present: true, digest: null }, seen: { what: `program ${program} in ${folder}`, bytes: null, prepared: true } }
}

const isFolder = (folder: string): Promise<boolean> => stat(folder).then((found) => found.isDirectory(), () => false)
const isFile = (file: string): Promise<string | null> => stat(file).then((found) => (found.isFile() ? file : null), () => null)

function isSet(secret: (name: string) => string, name: string): boolean {
  try {
    secret(name)
    return true
  } catch (error) {
    if (problemOf(error).code === 'secret-missing') return false
    throw error
  }
}
