/** The power goes at every change of a file, in several ways; and every call of the file system fails once. */
import { join } from 'node:path'
import { none, type Figure, type Work } from '../figures'
import { random } from '../random'
import { closeArena, inArenas, openArena, type Arena } from '../crash/arena'
import type { Seen } from '../crash/round'
import { errorRound, errorsIn, type ErrorJob } from './errors'
import { changesIn, powerRound, type PowerJob } from './power'
import { LOSSES } from './lose'

/** So often it says how far it is: all rounds take most of an hour. */
const TOLD = 25

type Job = { readonly round: number } & ({ readonly power: PowerJob } | { readonly error: ErrorJob })

export async function files(work: Work): Promise<readonly Figure[]> {
  const first = await openArena(join(work.folder, 'arena'))
  const jobs = await jobsIn(first, work).catch(async (error: unknown) => {
    await closeArena(first)
    throw error
  })
  const failures = new Map<string, string[]>()
  const fail = (figure: string, name: string, lines: readonly string[]): void => {
    failures.set(figure, [...(failures.get(figure) ?? []), name])
    work.say(`${figure} at ${name}:\n    ${lines.slice(0, 12).join('\n    ')}`)
  }
  let lost = 0
  let played = 0
  await inArenas(work.folder, work.places, jobs, async (arena, job) => {
    const name = `round ${job.round} (${JSON.stringify('power' in job ? job.power : job.error)})`
    const chance = random(work.seed, 'files', job.round)
    const seen = await ('power' in job ? powerRound(arena, job.power, chance) : errorRound(arena, job.error, chance)).catch((error: unknown): Seen => ({ kills: 0, lost: [], unreadable: [], differs: [`it could not be played: ${String(error)}`] }))
    if ('power' in job) lost += seen.kills
    if (++played % TOLD === 0) work.say(`${played} of ${jobs.length} rounds`)
    const kind = 'power' in job ? 'power' : 'error'
    for (const what of ['lost', 'unreadable', 'differs'] as const) if (seen[what].length > 0) fail(`${kind} ${what}`, name, seen[what])
  }, first)
  const errors = jobs.filter((job) => 'error' in job).length
  const [power, calls] = [`power lost ${lost.toLocaleString('en')} times ${isAll(work) ? 'at every change of a file' : 'at changes of files'}`, `${errors.toLocaleString('en')} runs of which one call failed`]
  const of = (name: string): readonly string[] => failures.get(name) ?? []
  return [
    none('Acknowledged records lost with the power', 'runs', of('power lost'), power),
    none('Files unreadable after a loss of power', 'runs', of('power unreadable'), power),
    none('Runs that ended otherwise after a loss of power', 'runs', of('power differs'), power),
    none('Records lost or files unreadable after an error of the disk', 'runs', [...of('error lost'), ...of('error unreadable')], calls),
    none('Runs that ended otherwise, or without a clear error, after an error of the disk', 'runs', of('error differs'), calls)
  ]
}

const isAll = ({ counts, round, part }: Work): boolean => counts.losses === 0 && round === null && part === null

/** Every place in every way; with counts, so many of them at random. */
async function jobsIn(arena: Arena, { seed, counts, round, part }: Work): Promise<readonly Job[]> {
  const changes = await changesIn(arena)
  const errors = { ENOSPC: await errorsIn(arena, 'ENOSPC'), EIO: await errorsIn(arena, 'EIO') }
  const chance = random(seed, 'files', 'jobs')
  const power = Array.from({ length: changes }, (_, n) => LOSSES.map((loss) => ({ power: { at: n + 1, loss } }))).flat()
  const failing = (['ENOSPC', 'EIO'] as const).flatMap((code) => Array.from({ length: errors[code] }, (_, at) => ({ error: { at, code } })))
  const all: readonly Job[] = [...power, ...failing].map((job, n) => ({ ...job, round: n }))
  if (round !== null) return all.filter((job) => job.round === round)
  const some = (jobs: readonly Job[], count: number): readonly Job[] => (count === 0 ? jobs : chance.shuffled(jobs).slice(0, count))
  const jobs = [...some(all.filter((job) => 'power' in job), counts.losses), ...some(all.filter((job) => 'error' in job), counts.errors)]
  return part ? jobs.filter((_, n) => n % part.of === part.n - 1) : jobs
}
