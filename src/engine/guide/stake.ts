/** What would be lost: rows that differ from the copy, counted by key, read-only, for at most two seconds a database. */
import { databaseOf } from '../session/adapters'
import { contextOf, type Session } from '../session/session'
import { createManifests } from '../manifests'
import type { EnvironmentDefinition } from '../../domain/definition'
import { databaseKey, type Observed } from '../../domain/facts'
import type { DatabaseChoice } from '../../domain/views'
import type { DataSource } from '../gather/data'

const BUDGET = 2_000

/** Rows that a restore loses; null when nothing is restored. */
export async function rowsToLose(session: Session, definition: EnvironmentDefinition, sources: readonly DataSource[], observed: Observed): Promise<number | null> {
  const restored = await databaseChoices(session, definition, sources.filter(({ choice }) => choice === 'restore'), observed)
  return restored.length === 0 ? null : restored.reduce((sum, database) => sum + (database.atStake?.rows ?? 0), 0)
}

export function databaseChoices(session: Session, definition: EnvironmentDefinition, sources: readonly DataSource[], observed: Observed): Promise<readonly DatabaseChoice[]> {
  return Promise.all(sources.map(async (source) => ({
    name: source.name, engine: source.engine, choice: source.choice, why: source.why,
    copy: source.copy && { takenAt: source.copy.takenAt, bytes: source.copy.bytes },
    atStake: await atStake(session, definition, source, observed)
  })))
}

async function atStake(session: Session, definition: EnvironmentDefinition, source: DataSource, observed: Observed): Promise<DatabaseChoice['atStake']> {
  const database = definition.databases.find((one) => one.name === source.name)
  const fact = observed.facts[databaseKey(source.name)]
  const present = fact?.known && fact.is.kind === 'database' && fact.is.present
  if (!database || !source.copy || !present || source.artifact?.known !== true || source.artifact.is.kind !== 'artifact' || !source.artifact.is.present) return null
  const context = contextOf(session, definition)
  const counted = await databaseOf(database.engine).atStake(context, database, createManifests(context).blobPath(source.copy.ref), BUDGET)
  const changed = counted.perTable.filter((table) => table.added + table.changed + table.removed > 0)
  return { rows: changed.reduce((sum, table) => sum + table.added + table.changed + table.removed, 0), atLeast: counted.atLeast, perTable: changed }
}
