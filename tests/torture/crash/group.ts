/** Kills at every boundary of the journal and at random times; then resumed, undone or abandoned. */
import { none, type Figure, type Work } from '../figures'
import { random } from '../random'
import { inArenas, type Arena } from './arena'
import { boundaryRounds, randomRound, type Round } from './plan'
import { play, type Seen } from './round'

type Job = { readonly boundary: number } | { readonly round: number }
const MOST_BOUNDARIES = 400

export async function crash(work: Work): Promise<readonly Figure[]> {
  const seen: Seen[] = []
  const failures: Record<'lost' | 'unreadable' | 'differs', string[]> = { lost: [], unreadable: [], differs: [] }
  let boundaries = 0
  await inArenas(work.folder, work.places, jobsOf(work), async (arena, job, index) => {
    const round = roundOf(work, arena, job)
    if (!round) return
    if ('boundary' in job) boundaries += 1
    const name = 'boundary' in job ? `boundary ${job.boundary}` : `round ${job.round}`
    const one = await play(arena, round, random(work.seed, 'crash', 'play', index)).catch((error: unknown): Seen => ({ kills: 0, lost: [], unreadable: [], differs: [`it could not be played: ${String(error)}`] }))
    seen.push(one)
    for (const what of ['lost', 'unreadable', 'differs'] as const) {
      if (one[what].length === 0) continue
      failures[what].push(name)
      work.say(`${what} in ${name} (${JSON.stringify(round)}):\n    ${one[what].slice(0, 12).join('\n    ')}`)
    }
  })
  const kills = seen.reduce((sum, one) => sum + one.kills, 0)
  const against = `${kills.toLocaleString('en')} deaths in ${seen.length.toLocaleString('en')} runs, ${boundaries} of them at boundaries of the journal`
  return [
    none('Acknowledged records lost by a kill', 'runs', failures.lost, against),
    none('Files unreadable after a kill', 'runs', failures.unreadable, against),
    none('Runs that ended otherwise than one that nobody disturbed', 'runs', failures.differs, against)
  ]
}

function jobsOf({ counts, round }: Work): readonly Job[] {
  if (round !== null) return [{ round }]
  const boundaries = counts.everyBoundary === 0 ? [] : Array.from({ length: MOST_BOUNDARIES }, (_, n) => n).filter((n) => n % counts.everyBoundary === 0)
  return [...boundaries.map((boundary) => ({ boundary })), ...Array.from({ length: counts.kills }, (_, n) => ({ round: n }))]
}

/** Null: a run has fewer boundaries than that. */
const roundOf = (work: Work, arena: Arena, job: Job): Round | null =>
  'boundary' in job ? (boundaryRounds(arena)[job.boundary] ?? null) : randomRound(arena, random(work.seed, 'crash', job.round))
