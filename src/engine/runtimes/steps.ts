/** One difference of a service → steps, the same for every runtime that Backstep starts and stops itself. */
import { matches } from '../../domain/differences'
import { artifactKey, foreignIn, serviceKey } from '../../domain/facts'
import type { Action, DraftStep, PartialIs, Phase } from '../../domain/plan'
import type { ServiceStepsInput } from '../../domain/planning'

/** What a runtime does in each phase; null = it has nothing to do there. */
export interface ServiceActions {
  readonly prepare: { readonly title: string; readonly action: Action } | null
  readonly link: { readonly title: string; readonly action: Action } | null
  readonly stop: Action | null
  readonly start: Action | null
}

export function serviceSteps(input: ServiceStepsInput, actions: ServiceActions): readonly DraftStep[] {
  const needs = needsOf(input)
  const name = input.service.name
  return [
    needs.start || needs.link ? actions.prepare && prepareStep(input, actions.prepare) : null,
    needs.stop || isToldToStop(input, actions.stop) ? actions.stop && step(input, 'stop', 'stop', `Stop ${name}`, actions.stop, { state: 'stopped' }) : null,
    needs.link ? actions.link && step(input, 'link', 'code', actions.link.title, actions.link.action, { installed: input.wanted.installed ?? null }) : null,
    needs.start ? actions.start && step(input, 'start', 'start', `Start ${name}`, actions.start, { state: 'running', ...(input.wanted.runs ? { runs: input.wanted.runs } : {}) }) : null
  ].filter((one) => one !== null)
}

/** What another program runs is told to stop by a command, also when it was never started from here. */
const isToldToStop = ({ observed }: ServiceStepsInput, stop: Action | null): boolean =>
  foreignIn(observed) !== null && stop?.kind === 'stop-process' && stop.argv !== undefined

function needsOf({ observed, wanted }: ServiceStepsInput): { readonly stop: boolean; readonly link: boolean; readonly start: boolean } {
  const now = observed.known ? observed.is : null
  const link = typeof wanted.installed === 'string' && now?.installed !== wanted.installed
  if (wanted.state === 'stopped') return { stop: now?.state !== 'stopped', link, start: false }
  const asWanted = now !== null && matches(now, { state: 'running', ...(wanted.runs ? { runs: wanted.runs } : {}) })
  // What it has left behind ends before anything is put in place.
  const left = observed.known && observed.seen.leftOvers === true
  return { stop: !asWanted && (now === null || now.state === 'running' || left), link, start: !asWanted }
}

function step(input: ServiceStepsInput, verb: string, phase: Phase, title: string, action: Action, expects: PartialIs): DraftStep {
  const key = serviceKey(input.service.name, input.host)
  return { id: `${verb}/${input.service.name}@${input.host}`, phase, resource: key, host: input.host, title, action, relies: [key], expects: { [key]: expects }, effect: 'changes' }
}

function prepareStep(input: ServiceStepsInput, { title, action }: { readonly title: string; readonly action: Action }): DraftStep {
  const key = artifactKey(input.service.name, input.host)
  return { id: `prepare/${input.service.name}@${input.host}`, phase: 'prepare', resource: key, host: input.host, title, action, relies: [key], expects: { [key]: { present: true } }, effect: 'changes' }
}
