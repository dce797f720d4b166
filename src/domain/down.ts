/** Who was down, and because of whom: what a run takes down is measured, what was down before it is named. */
import { foreignIn, serviceKey, type Fact, type Observed } from './facts'
import type { Plan } from './plan'
import { durationInSentence, listOf } from './text'

/** Names of the services that the plan starts and that ran nowhere before. What was never started from here, or is answered for all the same, may run by other means: nothing is said of that. */
export const downBefore = ({ definition, steps }: Plan, facts: Observed['facts']): readonly string[] =>
  definition.services.filter(({ name, hosts }) => hosts.every((host) => {
    const key = serviceKey(name, host)
    return steps.some(({ phase, resource }) => phase === 'start' && resource === key) && wasDown(facts[key])
  })).map(({ name }) => name)

const wasDown = (fact: Fact | undefined): boolean =>
  fact?.known === true && fact.is.kind === 'service' && fact.is.state !== 'running' && !('neverStarted' in fact.seen) && foreignIn(fact) === null

/** `web and api were down already when it began`; null when nothing is known to have been. */
export const downBeforeWords = (names: readonly string[]): string | null =>
  names.length === 0 ? null : `${listOf(names)} ${names.length === 1 ? 'was' : 'were'} down already when it began`

/** `no service was taken down; web was down already when it began`. Milliseconds; null when the run took nothing down. */
export function downWords(downtime: number | null, before: readonly string[], expected: number | null = null): string {
  const taken = downtime === null ? 'no service was taken down' : `services were down for ${durationInSentence(downtime)}${expected === null ? '' : ` (expected ${durationInSentence(expected)})`}`
  return [taken, downBeforeWords(before)].filter((part) => part !== null).join('; ')
}
