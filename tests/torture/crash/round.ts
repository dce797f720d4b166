/** One round: put the project back, start, kill, start again, and look. */
import { join } from 'node:path'
import type { Kill, Lived } from '../child/server'
import type { Acknowledged, Task, What } from '../child/tasks'
import type { Random } from '../random'
import { DATABASES } from '../shop/create'
import { integrityOf } from '../shop/databases'
import { endAll } from '../shop/processes'
import { reset } from '../shop/reset'
import { stateOf, type State } from '../shop/state'
import type { Arena } from './arena'
import { afterMachine } from './after-machine'
import { afterAbandon, afterResume, afterUndo } from './compare'
import { paceOf, randomKill, type Ending, type Round } from './plan'
import { afterUndone } from './undone'

export interface Seen {
  readonly kills: number
  /** Records whose commit was acknowledged and that are not there any more. */
  readonly lost: readonly string[]
  readonly unreadable: readonly string[]
  /** Where it ended otherwise than a run that nobody disturbed. */
  readonly differs: readonly string[]
}

const KILLED_AGAIN = 3

export async function play(arena: Arena, round: Round, random: Random): Promise<Seen> {
  const { shop, pool } = arena
  const { fails } = round
  await reset(shop, fails)
  const watched = watch(arena)
  const first = watched.take(await pool[programFor(random)]({ project: shop.project, what: 'rollback', ...policyOf(fails) }, round.kill))
  const ending = endingOf(round, first)
  if (ending === 'machine') await endAll(shop.project)
  return judged(arena, ending, watched, await follow(arena, ending, watched, random, fails), fails)
}

const policyOf = (fails: boolean): Pick<Task, 'onFailure'> => (fails ? { onFailure: 'undo' } : {})

/** A machine dies with the program alone; where the instant never came, nothing has died. */
const endingOf = ({ ending }: Round, { killed }: Lived): Ending => (ending === 'machine' && !killed ? 'resume' : ending)

const comparisons: Readonly<Record<Ending, (arena: Arena, state: State, last: Lived) => readonly string[] | Promise<readonly string[]>>> =
  { resume: afterResume, again: afterResume, machine: afterMachine, undo: afterUndo, abandon: afterAbandon }

export async function judged(arena: Arena, ending: Ending, { seen }: Watched, last: Lived, fails = false): Promise<Seen> {
  const state = await stateOf(arena.shop)
  const compared = await (fails ? afterUndone : comparisons[ending])(arena, state, last)
  return { ...seen, differs: [...problemsOf(last), ...compared] }
}

/** Of a start that nobody disturbs. */
export function problemsOf({ failed, end, killed, errors }: Lived): readonly string[] {
  const said = failed ? [`${failed.code}: ${failed.message}`] : end?.outcome === 'waiting' ? end.warnings : []
  return [...(killed ? ['it did not come to an end'] : []), ...said, ...(errors === '' ? [] : [`stderr: ${errors.slice(0, 500)}`])]
}

/** What comes after the first death; the last start's answer. */
export async function follow(arena: Arena, ending: Ending, watched: Watched, random: Random, fails = false): Promise<Lived> {
  const next = async (what: What, kill: Kill = null, more: Partial<Task> = {}): Promise<Lived> => {
    watched.look()
    const task = { project: arena.shop.project, what, check: arena.contents, ...policyOf(fails), ...more }
    return watched.take(await arena.pool[programFor(random)](task, kill))
  }
  if (ending === 'undo') return next('undo')
  if (ending === 'abandon') {
    const abandoned = await next('abandon')
    const over = abandoned.end?.did === 'nothing' && abandoned.found?.finished.length !== 0
    // After a failed rollback the way back is what was there before it.
    return abandoned.failed || over ? abandoned : next('rollback', null, { to: 'deploy-v1.0.0' })
  }
  for (let time = 0; ending === 'again' && time < KILLED_AGAIN; time++) {
    const resumed = await next('resume', randomKill(await paceOf(arena, fails), random))
    if (!resumed.killed) return resumed
  }
  return next('resume')
}

/** In most rounds one that has worked before. */
const programFor = (random: Random): 'fresh' | 'other' => (random.chance(0.25) ? 'fresh' : 'other')

export interface Watched {
  readonly seen: Omit<Seen, 'differs'>
  /** Between two starts, while nobody has the databases open. */
  look(): void
  take(lived: Lived): Lived
  /** So many pieces of the output went with the power: each may have torn a line. */
  mayTear(pieces: number): void
}

/** Remembers what was acknowledged, and compares it with what each start finds. Of the output, whoever died may have torn the last line it wrote. */
export function watch({ shop }: Arena): Watched {
  const acknowledged: Acknowledged[] = []
  const seen = { kills: 0, lost: [] as string[], unreadable: [] as string[] }
  let pieces = 0
  return {
    seen,
    mayTear(more) {
      pieces += more
    },
    look() {
      for (const path of [...DATABASES.map((name) => `data/${name}.db`), '.deployments/backstep.db']) {
        const found = integrityOf(join(shop.project, path))
        if (found !== 'ok') seen.unreadable.push(`${path}: ${found}`)
      }
    },
    take(lived) {
      const { checked, found } = lived
      if (checked && found) {
        seen.unreadable.push(...checked.unreadable)
        if (checked.torn > seen.kills + pieces) seen.unreadable.push(`${checked.torn} lines of the output were not written whole, after ${seen.kills} deaths and ${pieces} pieces lost`)
        for (const { runId, seq, sha256 } of acknowledged) if (checked.events[runId]?.[seq] !== sha256) seen.lost.push(`event ${seq} of ${runId}`)
        const begun = acknowledged[0]?.runId
        if (begun !== undefined && found.runId !== begun && !found.finished.includes(begun)) seen.lost.push(`run ${begun} is not found again`)
      }
      if (lived.killed) seen.kills += 1
      acknowledged.push(...lived.acknowledged)
      return lived
    }
  }
}
