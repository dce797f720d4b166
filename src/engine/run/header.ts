import { fail } from '../../domain/problem'
import { applyEvent } from '../../domain/run-state'
import type { RunEvent, RunHeader, RunState } from '../../domain/run'
import type { Store } from '../store/store'

export async function headerOf(store: Store, runId: string): Promise<RunHeader> {
  return (await stateOf(store, runId)).header
}

/** The run's events folded. Throws `run-unknown`. */
export async function stateOf(store: Store, runId: string): Promise<RunState> {
  const state = fold(await store.events(runId))
  if (state) return state
  throw fail('run-unknown', `There is no run '${runId}' in this project.`, 'Run `backstep history` to see the runs.')
}

export const fold = (events: readonly RunEvent[]): RunState | null => events.reduce<RunState | null>((state, event) => applyEvent(state, event), null)
