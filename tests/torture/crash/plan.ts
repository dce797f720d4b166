/** When and how a round kills, and what is done afterwards. */
import type { Kill } from '../child/server'
import type { Moment, What } from '../child/points'
import type { Random } from '../random'
import type { Arena } from './arena'

/**
 * `resume`: to the end. `again`: the resumed run is killed as well, up to three times. `machine`: services and everything else die
 * with it. `undo`, `abandon`: instead of resuming.
 */
export type Ending = 'resume' | 'again' | 'machine' | 'undo' | 'abandon'
export interface Round { readonly kill: Kill; readonly ending: Ending }

const ENDINGS: readonly Ending[] = ['resume', 'resume', 'resume', 'resume', 'again', 'again', 'machine', 'undo', 'undo', 'abandon']
const MOMENTS: readonly Moment[] = ['before', 'during', 'after']

/** Half of all kills come at any time, half right at a commit, a change of the disk or the start of a program. */
export const randomRound = (arena: Arena, random: Random): Round => ({ kill: randomKill(arena, random), ending: random.pick(ENDINGS) })

export function randomKill({ counts, start, run }: Arena, random: Random): Kill {
  if (random.chance(0.1)) return { timer: { from: 'task', after: random.next() * start } }
  if (random.chance(0.45)) return { timer: { from: 'ready', after: random.next() * run * 1.05 } }
  const what = random.pick<What>(['commit', 'file', 'file', 'spawn'])
  return { death: { what, at: random.below(counts[what] + 1), moment: random.pick(MOMENTS) } }
}

/** Before and after every commit of a run. */
export const boundaryRounds = ({ counts }: Arena): readonly Round[] =>
  Array.from({ length: counts.commit }, (_, at) => (['before', 'after'] as const).map((moment): Round => ({ kill: { death: { what: 'commit', at, moment } }, ending: 'resume' }))).flat()
