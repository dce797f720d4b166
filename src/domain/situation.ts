/** What state things are in while a run has not ended, from its events alone. */
import { serviceKey } from './facts'
import { PHASES, type Phase, type Step } from './plan'
import type { RunState } from './run'
import { listOf } from './text'

/** Phases whose steps change what serves. */
const SERVING: readonly Phase[] = ['stop', 'code', 'config', 'database', 'start']

const wasBegun = (state: RunState, { id }: Pick<Step, 'id'>): boolean => (state.steps[id]?.attempt ?? 0) > 0
const isDone = (state: RunState, { id }: Pick<Step, 'id'>): boolean => state.steps[id]?.status === 'done'

/** Has a step been begun that changes what serves, or that may not happen twice? Then there is something to take back. */
export const hasChanged = (state: RunState): boolean =>
  state.header.plan.steps.some((step) => step.effect !== 'reads' && wasBegun(state, step) && (SERVING.includes(step.phase) || step.action.kind === 'exec'))

/** Names of the services that are stopped, or being stopped, and not started again. */
export function stoppedServices(state: RunState): readonly string[] {
  const { steps, definition } = state.header.plan
  return definition.services.filter(({ name, hosts }) => hosts.some((host) => {
    const of = (phase: Phase): readonly Step[] => steps.filter((step) => step.phase === phase && step.resource === serviceKey(name, host) && step.effect !== 'reads')
    const started = of('start')
    return of('stop').some((step) => wasBegun(state, step)) && !(started.length > 0 && started.every((step) => isDone(state, step)))
  })).map(({ name }) => name)
}

/** What is known of a run's snapshot besides its journal: that it is gone, that it was just verified again, or nothing new. */
export type SnapshotKnown = 'noted' | 'verified-again' | 'gone'

/** For somebody who opens the window now. */
export function stateSentence(state: RunState, driven: boolean, known: SnapshotKnown = 'noted'): string {
  const down = stoppedServices(state)
  const stopped = state.header.plan.steps.some((step) => step.phase === 'stop' && wasBegun(state, step))
  const services = down.length > 0 ? `${listOf(down)} ${down.length === 1 ? 'is' : 'are'} stopped` : stopped ? 'every service was started again' : 'no service was stopped'
  if (!driven) return `${services}, nothing has run since. ${state.snapshot ? SNAPSHOT[known] : 'Nothing was changed before the snapshot was verified.'}`
  return state.decision ? `${services}; the run waits for you.` : `${services}.`
}

const SNAPSHOT: Readonly<Record<SnapshotKnown, string>> = {
  'noted': 'Its snapshot was verified before anything was changed; it is verified again before the run goes on or is undone.',
  'verified-again': 'Both ways are open: the snapshot was just verified again.',
  'gone': 'Its snapshot is gone, so it can neither go on nor be undone.'
}

/** The phase in hand, or that failed; else the one that comes next. */
export function phaseNow(state: RunState): Phase | null {
  const statusIn = (phase: Phase): readonly string[] => state.header.plan.steps.filter((step) => step.phase === phase).map(({ id }) => state.steps[id]?.status ?? 'not-yet')
  const has = (...wanted: readonly string[]) => (phase: Phase): boolean => statusIn(phase).some((status) => wanted.includes(status))
  return PHASES.find(has('running', 'failed')) ?? PHASES.find(has('not-yet')) ?? null
}
