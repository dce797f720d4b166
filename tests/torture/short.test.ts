/** The torture's short form: groups of `npm run torture` with counts that have time among other tests. */
import { expect, it } from 'vitest'
import type { Figure, Work } from './figures'
import { groups } from './main'
import { newSeed } from './random'
import { inTemporary } from './shop/places'

const seed = newSeed()
const counts: Work['counts'] = { kills: 4, everyBoundary: 150, losses: 5, errors: 5, cuts: 30, takeovers: 12, corruptions: 40, records: 2_000 }

it.each(Object.entries(groups))(`%s (seed ${seed})`, async (name, group) => {
  const said: string[] = []
  const figures = await inTemporary(name, (folder) => group({ seed, counts, round: null, part: null, isWhole: false, places: 2, folder, say: (line) => said.push(line) }))
  const missed = figures.filter((figure: Figure) => !figure.ok).map((figure) => `${figure.name}: ${figure.value} ${figure.unit} (limit ${figure.limit})`)
  expect(missed, said.join('\n')).toEqual([])
  expect(figures.length).toBeGreaterThan(0)
}, 300_000)
