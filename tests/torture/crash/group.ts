/** Kills at every boundary of the journal and at random times; then resumed, undone or abandoned. */
import { none, type Figure, type Work } from '../figures'
import { random } from '../random'
import { inArenas, type Arena } from './arena'
import { boundaryRound, randomRound, type Round } from './plan'
import { play, type Seen } from './round'

type Job = { readonly boundary: number } | { readonly round: number }
const MOST_BOUNDARIES = 400
/** Most kill once or more; the instant of some never comes. */
const ROUNDS_FOR_A_KILL = 2
/** So often it says how far it is: all rounds take most of an hour. */
const TOLD = 100
const FINDINGS = ['lost', 'unreadable', 'differs'] as const

/** What was seen so far. */
interface Tally {
  readonly failures: Readonly<Record<(typeof FINDINGS)[number], string[]>>
  rounds: number
  boundaries: number
  /** Of runs that fail and undo themselves. */
  failing: number
  /** Deaths at boundaries, and at random. */
  readonly deaths: { boundary: number; random: number }
}

export async function crash(work: Work): Promise<readonly Figure[]> {
  const tally: Tally = { failures: { lost: [], unreadable: [], differs: [] }, rounds: 0, boundaries: 0, failing: 0, deaths: { boundary: 0, random: 0 } }
  const began = performance.now()
  await inArenas(work.folder, work.places, jobsOf(work), async (arena, job) => {
    const isEnough = 'round' in job && work.round === null && tally.deaths.random >= work.counts.kills
    const round = isEnough ? null : await roundOf(work, arena, job)
    if (round) count(work, tally, job, round, await play(arena, round, random(work.seed, 'crash', 'play', nameOf(job))).catch(unplayed))
  })
  work.say(`${((performance.now() - began) / 1000 / Math.max(1, tally.rounds)).toFixed(2)} s a round, ${work.places} side by side`)
  const { failures, rounds, boundaries, failing, deaths } = tally
  if (work.round === null && deaths.random < work.counts.kills) failures.differs.push(`only ${deaths.random} of ${work.counts.kills} kills came about`)
  if (boundaries > 0 && deaths.boundary === 0) failures.differs.push('no kill at a boundary came about')
  const against = `${(deaths.random + deaths.boundary).toLocaleString('en')} deaths in ${rounds.toLocaleString('en')} runs, ${boundaries} of them at boundaries of the journal, ${failing} of runs that fail and undo themselves`
  return [
    none('Acknowledged records lost by a kill', 'runs', failures.lost, against),
    none('Files unreadable after a kill', 'runs', failures.unreadable, against),
    none('Runs that ended otherwise than one that nobody disturbed', 'runs', failures.differs, against)
  ]
}

const unplayed = (error: unknown): Seen => ({ kills: 0, lost: [], unreadable: [], differs: [`it could not be played: ${String(error)}`] })

function count(work: Work, tally: Tally, job: Job, round: Round, seen: Seen): void {
  const isBoundary = 'boundary' in job
  tally.rounds += 1
  tally.boundaries += isBoundary ? 1 : 0
  tally.failing += round.fails ? 1 : 0
  tally.deaths[isBoundary ? 'boundary' : 'random'] += seen.kills
  if (tally.rounds % TOLD === 0) work.say(`${tally.rounds} runs, ${tally.deaths.random} kills at random and ${tally.deaths.boundary} at boundaries`)
  const name = nameOf(job)
  for (const what of FINDINGS) {
    if (seen[what].length === 0) continue
    tally.failures[what].push(name)
    work.say(`${what} in ${name} (${JSON.stringify(round)}):\n    ${seen[what].slice(0, 12).join('\n    ')}`)
  }
}

const nameOf = (job: Job): string => ('boundary' in job ? `boundary ${job.boundary}` : `round ${job.round}`)

function jobsOf({ counts, round }: Work): readonly Job[] {
  if (round !== null) return [{ round }]
  const boundaries = counts.everyBoundary === 0 ? [] : Array.from({ length: MOST_BOUNDARIES }, (_, n) => n).filter((n) => n % counts.everyBoundary === 0)
  return [...boundaries.map((boundary) => ({ boundary })), ...Array.from({ length: counts.kills * ROUNDS_FOR_A_KILL }, (_, n) => ({ round: n }))]
}

/** Null: a run has fewer boundaries than that. */
const roundOf = (work: Work, arena: Arena, job: Job): Promise<Round | null> =>
  'boundary' in job ? boundaryRound(arena, job.boundary) : randomRound(arena, random(work.seed, 'crash', job.round))
