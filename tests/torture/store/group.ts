/** The store's file and its log, cut between two acknowledged commits: it opens, and has every record that was acknowledged. */
import { join } from 'node:path'
import { none, type Figure, type Work } from '../figures'
import { random } from '../random'
import { contentOf, layOut } from './content'
import { cut } from './cut'
import { images, type Image } from './images'
import { tracedCommits } from './traced'

/** Where the file itself changes, or the log begins anew, there is more to tear. */
const USUAL = 3
const RARE = 40

interface Found { cuts: number; checkpoints: number; readonly failures: string[] }

export async function store(work: Work): Promise<readonly Figure[]> {
  const found = await cutAll(work)
  const traced = await tracedCommits(join(work.folder, 'traced.db'), work.seed)
  return [
    none('Stores without every acknowledged record after a cut', 'stores', found.failures, `${found.cuts.toLocaleString('en')} cuts of file and log, ${found.checkpoints} of the commits with a checkpoint`),
    ...(traced ? [none('Commits acknowledged before their log was synced', 'commits', Array.from({ length: traced.early }, () => ''), `${traced.commits} commits traced in the system's own calls`)] : [])
  ]
}

async function cutAll(work: Work): Promise<Found> {
  const found: Found = { cuts: 0, checkpoints: 0, failures: [] }
  const content = (image: Image, shm: Buffer | null = null): Promise<string> => contentOf(layOut(join(work.folder, 'cut'), image, shm))
  let known = ''
  for await (const { before, after, number } of images(join(work.folder, 'backstep.db'), work.seed)) {
    if (known === '') known = await content(before)
    const next = await content(after)
    const isRare = !before.db.equals(after.db) || after.wal.length <= before.wal.length
    if (!before.db.equals(after.db)) found.checkpoints += 1
    for (let n = 0; n < (isRare ? RARE : USUAL); n++) {
      const chance = random(work.seed, 'store', number, n)
      const holds = await content(cut(before, after, chance), chance.chance(0.5) ? chance.bytes(32_768) : null).catch((error: unknown) => String(error))
      if (holds !== known && holds !== next) {
        found.failures.push(`commit ${number}, cut ${n}`)
        work.say(`commit ${number}, cut ${n}: ${holds.length === 64 ? 'holds something else than was acknowledged' : holds}`)
      }
      if (++found.cuts === work.counts.cuts) return found
    }
    known = next
  }
  return found
}
