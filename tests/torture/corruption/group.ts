/** Random damage to manifests, snapshots and the history: every one is found; and a long history is verified while somebody waits. */
import { mkdir } from 'node:fs/promises'
import { corruptHistory } from '../../support/corrupt-history'
import { closeArena, openArena } from '../crash/arena'
import { none, type Figure, type Work } from '../figures'
import { random } from '../random'
import { verifyLong } from './long-history'
import { spoilSnapshots } from './snapshots'

/** Seconds. */
const LONGEST = 5

export async function corruption(work: Work): Promise<readonly Figure[]> {
  const ofHistory = Math.floor(work.counts.corruptions / 2)
  return [await snapshots(work, work.counts.corruptions - ofHistory), await history(work, ofHistory), ...(await long(work))]
}

async function snapshots(work: Work, rounds: number): Promise<Figure> {
  const arena = await openArena(`${work.folder}/arena`)
  try {
    const { missed, kinds } = await spoilSnapshots(arena.shop.project, rounds, random(work.seed, 'corruption'))
    return missedOf(work, 'Corruptions of manifests and snapshots that were not found', missed, rounds, kinds)
  } finally {
    await closeArena(arena)
  }
}

async function history(work: Work, rounds: number): Promise<Figure> {
  const folder = `${work.folder}/history`
  await mkdir(folder)
  const { missed, byKind } = await corruptHistory({ folder, rounds, records: 40, seed: random(work.seed, 'history').below(2 ** 31) })
  return missedOf(work, 'Corruptions of the history that were not found', missed, rounds, Object.keys(byKind).length)
}

function missedOf(work: Work, name: string, missed: readonly string[], rounds: number, kinds: number): Figure {
  for (const line of missed.slice(0, 20)) work.say(`not found: ${line}`)
  return none(name, 'corruptions', missed, `${rounds.toLocaleString('en')} corruptions in ${kinds} ways`)
}

/** The time is judged where everything is: among other tests it says nothing. */
async function long({ counts: { records }, folder, isWhole, say }: Work): Promise<readonly Figure[]> {
  const place = `${folder}/long`
  await mkdir(place)
  const { first, later, processor, faults } = await verifyLong(place, records)
  for (const line of faults) say(`found in a history that nobody changed: ${line}`)
  const count = `${records.toLocaleString('en')} records, each of them signed`
  const found = none('Faults found in a long history that nobody changed', 'verifications', faults, count)
  if (!isWhole) return [found]
  const best = Math.min(...later)
  const against = `${count} and checked before; the fastest of ${later.map(seconds).join(', ')}, which took ${processor.map(seconds).join(', ')} of a processor; ${seconds(first)} when every signature is checked for the first time`
  return [found, { name: `Verification of ${records.toLocaleString('en')} history records`, value: best, unit: 's', limit: LONGEST, ok: best < LONGEST, against }]
}

const seconds = (value: number): string => `${value.toFixed(2)} s`
