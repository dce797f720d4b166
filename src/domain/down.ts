/** Who is down, and because of whom: what a run takes down is measured, what was down before it and what stays down after it is named. */
import { foreignIn, serviceKey, wasNeverStarted, type Fact, type Observed } from './facts'
import type { Plan } from './plan'
import type { AskedObserved } from './run'
import { durationInSentence, listOf } from './text'

/** Names of the services that the plan starts and that ran nowhere before. What was never started from here, or is answered for all the same, may run by other means: nothing is said of that. */
export const downBefore = ({ definition, steps }: Plan, facts: Observed['facts']): readonly string[] =>
  definition.services.filter(({ name, hosts }) => hosts.every((host) => {
    const key = serviceKey(name, host)
    return steps.some(({ phase, resource }) => phase === 'start' && resource === key) && wasDown(facts[key])
  })).map(({ name }) => name)

const wasDown = (fact: Fact | undefined): boolean =>
  fact?.known === true && fact.is.kind === 'service' && fact.is.state !== 'running' && !wasNeverStarted(fact) && foreignIn(fact) === null

/** `web and api were down already when it began`; null when nothing is known to have been. */
export const downBeforeWords = (names: readonly string[]): string | null =>
  names.length === 0 ? null : `${listOf(names)} ${names.length === 1 ? 'was' : 'were'} down already when it began`

/** Names of the services that are not to run afterwards: the target did not have them running, so nothing starts them. */
export const staysDown = ({ definition, wanted }: Pick<Plan, 'definition' | 'wanted'>): readonly string[] =>
  definition.services.filter(({ name, hosts }) => hosts.some((host) => {
    const part = wanted[serviceKey(name, host)]
    return part !== undefined && 'state' in part && part.state === 'stopped'
  })).map(({ name }) => name)

/** The target did not have it at all: that it does not run is just what was asked for. */
export const cameLater = ({ wanted }: Pick<Plan, 'wanted'>, { name, hosts }: Plan['definition']['services'][number]): boolean =>
  hosts.every((host) => {
    const part = wanted[serviceKey(name, host)]
    return part !== undefined && 'state' in part && part.state === 'stopped' && 'runs' in part
  })

/** `worker stays down`; null for nobody. */
export const staysDownWords = (names: readonly string[]): string | null =>
  names.length === 0 ? null : `${listOf(names)} ${names.length === 1 ? 'stays' : 'stay'} down`

/** What a result asks of a service that is not to run. */
export const STOPPED = 'stopped'
/** Of a result: those that do not run, as planned. */
export const leftDown = (asked: readonly AskedObserved[]): readonly string[] => asked.filter((row) => row.kind === 'service' && row.asked === STOPPED && row.observed === STOPPED).map(({ subject }) => subject)

export interface DownSeen {
  /** Milliseconds; null when nothing was stopped that was started again. */
  readonly downtime: number | null
  /** Those that were not up again when it ended. */
  readonly notUp?: readonly string[] | undefined
  readonly before?: readonly string[] | undefined
  readonly stays?: readonly string[] | undefined
  /** Milliseconds. */
  readonly expected?: number | null
}

/** `no service was taken down; web was down already when it began`, `services were down for 34 s; worker stays down`, `api was not up again when it ended, after 34 s`. */
export function downWords({ downtime, notUp = [], before = [], stays = [], expected = null }: DownSeen): string {
  const nothing = stays.length > 0 ? null : 'no service was taken down'
  const taken = downtime === null ? nothing : `${takenWords(downtime, notUp)}${expected === null ? '' : ` (expected ${durationInSentence(expected)})`}`
  return [taken, downBeforeWords(before), staysDownWords(stays)].filter((part) => part !== null).join('; ')
}

const takenWords = (downtime: number, notUp: readonly string[]): string =>
  notUp.length === 0 ? `services were down for ${durationInSentence(downtime)}` : `${listOf(notUp)} ${notUp.length === 1 ? 'was' : 'were'} not up again when it ended, after ${durationInSentence(downtime)}`
