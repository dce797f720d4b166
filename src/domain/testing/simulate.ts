/** Performs steps on facts without a machine: a step has the effect that it expects, and nothing else. */
import { configFact, databaseFact, serviceFact } from './shop'
import type { Fact, Is, Observed, ResourceKey } from '../facts'
import type { PartialIs, Step } from '../plan'

type Facts = Observed['facts']

/** The facts after the steps, in their order. Throws when one comes before what it waits for, or relies on what nobody knows. */
export function perform(facts: Facts, steps: readonly Step[]): Facts {
  const done = new Set<string>()
  return steps.reduce((now, step) => {
    const missing = step.after.find((id) => steps.some((other) => other.id === id) && !done.has(id))
    if (missing !== undefined) throw new Error(`${step.id} came before ${missing}`)
    const unknown = step.relies.find((key) => !(key in now))
    if (unknown !== undefined) throw new Error(`${step.id} relies on ${unknown}, which nobody observed`)
    done.add(step.id)
    return Object.entries(step.expects).reduce((after, [key, part]) => ({ ...after, [key]: changed(after[key], key, part) }), now)
  }, facts)
}

function changed(fact: Fact | undefined, key: ResourceKey, part: PartialIs): Fact {
  const base = fact?.known ? fact : blank(key)
  const absent = 'digest' in part && part.digest === null ? { mode: null } : {}
  return { ...base, is: { ...base.is, ...part, ...absent } as Is } as Fact
}

function blank(key: ResourceKey): Extract<Fact, { known: true }> {
  const fact = key.startsWith('service:') ? serviceFact({ state: 'stopped' }) : key.startsWith('config:') ? configFact(null) : databaseFact(null, null)
  if (!fact.known) throw new Error('A blank fact is known.')
  return fact
}
