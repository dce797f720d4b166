/** What state things are in while a run has not ended, from its events alone. */
import { foreignIn, serviceKey, type Fact, type Observed, type ResourceKey } from './facts'
import { PHASES, type Phase, type Step } from './plan'
import { isOnce } from './repeatable'
import type { RunState } from './run'
import { listOf } from './text'

/** Phases whose steps change what serves. */
const SERVING: readonly Phase[] = ['stop', 'code', 'config', 'database', 'start']

const wasBegun = (state: RunState, { id }: Pick<Step, 'id'>): boolean => (state.steps[id]?.attempt ?? 0) > 0
const isDone = (state: RunState, { id }: Pick<Step, 'id'>): boolean => state.steps[id]?.status === 'done'

/** Done, or left out on purpose. */
export const isOver = (state: RunState, { id }: Pick<Step, 'id'>): boolean => ['done', 'skipped'].includes(state.steps[id]?.status ?? 'not-yet')

/** Begun and not ended well, and may not happen twice: only somebody can say whether they happened. */
export const unsureSteps = (state: RunState): readonly Step[] => state.header.plan.steps.filter((step) => isOnce(step) && wasBegun(state, step) && !isOver(state, step))

/** Has a step been begun that changes what serves, or that may not happen twice? Then there is something to take back. */
export const hasChanged = (state: RunState): boolean =>
  state.header.plan.steps.some((step) => step.effect !== 'reads' && wasBegun(state, step) && (SERVING.includes(step.phase) || step.action.kind === 'exec'))

/** Its snapshot was verified, and there is something to take back. */
export const canBeUndone = (state: RunState): boolean => state.snapshot !== null && hasChanged(state)

/** It ended otherwise than it was to, was begun to be undone then, and there is something to take back. An undo is not undone by itself, nor is a run that somebody gave up. */
export const wasToBeUndone = (state: RunState): boolean =>
  state.header.onFailure === 'undo' && state.header.plan.request.undo === null && (state.result?.outcome === 'failed' || state.result?.outcome === 'stopped') && canBeUndone(state)

/** Names of the services of which that holds on some host. */
const servicesWhere = ({ header: { plan } }: RunState, holds: (key: ResourceKey) => boolean): readonly string[] =>
  plan.definition.services.filter(({ name, hosts }) => hosts.some((host) => holds(serviceKey(name, host)))).map(({ name }) => name)

const stepsOf = ({ header: { plan } }: RunState, phase: Phase, key: ResourceKey): readonly Step[] => plan.steps.filter((step) => step.phase === phase && step.resource === key)

/** Names of the services that are stopped, or being stopped, and not started again. */
export const stoppedServices = (state: RunState): readonly string[] => servicesWhere(state, (key) => {
  const started = stepsOf(state, 'start', key).filter(({ effect }) => effect !== 'reads')
  return stepsOf(state, 'stop', key).some((step) => wasBegun(state, step)) && !(started.length > 0 && started.every((step) => isDone(state, step)))
})

/** Names of the services that were stopped and have not answered again although they are to run. */
export const notUpAgain = (state: RunState): readonly string[] => servicesWhere(state, (key) =>
  stepsOf(state, 'stop', key).some((step) => isDone(state, step)) && stepsOf(state, 'start', key).some((step) => !isOver(state, step)))

/** Its stop was begun, and nothing says that it ended: it may run still. */
const isBeingStopped = (state: RunState, name: string): boolean => servicesWhere(state, (key) => stepsOf(state, 'stop', key).some(({ id }) => state.steps[id]?.status === 'running')).includes(name)

/** Of a step that failed because of it: its process has ended. */
const ENDED: readonly string[] = ['service-exited', 'service-not-running']

/** Names of the services whose start failed, or whose process was seen to have ended since, by what their last step of that kind found. */
export const endedServices = (state: RunState): readonly string[] => servicesWhere(state, (key) => state.header.plan.steps.some((step) => {
  const { status, problem } = state.steps[step.id] ?? { status: 'not-yet', problem: null }
  if (step.resource !== key || problem === null || (status !== 'failed' && status !== 'skipped')) return false
  return ENDED.includes(problem.code) || (step.phase === 'start' && step.effect !== 'reads')
}))

/** Stopped or ended, as far as it is written. */
export function downServices(state: RunState): readonly string[] {
  const down = [...stoppedServices(state), ...endedServices(state)]
  return state.header.plan.definition.services.map(({ name }) => name).filter((name) => down.includes(name))
}

