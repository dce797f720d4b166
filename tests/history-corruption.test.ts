/** Whatever is changed in the history at random, it is found. The long form runs elsewhere with more rounds. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { corruptHistory } from './support/corrupt-history'

it('finds every one of 90 random changes to a signed history and its journals', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'backstep-corrupt-'))
  try {
    const { detected, missed, byKind } = await corruptHistory({ folder, rounds: 90, seed: Date.now() })
    expect(missed).toEqual([])
    expect(detected).toBe(90)
    expect(Object.values(byKind)).toEqual(Array.from({ length: 18 }, () => 5))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
