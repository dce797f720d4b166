/** Compares what a round left with what an undisturbed run leaves, or with what was there before it. */
import type { Lived } from '../child/server'
import { differencesBetween, type State } from '../shop/state'
import type { Arena } from './arena'

/** A run that was resumed ends as one that was never interrupted. */
export const afterResume = ({ after }: Arena, state: State): readonly string[] => differencesBetween(after, state)

/** A run that was undone leaves everything that it is about as it was, and says so in the registry. */
export function afterUndo({ before, after }: Arena, state: State, { end }: Lived): readonly string[] {
  if (end?.did === 'nothing' || end?.did === 'abandoned') return differencesBetween(aboutOf(before), aboutOf(state))
  const undone = state.store.runs.at(-1)
  return [
    ...differencesBetween(aboutOf(before), aboutOf(state)),
    ...(undone?.kind === 'undo' && undone.outcome === 'done' ? [] : [`the undo ended as ${String(undone?.outcome)}`]),
    ...differencesBetween({ ...after.store, runs: [], history: { records: 2, verified: true, outcomes: [] } }, { ...state.store, runs: [], history: { ...state.store.history, outcomes: [] } }, 'store')
  ]
}

/** What a run is about: configuration, code, data, processes; and what stands in the registry of the deployments. */
const aboutOf = (state: State): object => ({
  config: state.config, data: dataOf(state.databases), services: state.services,
  link: Object.entries(state.files).filter(([path]) => path.endsWith('.current')), deployments: deploymentsOf(state).filter(({ strategy }) => strategy !== 'rollback')
})

/** Not how often each was swapped: an undo swaps once more. */
const dataOf = ({ main, audit, others }: State['databases']): object => ({ main: [main.live, main.mode], audit: [audit.live, audit.mode], others })

interface Row { readonly id: string; readonly status: string; readonly strategy: string; readonly version: string }
const deploymentsOf = (state: State): readonly Row[] => (state.records['deployment-registry.json'] as { deployments: Row[] }).deployments

/** A run that was marked as failed, and another one after it: that one ends as an undisturbed one. */
export function afterAbandon({ after }: Arena, state: State): readonly string[] {
  const last = state.store.runs.at(-1)
  const wanted = after.store.runs[0]
  return [
    ...differencesBetween(aboutOf(after), aboutOf(state)),
    ...(last?.outcome === 'done' ? [] : [`the run after it ended as ${String(last?.outcome)}`]),
    ...(state.store.runs.length > 1 ? [] : differencesBetween(wanted, last, 'run')),
    ...differencesBetween({ outbox: 0, holders: 0, integrity: 'ok', verified: true }, { outbox: state.store.outbox, holders: state.store.holders, integrity: state.store.integrity, verified: state.store.history.verified }, 'store')
  ]
}