/** What is known of a run's snapshot besides its journal: that it is gone, that it was just verified again, or nothing new. */
export type SnapshotKnown = 'noted' | 'verified-again' | 'gone'

/** What can be done with a run that nobody drives. */
export type Way = 'resume' | 'undo' | 'abandon'
export const waysFor = (state: RunState, known: SnapshotKnown): readonly Way[] =>
  state.snapshot !== null && known === 'gone' ? ['abandon'] : ['resume', ...(canBeUndone(state) ? ['undo' as const] : []), 'abandon']

/** For somebody who opens the window now. The journal knows what was done to services, not whether they run since. */
export function stateSentence(state: RunState, driven: boolean, known: SnapshotKnown = 'noted'): string {
  const ended = endedServices(state)
  const down = stoppedServices(state).filter((name) => !ended.includes(name))
  const inHand = down.filter((name) => isBeingStopped(state, name))
  const stopped = state.header.plan.steps.some((step) => step.phase === 'stop' && wasBegun(state, step))
  const are = (names: readonly string[], one: string, many: string): readonly string[] => (names.length > 0 ? [`${listOf(names)} ${names.length === 1 ? one : many}`] : [])
  const notRunning = [
    ...are(down.filter((name) => !inHand.includes(name)), 'is stopped', 'are stopped'),
    ...are(inHand, driven ? 'is being stopped' : 'was being stopped', driven ? 'are being stopped' : 'were being stopped'),
    ...are(ended, 'does not run', 'do not run')
  ]
  const services = notRunning.length > 0 ? notRunning.join(' and ') : stopped ? 'every service that the run stopped was started again' : 'no service was stopped'
  if (!driven) return `${services}, ${notRunning.length > 0 && inHand.length === 0 ? 'nothing' : 'no step'} has run since. ${waysOf(state, known)}`
  return state.decision ? `${services}; the run waits for you.` : `${services}.`
}

const SNAPSHOT: Readonly<Record<SnapshotKnown, string>> = {
  'noted': 'The snapshot was verified before anything was changed; it is verified again before the run goes on or is undone.',
  'verified-again': 'Both ways are open: the snapshot was just verified again.',
  'gone': 'The snapshot is gone, so the run can neither go on nor be undone.'
}
function waysOf(state: RunState, known: SnapshotKnown): string {
  if (state.snapshot === null) return 'It has changed nothing: its snapshot was not verified yet.'
  return known === 'verified-again' && !hasChanged(state) ? 'The snapshot was just verified again; nothing was changed that could be taken back.' : SNAPSHOT[known]
}

/** For somebody who is not asked: what runs and what it serves, as it was observed just now. Without an observation, as the journal has it. */
export function standingSentence(state: RunState, observed: Observed | null): string {
  if (observed === null) return `As far as it is written, ${stateSentence(state, false)}`
  const found = state.header.plan.definition.services.flatMap(({ name, hosts }) => hosts.map((host) => ({ name, how: howItStands(observed.facts[serviceKey(name, host)]) })))
  const parts = [...new Set(found.map(({ how: [one] }) => one))].map((said) => {
    const alike = found.filter(({ how: [one] }) => one === said)
    const names = [...new Set(alike.map(({ name }) => name))]
    return `${listOf(names)} ${names.length === 1 ? said : (alike[0]?.how[1] ?? said)}`
  })
  return `As it stands, ${parts.join('; ')}. ${waysOf(state, 'noted')}`
}

/** For one and for many. */
function howItStands(fact: Fact | undefined): readonly [one: string, many: string] {
  if (!fact?.known || fact.is.kind !== 'service' || !('display' in fact.seen)) return ['could not be observed', 'could not be observed']
  if (foreignIn(fact) !== null) return ['is answered for by what was not started from here', 'are answered for by what was not started from here']
  if (fact.is.state !== 'running') return ['does not run', 'do not run']
  const { version } = fact.seen
  return version === null ? ['runs', 'run'] : [`serves ${version}`, `serve ${version}`]
}

/** The phase in hand, or that failed; else the one that comes next. */
export function phaseNow(state: RunState): Phase | null {
  const statusIn = (phase: Phase): readonly string[] => state.header.plan.steps.filter((step) => step.phase === phase).map(({ id }) => state.steps[id]?.status ?? 'not-yet')
  const has = (...wanted: readonly string[]) => (phase: Phase): boolean => statusIn(phase).some((status) => wanted.includes(status))
  return PHASES.find(has('running', 'failed')) ?? PHASES.find(has('not-yet')) ?? null
}
