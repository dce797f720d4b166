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

/**
 * A page of the registry's records. Every word of the text must be in the version, commit, actor, status, id or environment,
 * in either case. Sorted as asked; equal ones newest first.
 */
export function queryDeployments(registry: Registry, query: DeploymentsQuery): DeploymentsAnswer {
  const { deployments } = registry
  const order = orderOf(registry, query.sort, query.descending)
  const matching = matchesOf(registry, order, query.text, query.environment)
  const offset = Math.max(0, query.offset)
  const page = matching.subarray(offset, offset + Math.min(MOST, Math.max(0, query.limit)))
  const rows = Array.from(page, (index) => deployments[index]).filter((record) => record !== undefined)
  return { total: deployments.length, matching: matching.length, rows }
}

/** Makes ready what the first filter needs. */
export const prepareQueries = (registry: Registry): void => void searchFields(registry)

function matchesOf(registry: Registry, order: Uint32Array, text: string, environment: string | null): Uint32Array {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== '')
  const hits = words.map((word) => recordsWith(registry, word))
  if (environment !== null) hits.push(recordsOf(registry, environment))
  return hits.reduce(those, order)
}

function those(order: Uint32Array, hits: Uint8Array): Uint32Array {
  const found = new Uint32Array(order.length)
  let count = 0
  for (const index of order) if (hits[index] === 1) found[count++] = index
  return found.subarray(0, count)
}

function recordsOf(registry: Registry, environment: string): Uint8Array {
  const hits = new Uint8Array(registry.deployments.length)
  for (const { index } of deploymentsOf(registry, environment)) hits[index] = 1
  return hits
}
