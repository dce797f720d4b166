import type { Deployment, Registry } from '../deployment'
import type { DeploymentsQuery } from '../views'
import { deploymentsOf } from './lineage'
import { recordsWith, searchFields } from './search'
import { orderOf } from './sorting'

export interface DeploymentsAnswer {
  /** Records in the registry. */
  readonly total: number
  readonly matching: number
  /** The page that was asked for. */
  readonly rows: readonly Deployment[]
}

const MOST = 1000
/** So often a loop runs before the compiler has made the most of it. */
const REHEARSALS = 4

/**
 * A page of the registry's records. Every word of the text must be in the version, actor, status, id or environment, or begin
 * the commit, in either case; `from` is within, `until` is not. Sorted as asked; equal ones newest first.
 */
export function queryDeployments(registry: Registry, query: DeploymentsQuery): DeploymentsAnswer {
  const { deployments } = registry
  const offset = Math.max(0, query.offset)
  const { matching, places } = pageOf(registry, query, offset, offset + Math.min(MOST, Math.max(0, query.limit)))
  return { total: deployments.length, matching, rows: places.map((index) => deployments[index]).filter((record) => record !== undefined) }
}

const ready = new WeakSet<Registry>()

/** Makes ready, once, what the first filter needs, and searches for what is there until the search runs at its full speed. */
export function prepareQueries(registry: Registry): void {
  if (ready.has(registry)) return
  ready.add(registry)
  const words = new Set(searchFields(registry).map(({ hay }) => hay.slice(0, 1)))
  for (const text of words) for (let n = 0; n < REHEARSALS; n++) pageOf(registry, { text, environment: null, from: null, until: null, sort: 'timestamp', descending: true }, 0, 1)
}

type Wanted = Pick<DeploymentsQuery, 'text' | 'environment' | 'from' | 'until' | 'sort' | 'descending'>

/** How many match, and where those from `first` to `last` stand in the file. */
function pageOf(registry: Registry, wanted: Wanted, first: number, last: number): { readonly matching: number; readonly places: readonly number[] } {
  const order = orderOf(registry, wanted.sort, wanted.descending)
  const hits = hitsOf(registry, wanted)
  if (hits.length === 0) return { matching: order.length, places: [...order.subarray(first, last)] }
  const all = hits.reduce(inBoth)
  const places: number[] = []
  let matching = 0
  for (const index of order) {
    if (all[index] !== 1) continue
    if (matching >= first && matching < last) places.push(index)
    matching++
  }
  return { matching, places }
}

/** For each filter, by place in the file: 1 where it lets the record through. */
function hitsOf(registry: Registry, { text, environment, from, until }: Wanted): readonly Uint8Array[] {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== '')
  return [
    ...words.map((word) => recordsWith(registry, word)),
    ...(environment === null ? [] : [recordsOf(registry, environment)]),
    ...(from === null && until === null ? [] : [recordsWithin(registry, from, until)])
  ]
}

function inBoth(one: Uint8Array, other: Uint8Array): Uint8Array {
  for (let index = 0; index < one.length; index++) if (other[index] !== 1) one[index] = 0
  return one
}

function recordsOf(registry: Registry, environment: string): Uint8Array {
  const hits = new Uint8Array(registry.deployments.length)
  for (const { index } of deploymentsOf(registry, environment)) hits[index] = 1
  return hits
}

const recordsWithin = ({ deployments }: Registry, from: string | null, until: string | null): Uint8Array =>
  Uint8Array.from(deployments, ({ timestamp }) => ((from === null || timestamp >= from) && (until === null || timestamp < until) ? 1 : 0))
