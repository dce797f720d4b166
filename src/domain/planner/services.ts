/** Steps of the services that differ, and which of them wait for which. */
import type { EnvironmentDefinition, Probe, ServiceDefinition } from '../definition'
import { artifactOf, databaseKey, foreignIn, serviceKey } from '../facts'
import type { Fact, ResourceKey, ServiceFact } from '../facts'
import type { DraftStep, PartialIs, Wanted } from '../plan'
import type { PlanInput, ServiceStepsInput } from '../planning'
import { reachOf } from './graph'
import { versionFor } from './version-for'

const NOT_LOOKED_FOR: ServiceFact = { known: false, reason: 'It was not looked for.' }

export interface ServiceSteps { readonly service: ServiceDefinition; readonly host: string; readonly steps: readonly DraftStep[] }

/** For each service and host that differs, or that uses a database which is swapped while it runs. */
export function serviceSteps(input: PlanInput, definition: EnvironmentDefinition, wanted: Wanted, different: ReadonlySet<ResourceKey>): readonly ServiceSteps[] {
  return definition.services.flatMap((service) => service.hosts.flatMap((host) => {
    const part = wanted[serviceKey(service.name, host)]
    const swapped = definition.databases.some(({ name, usedBy }) => different.has(databaseKey(name)) && (usedBy === null || usedBy.includes(service.name)))
    const isDifferent = different.has(serviceKey(service.name, host))
    if (part === undefined || (!isDifferent && !swapped)) return []
    const observed = observedService(input, service.name, host)
    const steps = stepsOf(input, service, host, part, isDifferent ? observed : withoutStamp(observed))
    return steps.length === 0 ? [] : [{ service, host, steps }]
  }))
}

function stepsOf(input: PlanInput, service: ServiceDefinition, host: string, part: PartialIs, observed: ServiceFact): readonly DraftStep[] {
  const { target, project, planners } = input
  const drafts = planners.runtime(service.runtime).plan({
    service, host, project, environment: input.observed.environment, observed,
    wanted: part as ServiceStepsInput['wanted'],
    release: target.releases[service.name] ?? null, version: target.version,
    artifact: artifactOf(input.observed.facts, service.name, host)
  })
  const started = drafts.some(({ phase }) => phase === 'start')
  return started ? [...drafts, ...readyStep(input, service, host)] : drafts
}

/** They count as stopped, for nothing of them was started from here; another program has them running all the same, and can be told to stop them. */
export function toStopElsewhere({ planners, observed }: PlanInput, definition: EnvironmentDefinition, wanted: Wanted): readonly ResourceKey[] {
  const told = definition.services.filter((service) => planners.runtime(service.runtime).runsElsewhere(service) && planners.runtime(service.runtime).canStop(service))
  return told.flatMap(({ name, hosts }) => hosts.map((host) => serviceKey(name, host))).filter((key) => {
    const part = wanted[key]
    return part !== undefined && 'state' in part && part.state === 'stopped' && foreignIn(observed.facts[key]) !== null
  })
}

/** The process was started with what is wanted, but what it has open is swapped under it: it counts as started with something else. */
const withoutStamp = (fact: ServiceFact): ServiceFact =>
  fact.known && fact.is.state === 'running' ? { ...fact, is: { ...fact.is, runs: null } } : fact

function observedService({ observed }: PlanInput, name: string, host: string): ServiceFact {
  const fact: Fact | undefined = observed.facts[serviceKey(name, host)]
  if (fact === undefined || !fact.known) return fact ?? NOT_LOOKED_FOR
  return fact.is.kind === 'service' ? (fact as ServiceFact) : NOT_LOOKED_FOR
}

function readyStep(input: PlanInput, service: ServiceDefinition, host: string): readonly DraftStep[] {
  const probes = service.health.filter((probe) => !failedBefore(input, service.name, host, probe))
  if (probes.length === 0) return []
  return [{
    id: `ready/${service.name}@${host}`, phase: 'start', resource: serviceKey(service.name, host), host, title: `Wait until ${service.name} answers`,
    action: { kind: 'await-probe', service: service.name, probes, version: versionFor(input.target, service.name, host) }, relies: [], expects: {}, effect: 'reads',
    skip: `Nobody waits for ${service.name} to answer then; the verification asks it at the end.`
  }]
}

/** An undo brings back what ran, so it does not wait for a probe that failed then. */
function failedBefore({ target }: PlanInput, name: string, host: string, probe: Probe): boolean {
  const fact = target.manifest?.facts[serviceKey(name, host)]
  if (target.kind !== 'undo' || !fact?.known || fact.is.kind !== 'service' || fact.is.state !== 'running') return false
  const { probes } = (fact as Extract<ServiceFact, { known: true }>).seen
  return probes.some(({ ask, ok }) => !ok && ask === `${probe.method} ${probe.http}`)
}

/**
 * Steps of one service and host follow each other within a phase. What depends on another stops before it and starts after it
 * (after its probes answer), on all hosts, also where a service between the two is not touched.
 */
export function serviceWaits(all: readonly ServiceSteps[], whole: EnvironmentDefinition): readonly (readonly [string, string])[] {
  const needs = reachOf(new Map(whole.services.map(({ name, dependsOn }) => [name, dependsOn] as const)))
  const between = all.flatMap((dependent) => all.filter(({ service }) => service !== dependent.service && needs(dependent.service.name).has(service.name))
    .flatMap((needed) => [...pairs(dependent, needed, 'start'), ...pairs(needed, dependent, 'stop')]))
  return [...all.flatMap(({ steps }) => chain(steps)), ...between]
}

const pairs = (waiting: ServiceSteps, first: ServiceSteps, phase: 'start' | 'stop'): readonly (readonly [string, string])[] =>
  waiting.steps.filter((step) => step.phase === phase).flatMap(({ id }) => first.steps.filter((step) => step.phase === phase).map((other) => [id, other.id] as const))

/** Each step waits for the one before it that has the same phase. */
export const chain = (steps: readonly DraftStep[]): readonly (readonly [string, string])[] =>
  steps.flatMap((step, index) => {
    const before = steps.slice(0, index).findLast(({ phase }) => phase === step.phase)
    return before ? [[step.id, before.id] as const] : []
  })
