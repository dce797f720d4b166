/** What a run leaves that went on after a loss of power: as one that nobody disturbed, but for what ended with the machine. */
import { afterUndo } from '../crash/compare'
import type { Arena } from '../crash/arena'
import type { Lived } from '../child/server'
import { endAll } from '../shop/processes'
import { reset } from '../shop/reset'
import { differencesBetween, stateOf, type State } from '../shop/state'

/** Nothing starts the services of a machine that comes up again but a run. */
const withoutServices = (state: State): State =>
  ({ ...state, services: state.services.map((one) => ({ ...one, first: 0, children: 0, answers: null, recorded: true })) })

const alone = new WeakMap<Arena, Promise<State>>()

/** What a run leaves that begins where no service runs. */
export function afterAlone(arena: Arena): Promise<State> {
  const known = alone.get(arena) ?? playedAlone(arena)
  alone.set(arena, known)
  return known
}
async function playedAlone({ shop, pool }: Arena): Promise<State> {
  await reset(shop)
  await endAll(shop.project)
  const { end, failed } = await pool.other({ project: shop.project, what: 'rollback' })
  if (end?.outcome !== 'done') throw new Error(`The run of stopped services did not succeed: ${JSON.stringify(end ?? failed)}`)
  return stateOf(shop)
}

export async function afterPower(arena: Arena, state: State, last: Lived, isUndo: boolean): Promise<readonly string[]> {
  const did = last.end?.did
  const isOver = did === 'nothing' || did === 'abandoned'
  if (isUndo) return afterUndo(isOver ? { ...arena, before: withoutServices(arena.before) } : arena, state, last)
  if (isOver) return differencesBetween(withoutServices(arena.after), state).filter((line) => !isNotPromised(line))
  return closest(possible(arena.after, await afterAlone(arena)), state)
}

/** The snapshot was taken before the power went, or after it: then of services that were gone. */
function possible(after: State, began: State): readonly State[] {
  const snapshot = Object.fromEntries(Object.entries(began.records).filter(([path]) => path.startsWith('rollback-snapshots/')))
  return [after, { ...after, records: { ...after.records, ...snapshot } }, began]
}

const closest = (wanted: readonly State[], state: State): readonly string[] =>
  wanted.map((one) => differencesBetween(one, state)).reduce((best, lines) => (lines.length < best.length ? lines : best))

/**
 * What programs printed may be cut off; a release whose mark is gone or broken is built again; and a record of a service may be the one
 * before: it speaks of a process that went with the machine.
 */
const isNotPromised = (line: string): boolean =>
  /^files › \.deployments\/(runs\/RUN-1(\/output\.jsonl)?: nothing instead of|worktrees\/.*\.ready\.json: )|^records › services\//.test(line)
