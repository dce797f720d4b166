/** A run of which one call of the file system fails: it says so clearly, and what comes afterwards ends as if it had not happened. */
import { follow, judged, watch, type Seen } from '../crash/round'
import type { Arena } from '../crash/arena'
import type { Lived } from '../child/server'
import type { Random } from '../random'
import { reset } from '../shop/reset'

export interface ErrorJob { readonly at: number; readonly code: 'ENOSPC' | 'EIO' }
const NEVER = 1_000_000

/** How many calls of a run can fail so. */
export async function errorsIn({ shop, pool }: Arena, code: ErrorJob['code']): Promise<number> {
  await reset(shop)
  const { end, failed } = await pool.other({ project: shop.project, what: 'rollback', error: { at: NEVER, code } })
  if (!end) throw new Error(`The counted run did not come to its end: ${JSON.stringify(failed)}`)
  return end.calls.fallible
}

export async function errorRound(arena: Arena, error: ErrorJob, random: Random): Promise<Seen> {
  const { shop, pool } = arena
  await reset(shop)
  const watched = watch(arena)
  const first = watched.take(await pool.other({ project: shop.project, what: 'rollback', error }))
  const unclear = unclearOf(first)
  const ending = random.chance(0.2) && first.end?.outcome === 'waiting' ? 'undo' : 'resume'
  const seen = await judged(arena, ending, watched, await follow(arena, ending, watched, random))
  return { ...seen, differs: [...unclear, ...seen.differs.filter((line) => !wasTold(first, line)).map((line) => `${line} (${first.end?.calls.failed ?? ''}; ${first.end?.outcome ?? first.failed?.code ?? ''})`)] }
}

/** A run that did all its steps ends also without the record of what it left, and says so, and over which file. */
const wasTold = ({ end }: Lived, line: string): boolean =>
  /^(files › \.deployments\/|records › )manifests\/RUN-1(\/[^:]*)?: nothing instead of/.test(line) && end?.did === 'started' && end.outcome === 'done' && end.warnings.some((said) => /^What this run left could not be kept, .*: .*\//.test(said))

/** It ends well, waits for a decision, or says what is wrong with which file and what to do. */
function unclearOf({ end, failed, killed }: Lived): readonly string[] {
  if (killed) return ['it did not come to an end']
  const said = failed ? `${failed.code}: ${failed.message}` : end?.outcome === 'done' ? '' : (end?.warnings[0] ?? 'nothing was said')
  return said === '' || /disk-full|io-error|not-writable|disk is full|disk reported|registry could not be written/.test(said) ? [] : [`unclear: ${said}`]
}
