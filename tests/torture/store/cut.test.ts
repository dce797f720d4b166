/** The judgement itself: a store that has lost what was acknowledged is told from one that has not. */
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../src/engine/testing/project'
import { random } from '../random'
import { contentOf, layOut } from './content'
import { cut } from './cut'
import { images } from './images'

it('finds a record that is gone, and takes either side of a commit that was cut', async () => {
  const folder = temporaryFolder()
  for await (const { before, after, number } of images(join(folder, 'backstep.db'), 'seed')) {
    if (number < 4) continue
    const [known, next] = [await contentOf(layOut(join(folder, 'a'), before, null)), await contentOf(layOut(join(folder, 'b'), after, null))]
    expect(known).not.toBe(next)
    // What was synced is cut as well: that must not go unnoticed.
    const less = { db: before.db, wal: before.wal.subarray(0, before.wal.length - 5_000) }
    expect(await contentOf(layOut(join(folder, 'c'), less, null))).not.toBe(known)
    for (let n = 0; n < 6; n++) expect([known, next]).toContain(await contentOf(layOut(join(folder, 'd'), cut(before, after, random('seed', n)), null)))
    break
  }
}, 120_000)
