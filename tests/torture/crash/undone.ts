/** A run that fails when nearly everything has been done and undoes itself, as it was told to: what both leave where nobody disturbs them. */
import type { Lived } from '../child/server'
import { reset } from '../shop/reset'
import { differencesBetween, stateOf, type State } from '../shop/state'
import { oncePerArena, type Arena, type Pace } from './arena'

interface Undone { readonly state: State; readonly pace: Pace }

export const undoneOf = oncePerArena(async ({ shop, pool }): Promise<Undone> => {
  await reset(shop, true)
  const { end, failed, ready } = await pool.other({ project: shop.project, what: 'rollback', onFailure: 'undo' })
  const state = await stateOf(shop)
  const [run, undo] = state.store.runs
  if (end?.outcome !== 'failed' || run?.outcome !== 'failed' || undo?.outcome !== 'done') throw new Error(`The run that fails did not undo itself: ${JSON.stringify(end ?? failed)}`)
  return { state, pace: { start: ready, run: end.took, counts: end.counts } }
})

/** Both happened, once each, in whichever program. */
export async function afterUndone(arena: Arena, state: State, { end }: Lived): Promise<readonly string[]> {
  const isForgotten = end?.did === 'nothing' && !state.store.runs.some(({ kind }) => kind === 'undo')
  return [...(isForgotten ? ['neither a run that goes on nor an undo that is owed was found'] : []), ...differencesBetween(comparable((await undoneOf(arena)).state), comparable(state))]
}

const comparable = (state: State): State => ({
  ...state,
  records: Object.fromEntries(Object.entries(state.records).map(([path, record]) => [path, path.includes('/RUN-2/') ? withoutDigest(record) : record])),
  store: { ...state.store, runs: state.store.runs.map((run) => ({ ...run, steps: whereverItFailed(run.steps) })) }
})

/** What the undo kept speaks of a registry with the ids and times of the run before it. */
function withoutDigest(record: unknown): unknown {
  const { facts, ...rest } = record as { readonly facts?: Readonly<Record<string, { readonly is: object }>> }
  const known = Object.entries(facts ?? {}).map(([key, fact]) => [key, key.startsWith('registry:') ? { ...fact, is: { ...fact.is, digest: 'its own' } } : fact] as const)
  return { ...rest, facts: Object.fromEntries(known) }
}

/** Whether the service is gone when its start ends or when it is asked next is a matter of milliseconds. */
function whereverItFailed(steps: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return steps['start/web@local'] === 'failed' ? { ...steps, 'start/web@local': 'done', 'ready/web@local': 'failed' } : steps
}
