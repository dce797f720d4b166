/** A project to kill in, the programs that do it, and what it is like before and after a run that nobody disturbed. */
import { existsSync, readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createPool, type Pool } from '../child/pool'
import type { End } from '../child/tasks'
import { createShop, type Shop } from '../shop/create'
import { endAll } from '../shop/processes'
import { reset } from '../shop/reset'
import { stateOf, type State } from '../shop/state'
import { sideBySide } from '../side-by-side'

/** How long a run takes, and how many instants it has. */
export interface Pace {
  /** Milliseconds until the run can begin, and from then to its end. */
  readonly start: number
  readonly run: number
  readonly counts: End['counts']
}
export interface Arena extends Pace {
  readonly shop: Shop
  readonly pool: Pool
  /** Before the run, and after one that was not interrupted. */
  readonly before: State
  readonly after: State
  /** What the configuration files may hold. */
  readonly contents: Readonly<Record<string, readonly string[]>>
}

/** What is worked out once for each arena, where it is asked for. */
export function oncePerArena<T>(work: (arena: Arena) => Promise<T>): (arena: Arena) => Promise<T> {
  const known = new WeakMap<Arena, Promise<T>>()
  return (arena) => {
    const answer = known.get(arena) ?? work(arena)
    known.set(arena, answer)
    return answer
  }
}

const CONFIG = ['.env.staging', 'config/staging.json']

export async function openArena(folder: string): Promise<Arena> {
  await mkdir(folder, { recursive: true })
  const shop = await createShop(folder)
  const pool = createPool()
  try {
    return await measured(shop, pool)
  } catch (error) {
    await closeArena({ shop, pool })
    throw error
  }
}

async function measured(shop: Shop, pool: Pool): Promise<Arena> {
  await reset(shop)
  const before = await stateOf(shop)
  const old = contentsOf(shop)
  const { end, failed, ready, errors } = await pool.fresh({ project: shop.project, what: 'rollback' }, null)
  if (end?.outcome !== 'done') throw new Error(`The undisturbed run did not succeed: ${JSON.stringify(end ?? failed)} ${errors}`)
  const after = await stateOf(shop)
  const now = contentsOf(shop)
  return { shop, pool, before, after, contents: Object.fromEntries(CONFIG.map((path) => [path, [old[path] ?? '', now[path] ?? '']])), start: ready, run: end.took, counts: end.counts }
}

const contentsOf = ({ project }: Shop): Record<string, string> =>
  Object.fromEntries(CONFIG.map((path) => [path, existsSync(join(project, path)) ? readFileSync(join(project, path), 'utf8') : 'absent']))

export async function closeArena({ shop, pool }: Pick<Arena, 'shop' | 'pool'>): Promise<void> {
  try {
    await pool.close()
  } finally {
    await endAll(shop.project)
  }
}

/** Does the jobs in several arenas side by side; most of a run is waiting. `first` is one that is open already. */
export async function inArenas<T>(folder: string, places: number, jobs: readonly T[], work: (arena: Arena, job: T, index: number) => Promise<void>, first?: Arena): Promise<void> {
  if (first && jobs.length === 0) return closeArena(first)
  await sideBySide({ places, jobs, open: async (n) => (n === 0 && first ? first : openArena(join(folder, `arena-${n}`))), work, close: closeArena })
}
