/** How many rows are at stake in each database: what differs between the live one and the copy. */
import { contextOf, type Session } from '../session/session'
import { createManifests } from '../manifests'
import { databaseOf } from '../session/adapters'
import type { RowsAtStake } from '../adapter'
import type { DatabaseDefinition, EnvironmentDefinition } from '../../domain/definition'
import { columnsThatGo, losesNothing, stakeOf } from '../../domain/at-stake'
import { databaseKey, type Observed } from '../../domain/facts'
import { rowsBetween } from '../../domain/rows-between'
import type { DatabaseChoice } from '../../domain/views'
import type { Manifest } from '../../domain/manifest'
import type { DataSource } from '../gather/data'
import type { Gathered } from '../gather/target'

const BUDGET = 2_000
/** A larger copy that is encrypted is not decrypted for every look: its rows are only counted. */
const DECRYPTED_AT_ONCE = 32_000_000

type Material = Pick<Gathered, 'sources' | 'manifest'>

/** Rows that a restore loses; 0 only where that is certain. Null when nothing is restored, or nobody knows. */
export async function rowsToLose(session: Session, definition: EnvironmentDefinition, { sources, manifest }: Material, observed: Observed): Promise<number | null> {
  const restored = await databaseChoices(session, definition, { sources: sources.filter(({ choice }) => choice === 'restore'), manifest }, observed)
  const rows = restored.reduce((sum, { atStake }) => sum + (atStake?.rows ?? 0), 0)
  return rows > 0 || (restored.length > 0 && restored.every(({ atStake }) => losesNothing(atStake))) ? rows : null
}

export function databaseChoices(session: Session, definition: EnvironmentDefinition, { sources, manifest }: Material, observed: Observed): Promise<readonly DatabaseChoice[]> {
  return Promise.all(sources.map(async (source) => ({
    name: source.name, engine: source.engine, choice: source.choice, why: source.why,
    policy: definition.databases.find((one) => one.name === source.name)?.onRollback ?? 'restore',
    copy: source.copy && { takenAt: source.copy.takenAt, bytes: source.copy.bytes },
    atStake: source.choice === 'migrate' ? tablesThatGo(manifest, source, observed) : await atStake(session, definition, source, observed)
  })))
}

/** What a migration removes from tables that stay cannot be told beforehand: so it is "at least". */
function tablesThatGo(manifest: Manifest | null, { name }: DataSource, observed: Observed): DatabaseChoice['atStake'] {
  const then = manifest?.databases.find((kept) => kept.name === name)
  const fact = observed.facts[databaseKey(name)]
  if (!then || !fact?.known || !('rows' in fact.seen)) return null
  const stays = new Set(then.schema.tables.map((table) => table.name))
  const perTable = Object.entries(fact.seen.rows).filter(([table, rows]) => !stays.has(table) && rows > 0).map(([table, rows]) => ({ table, added: rows, changed: 0, removed: 0 }))
  return perTable.length === 0 ? null : stakeOf({ atLeast: true, perTable })
}

async function atStake(session: Session, definition: EnvironmentDefinition, source: DataSource, observed: Observed): Promise<DatabaseChoice['atStake']> {
  const database = definition.databases.find((one) => one.name === source.name)
  const fact = observed.facts[databaseKey(source.name)]
  const present = fact?.known && fact.is.kind === 'database' && fact.is.present
  if (!database || !source.copy || !present || source.artifact?.known !== true || source.artifact.is.kind !== 'artifact' || !source.artifact.is.present) return null
  const counted = (await countedExactly(session, definition, database, source.copy)) ?? rowsBetween(source.copy.rows, 'rows' in fact.seen ? fact.seen.rows : {})
  return stakeOf(counted, !('schema' in fact.seen) || columnsThatGo(fact.seen.schema, source.copy.schema))
}

/** Row by row; null when the copy is encrypted and is too large to be decrypted for this, or cannot be. */
async function countedExactly(session: Session, definition: EnvironmentDefinition, database: DatabaseDefinition, copy: NonNullable<DataSource['copy']>): Promise<RowsAtStake | null> {
  const context = contextOf(session, definition)
  if (copy.encrypted && copy.bytes > DECRYPTED_AT_ONCE) return null
  const counting = createManifests(context).withCopy(copy.ref, (path) => databaseOf(database.engine).atStake(context, database, path, BUDGET))
  return copy.encrypted ? counting.catch(() => null) : counting
}
