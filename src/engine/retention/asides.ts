/** Databases that swaps put aside: which of them an undo still needs, and the removal of the others. */
import { figuresOf } from '../views/history-figures'
import type { EnvironmentDefinition } from '../../domain/definition'
import { problemOf } from '../../domain/problem'
import type { AsideRow, Pruned } from '../../domain/views'
import { whileHeld } from '../run/hold'
import { databaseOf } from '../session/adapters'
import { contextOf, environmentOf, requireWritable, type Session } from '../session/session'
import { keptOnes, type Kept } from './facts'

/** An undo swaps back the database that its snapshot names; a run that was undone needs it no more. */
export async function asidesOf(session: Session, kept: readonly Kept[]): Promise<readonly AsideRow[]> {
  const { definition } = await session.definitionFile.read()
  if (!definition) return []
  const { undone } = await figuresOf(session)
  const rows = await Promise.all(definition.environments.map((environment) => asidesIn(session, environment, kept.filter(({ manifest }) => manifest.environment === environment.name && !undone.has(manifest.id)))))
  return rows.flat()
}

async function asidesIn(session: Session, environment: EnvironmentDefinition, kept: readonly Kept[]): Promise<readonly AsideRow[]> {
  const context = contextOf(session, environment)
  const unfinished = (await session.store.runs({ environment: environment.name, unfinished: true }))[0]
  const rows = await Promise.all(environment.databases.map(async (database) =>
    (await databaseOf(database.engine).listKept(context, database).catch(() => [])).map(({ lineage, what, bytes }): AsideRow => {
      const snapshot = kept.find(({ store, manifest }) => store === 'rollback-snapshots' && manifest.databases.some((one) => one.name === database.name && one.lineage === lineage))
      const neededBy = unfinished ? `Run ${unfinished.runId} has not ended.` : snapshot ? `An undo of run ${snapshot.manifest.id} puts it back.` : null
      return { environment: environment.name, database: database.name, lineage, what, bytes, neededBy }
    })))
  return rows.flat()
}

/** Removes those that nothing needs, of these lineages (null = all such), each looked at again under its environment's lock. */
export async function removeAsides(session: Session, only: readonly string[] | null): Promise<Pruned> {
  requireWritable(session)
  const wanted = (row: AsideRow): boolean => row.neededBy === null && (only === null || only.includes(row.lineage))
  const going = (await asidesOf(session, await keptOnes(session))).filter(wanted)
  const removed: Pruned['removed'][number][] = []
  const stayed: Pruned['stayed'][number][] = []
  for (const environment of [...new Set(going.map((row) => row.environment))]) {
    const work = async (): Promise<void> => {
      const definition = await environmentOf(session, environment)
      for (const row of (await asidesOf(session, await keptOnes(session))).filter((one) => one.environment === environment && wanted(one))) {
        const database = definition.databases.find(({ name }) => name === row.database)
        if (!database) continue
        await databaseOf(database.engine).removeKept(contextOf(session, definition), database, row.lineage).then(
          () => removed.push({ id: row.what, bytes: row.bytes, why: 'No undo needs it any more.' }),
          (error: unknown) => stayed.push({ id: row.what, why: problemOf(error).message })
        )
      }
    }
    await whileHeld(session, environment, 'removing databases that were put aside', work).catch((error: unknown) => stayed.push(...going.filter((row) => row.environment === environment).map(({ what }) => ({ id: what, why: problemOf(error).message }))))
  }
  return { removed, stayed, bytes: removed.reduce((sum, { bytes }) => sum + bytes, 0) }
}
