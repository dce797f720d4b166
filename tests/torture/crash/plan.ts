/** When and how a round kills, and what is done afterwards. */
import type { Kill } from '../child/server'
import type { Moment, What } from '../child/points'
import type { Random } from '../random'
import type { Arena, Pace } from './arena'
import { undoneOf } from './undone'

/**
 * `resume`: to the end. `again`: the resumed run is killed as well, up to three times. `machine`: services and everything else die
 * with it. `undo`, `abandon`: instead of resuming.
 */
export type Ending = 'resume' | 'again' | 'machine' | 'undo' | 'abandon'
export interface Round {
  readonly kill: Kill
  readonly ending: Ending
  /** The run fails and is to undo itself: it is killed before, in and between the two. */
  readonly fails: boolean
}

const ENDINGS: readonly Ending[] = ['resume', 'resume', 'resume', 'resume', 'again', 'again', 'machine', 'undo', 'undo', 'abandon']
/** Whoever goes on with one that fails does what it promised. */
const ENDINGS_OF_FAILING: readonly Ending[] = ['resume', 'again']
const SHARE_THAT_FAILS = 0.3
const MOMENTS: readonly Moment[] = ['before', 'during', 'after']

/** Half of all kills come at any time, half right at a commit, a change of the disk or the start of a program. */
export async function randomRound(arena: Arena, random: Random): Promise<Round> {
  const fails = random.chance(SHARE_THAT_FAILS)
  return { kill: randomKill(await paceOf(arena, fails), random), ending: random.pick(fails ? ENDINGS_OF_FAILING : ENDINGS), fails }
}

export const paceOf = async (arena: Arena, fails: boolean): Promise<Pace> => (fails ? (await undoneOf(arena)).pace : arena)

export function randomKill({ counts, start, run }: Pace, random: Random): Kill {
  if (random.chance(0.1)) return { timer: { from: 'task', after: random.next() * start } }
  if (random.chance(0.45)) return { timer: { from: 'ready', after: random.next() * run * 1.05 } }
  const what = random.pick<What>(['commit', 'file', 'file', 'spawn'])
  return { death: { what, at: random.below(counts[what] + 1), moment: random.pick(MOMENTS) } }
}

/** Before and after every commit of a run, then of one that fails and of its undo; null beyond the last. */
export async function boundaryRound(arena: Arena, n: number): Promise<Round | null> {
  const plain = boundaryRounds(arena, false)
  return plain[n] ?? boundaryRounds(await paceOf(arena, true), true)[n - plain.length] ?? null
}
const boundaryRounds = ({ counts }: Pace, fails: boolean): readonly Round[] =>
  Array.from({ length: counts.commit }, (_, at) => (['before', 'after'] as const).map((moment): Round => ({ kill: { death: { what: 'commit', at, moment } }, ending: 'resume', fails }))).flat()
