/** What a run leaves that went on after the machine had died, and every service with it. */
import type { Lived } from '../child/server'
import { endAll } from '../shop/processes'
import { reset } from '../shop/reset'
import { differencesBetween, stateOf, type State } from '../shop/state'
import { oncePerArena, type Arena } from './arena'

/** Nothing starts the services of a machine that comes up again but a run. */
export const withoutServices = (state: State): State =>
  ({ ...state, services: state.services.map((one) => ({ ...one, first: 0, children: 0, answers: null, recorded: true })) })

/** A run that had ended before stays ended; any other ends as one that nobody disturbed. */
export async function afterMachine(arena: Arena, state: State, { end }: Lived): Promise<readonly string[]> {
  if (end?.did === 'nothing') return differencesBetween(withoutServices(arena.after), state)
  return closest(possible(arena.after, await afterAlone(arena)), state)
}

/** What a run leaves that begins where no service runs. */
export const afterAlone = oncePerArena(async ({ shop, pool }): Promise<State> => {
  await reset(shop)
  await endAll(shop.project)
  const { end, failed } = await pool.other({ project: shop.project, what: 'rollback' })
  if (end?.outcome !== 'done') throw new Error(`The run of stopped services did not succeed: ${JSON.stringify(end ?? failed)}`)
  return stateOf(shop)
})

/** The snapshot was taken before the machine died, or after it: then of services that were gone. */
export function possible(after: State, began: State): readonly State[] {
  const snapshot = Object.fromEntries(Object.entries(began.records).filter(([path]) => path.startsWith('rollback-snapshots/')))
  return [after, { ...after, records: { ...after.records, ...snapshot } }, began]
}

export const closest = (wanted: readonly State[], state: State): readonly string[] =>
  wanted.map((one) => differencesBetween(one, state)).reduce((best, lines) => (lines.length < best.length ? lines : best))
