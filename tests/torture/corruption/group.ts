/** Random damage to manifests, snapshots and the history: every one is found. */
import { closeArena, openArena } from '../crash/arena'
import { none, type Figure, type Work } from '../figures'
import { random } from '../random'
import { spoilSnapshots } from './snapshots'

export async function corruption(work: Work): Promise<readonly Figure[]> {
  const arena = await openArena(`${work.folder}/arena`)
  try {
    const { rounds, missed, kinds } = await spoilSnapshots(arena.shop.project, work.counts.corruptions, random(work.seed, 'corruption'))
    for (const line of missed.slice(0, 20)) work.say(`not found: ${line}`)
    return [none('Corruptions of manifests and snapshots that were not found', 'corruptions', missed, `${rounds.toLocaleString('en')} corruptions in ${kinds} ways`)]
  } finally {
    await closeArena(arena)
  }
}
