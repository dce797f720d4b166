import { databaseOf } from '../session/adapters'
import { contextOf, type Session } from '../session/session'
import type { EnvironmentDefinition } from '../../domain/definition'

/** What manifests, state and configuration take at most, besides the databases. */
const BASE = 1_000_000

/** Bytes that a snapshot of the environment will take, about. */
export async function snapshotBytes(session: Session, definition: EnvironmentDefinition): Promise<number> {
  const context = contextOf(session, definition)
  const sizes = await Promise.all(definition.databases.map((database) => databaseOf(database.engine).size(context, database).catch(() => 0)))
  return sizes.reduce((sum, bytes) => sum + bytes, BASE)
}
