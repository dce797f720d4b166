/** A run during which the power goes: all processes end, and the disk loses what was not synced. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAlone } from '../crash/after-machine'
import { follow, problemsOf, watch, type Seen } from '../crash/round'
import type { Arena } from '../crash/arena'
import type { Random } from '../random'
import { endAll } from '../shop/processes'
import { reset } from '../shop/reset'
import { stateOf } from '../shop/state'
import { afterPower } from './after-power'
import { isAtRisk, lose, type Loss } from './lose'

export interface PowerJob { readonly at: number; readonly loss: Loss }

const NEVER = 1_000_000
const heldOf = ({ shop }: Arena): string => join(shop.project, '..', 'held')

async function run(arena: Arena, at: number) {
  const { shop, pool } = arena
  await reset(shop)
  await rm(heldOf(arena), { recursive: true, force: true })
  await mkdir(heldOf(arena))
  return pool.fresh({ project: shop.project, what: 'rollback', loss: { at, held: heldOf(arena) } }, null)
}

/** How many changes a run makes. */
export async function changesIn(arena: Arena): Promise<number> {
  const { end, failed } = await run(arena, NEVER)
  if (!end) throw new Error(`The recorded run did not come to its end: ${JSON.stringify(failed)}`)
  return end.calls.changes
}

/** Stretches of the output that are zeros now. */
function lostPieces(runs: string): number {
  const outputs = existsSync(runs) ? readdirSync(runs).map((run) => join(runs, run, 'output.jsonl')).filter((file) => existsSync(file)) : []
  return outputs.reduce((sum, file) => sum + (readFileSync(file, 'latin1').match(/\0+/g)?.length ?? 0), 0)
}

export async function powerRound(arena: Arena, { at, loss }: PowerJob, random: Random): Promise<Seen> {
  await afterAlone(arena)
  const watched = watch(arena)
  const first = watched.take(await run(arena, at))
  const { atRisk } = first
  // With nothing at risk all losses are the same: one of them stands for all.
  if (first.killed && atRisk && !isAtRisk(atRisk) && loss !== 'nothing') return { ...watched.seen, differs: [] }
  await endAll(arena.shop.project)
  if (atRisk) lose(atRisk, loss, heldOf(arena), random)
  watched.mayTear(lostPieces(join(arena.shop.project, '.deployments/runs')))
  const ending = random.chance(0.2) ? 'undo' : 'machine'
  const last = await follow(arena, ending, watched, random)
  return { ...watched.seen, differs: [...problemsOf(last), ...(await afterPower(arena, await stateOf(arena.shop), last, ending === 'undo'))] }
}
