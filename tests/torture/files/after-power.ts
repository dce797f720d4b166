/** What a run leaves that went on after a loss of power: as one that nobody disturbed, but for what ended with the machine. */
import { afterUndo } from '../crash/compare'
import type { Arena } from '../crash/arena'
import { afterAlone, closest, possible, withoutServices } from '../crash/after-machine'
import type { Lived } from '../child/server'
import { differencesBetween, type State } from '../shop/state'

export async function afterPower(arena: Arena, state: State, last: Lived, isUndo: boolean): Promise<readonly string[]> {
  const did = last.end?.did
  const isOver = did === 'nothing' || did === 'abandoned'
  if (isUndo) return afterUndo(isOver ? { ...arena, before: withoutServices(arena.before) } : arena, state, last)
  if (isOver) return differencesBetween(withoutServices(arena.after), state).filter((line) => !isNotPromised(line))
  return closest(possible(arena.after, await afterAlone(arena)), state)
}

/**
 * What programs printed may be cut off; a release whose mark is gone or broken is built again; and a record of a service may be the one
 * before: it speaks of a process that went with the machine.
 */
const isNotPromised = (line: string): boolean =>
  /^files › \.deployments\/(runs\/RUN-1(\/output\.jsonl)?: nothing instead of|worktrees\/.*\.ready\.json: )|^records › services\//.test(line)
