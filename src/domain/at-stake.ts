/** What data a plan loses, as far as it was counted: what only the live database has. What only the copy has comes back. */
import type { DatabaseSchema } from './facts'
import type { Plan } from './plan'
import { listOf, plural } from './text'
import type { DatabaseChoice } from './views'

type Stake = NonNullable<DatabaseChoice['atStake']>
type Counts = Stake['perTable'][number]

/** Rows of a table that a restore loses: written or changed since. */
export const lostOf = ({ added, changed }: Pick<Counts, 'added' | 'changed'>): number => added + changed

/** From the counts of each table. */
export function stakeOf(counted: { readonly atLeast: boolean; readonly perTable: readonly Counts[] }, atLeast = false): Stake {
  const perTable = counted.perTable.filter(({ added, changed, removed }) => added + changed + removed > 0)
  return { rows: perTable.reduce((sum, table) => sum + lostOf(table), 0), atLeast: counted.atLeast || atLeast, perTable }
}

export const comesBack = ({ perTable }: Stake): number => perTable.reduce((sum, { removed }) => sum + removed, 0)

/** Counted to the end, and nothing is lost. */
export const losesNothing = (stake: DatabaseChoice['atStake']): boolean => stake !== null && !stake.atLeast && stake.rows === 0

/** False only where every database that moves was counted to the end and loses nothing: then there is nothing to confirm. */
export function mayLoseData({ plan, databases }: { readonly plan: Pick<Plan, 'steps'> | null; readonly databases: readonly DatabaseChoice[] }): boolean {
  const moved = databases.filter(({ choice }) => choice !== 'keep')
  return (plan?.steps.some(({ effect }) => effect === 'loses-data') ?? moved.length > 0) && !(moved.length > 0 && moved.every(({ atStake }) => losesNothing(atStake)))
}

/** `2 rows come back`; null for none. */
export function comesBackWords(stake: DatabaseChoice['atStake']): string | null {
  const rows = stake === null ? 0 : comesBack(stake)
  return stake === null || rows === 0 ? null : `${stake.atLeast ? 'at least ' : ''}${plural(rows, 'row', 'rows')} ${rows === 1 ? 'comes' : 'come'} back`
}

/** `3 added and 1 changed since, 2 come back` */
export function countsWords({ added, changed, removed }: Counts): string {
  const since = [...(added > 0 ? [`${plural(added, 'row', 'rows')} added`] : []), ...(changed > 0 ? [`${plural(changed, 'row', 'rows')} changed`] : [])]
  return [...(since.length > 0 ? [`${listOf(since)} since`] : []), ...(removed > 0 ? [`${plural(removed, 'row', 'rows')} ${removed === 1 ? 'comes' : 'come'} back`] : [])].join(', ')
}

/** Columns of the live database that the copy has not: what is in them counts with no row that both have. */
export const columnsThatGo = (live: DatabaseSchema, copy: DatabaseSchema): boolean =>
  live.tables.some(({ name, columns }) => {
    const then = copy.tables.find((table) => table.name === name)
    return then !== undefined && columns.some((column) => !then.columns.some((other) => other.name === column.name))
  })
