import { databases } from '../databases'
import { runtimes } from '../runtimes'
import type { DatabaseAdapter, RuntimeAdapter } from '../adapter'
import type { Planners } from '../../domain/planning'
import { fail } from '../../domain/problem'

const byKind = <T extends { readonly kind: string }>(list: readonly T[], kind: string, what: string): T => {
  const found = list.find((adapter) => adapter.kind === kind)
  if (!found) throw fail('adapter-unknown', `There is no ${what} '${kind}'.`, `Choose one of ${list.map((adapter) => adapter.kind).join(', ')}.`)
  return found
}
export const runtimeOf = (kind: string): RuntimeAdapter => byKind<RuntimeAdapter>(runtimes, kind, 'runtime')
export const databaseOf = (kind: string): DatabaseAdapter => byKind<DatabaseAdapter>(databases, kind, 'database engine')
export const planners: Planners = { runtime: runtimeOf, database: databaseOf }
