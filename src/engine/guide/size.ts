import { databaseOf } from '../session/adapters'
import { contextOf, type Session } from '../session/session'
import type { EnvironmentDefinition } from '../../domain/definition'
import type { Target } from '../../domain/planning'
import { scopeOf } from '../../domain/wanted-scope'

/** What manifests, state and configuration take at most, besides the databases. */
const BASE = 1_000_000

/** Bytes by database, as they are now. */
export async function databaseSizes(session: Session, definition: EnvironmentDefinition): Promise<ReadonlyMap<string, number>> {
  const context = contextOf(session, definition)
  return new Map(await Promise.all(definition.databases.map(async (database) => [database.name, await databaseOf(database.engine).size(context, database).catch(() => 0)] as const)))
}

/** Bytes that a snapshot will take, about: with the databases of what moves, or all where nobody knows yet what that is. */
export function snapshotBytes(sizes: ReadonlyMap<string, number>, target: Target | null): number {
  const names = target ? scopeOf(target).part.databases.map(({ name }) => name) : [...sizes.keys()]
  return names.reduce((sum, name) => sum + (sizes.get(name) ?? 0), BASE)
}
