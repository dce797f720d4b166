import type { Deployment, Registry } from '../deployment'
import type { DeploymentsQuery } from '../views'
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
  const page = matching.slice(offset, offset + Math.min(MOST, Math.max(0, query.limit)))
  const rows = Array.from(page, (index) => deployments[index]).filter((record) => record !== undefined)
  return { total: deployments.length, matching: matching.length, rows }
}

function matchesOf(registry: Registry, order: Uint32Array, text: string, environment: string | null): Uint32Array {
  const { hay, starts, environments } = cacheOf(registry)
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== '')
  const hits = words.map((word) => hitsOf(word, hay, starts))
  const place = environment === null ? null : (environments.codes.get(environment) ?? -1)
  if (hits.length === 0 && place === null) return order
  return order.filter((index) => (place === null || environments.of[index] === place) && hits.every((hit) => hit[index] === 1))
}

/** By index, 1 where the record's text has the word: one search through all texts is several times quicker than one in each. */
function hitsOf(word: string, hay: string, starts: Uint32Array): Uint8Array {
  const hits = new Uint8Array(starts.length)
  let index = 0
  for (let at = hay.indexOf(word); at !== -1; at = hay.indexOf(word, starts[index] ?? hay.length)) {
    while ((starts[index + 1] ?? hay.length) <= at) index++
    hits[index++] = 1
    if (index === starts.length) break
  }
  return hits
}

interface Cache {
  /** The texts of all records, lower-case, in the order of the file. */
  readonly hay: string
  /** Where each record's text begins. */
  readonly starts: Uint32Array
  readonly environments: { readonly codes: ReadonlyMap<string, number>; readonly of: Uint32Array }
}
const caches = new WeakMap<Registry, Cache>()

function cacheOf(registry: Registry): Cache {
  const known = caches.get(registry)
  if (known !== undefined) return known
  const made = { ...textsOf(registry), environments: environmentsOf(registry) }
  caches.set(registry, made)
  return made
}

/** Makes ready what the first filter needs. */
export const prepareQueries = (registry: Registry): void => void cacheOf(registry)

const BLOCK = 1024

// Joined block by block: a text of its own for each record would stay in memory until all are there.
function textsOf({ deployments }: Registry): Pick<Cache, 'hay' | 'starts'> {
  const starts = new Uint32Array(deployments.length)
  const blocks: string[] = []
  let length = 0
  for (let from = 0; from < deployments.length; from += BLOCK) {
    const texts = deployments.slice(from, from + BLOCK).map(textOf)
    for (const [n, text] of texts.entries()) {
      starts[from + n] = length
      length += text.length
    }
    blocks.push(texts.join(''))
  }
  return { hay: blocks.join(''), starts }
}

function environmentsOf({ deployments }: Registry): Cache['environments'] {
  const codes = new Map<string, number>()
  const of = Uint32Array.from(deployments, ({ environment }) => {
    const code = codes.get(environment) ?? codes.size
    codes.set(environment, code)
    return code
  })
  return { codes, of }
}

const textOf = ({ version, commit, actor, status, id, environment }: Deployment): string =>
  `${version}\n${commit ?? ''}\n${actor ?? ''}\n${status}\n${id}\n${environment}\n`.toLowerCase()
