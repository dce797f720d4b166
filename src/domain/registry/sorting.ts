/** The orders in which a registry's records are shown, each made once. */
import type { Deployment, Registry } from '../deployment'
import { sortVersions } from '../version'
import type { DeploymentsQuery } from '../views'
import { indexOf } from './order'

type Column = DeploymentsQuery['sort']

const orders = new WeakMap<Registry, Map<string, Uint32Array>>()

/** Places in the file, sorted by a column; of equal ones the newest first. */
export function orderOf(registry: Registry, column: Column, descending: boolean): Uint32Array {
  const known = orders.get(registry) ?? new Map<string, Uint32Array>()
  orders.set(registry, known)
  const name = `${column} ${descending ? 'down' : 'up'}`
  const order = known.get(name) ?? makeOrder(registry, column, descending)
  known.set(name, order)
  return order
}

function makeOrder(registry: Registry, column: Column, descending: boolean): Uint32Array {
  const newest = Uint32Array.from(indexOf(registry).newest, ({ index }) => index)
  if (column === 'timestamp') return descending ? newest : newest.reverse()
  const ranks = ranksOf(registry.deployments, column)
  return sortedBy(newest, (index) => (descending ? -1 : 1) * (ranks[index] ?? 0))
}

/** Numbers sort many times quicker than what they stand for: each is a rank with the place that it had before. */
function sortedBy(before: Uint32Array, rankOf: (index: number) => number): Uint32Array {
  const count = before.length
  const keys = Float64Array.from(before, (index, place) => rankOf(index) * count + place).sort()
  return Uint32Array.from(keys, (key) => before[((key % count) + count) % count] ?? 0)
}

function ranksOf(deployments: readonly Deployment[], column: Exclude<Column, 'timestamp'>): Uint32Array {
  if (column === 'duration') return rank(deployments.map(({ duration }) => duration ?? -1), (values) => [...values].sort((a, b) => a - b))
  if (column === 'version') return rank(deployments.map(({ version }) => version), sortVersions)
  return rank(deployments.map((record) => record[column] ?? ''), (values) => [...values].sort())
}

/** By index, how many different values are before this one. */
function rank<T>(values: readonly T[], sorted: (values: readonly T[]) => readonly T[]): Uint32Array {
  const ranks = new Map(sorted([...new Set(values)]).map((value, place) => [value, place]))
  return Uint32Array.from(values, (value) => ranks.get(value) ?? 0)
}
