import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { Deployment, Registry } from '../../domain/deployment'
import type { RegistryFact } from '../../domain/facts'
import { deploymentsOf } from '../../domain/registry/lineage'

/** Records at a time: other calls come in between. */
const SLICE = 2000

const known = new WeakMap<Registry, Map<string, Promise<RegistryFact>>>()

/** What an environment's records are, whatever else the file holds and wherever in it they stand; made once for each registry that was read. */
export function registryFact(registry: Registry, environment: string): Promise<RegistryFact> {
  const facts = known.get(registry) ?? new Map<string, Promise<RegistryFact>>()
  known.set(registry, facts)
  const fact = facts.get(environment) ?? makeFact(deploymentsOf(registry, environment))
  facts.set(environment, fact)
  return fact
}

async function makeFact(records: readonly Deployment[]): Promise<RegistryFact> {
  const hash = createHash('sha256')
  for (let from = 0; from < records.length; from += SLICE) {
    if (from > 0) await setImmediate()
    // Every record that was read has its fields in the same order.
    hash.update(records.slice(from, from + SLICE).map((record) => `${JSON.stringify({ ...record, index: 0 })}\n`).join(''))
  }
  return { known: true, is: { kind: 'registry', digest: hash.digest('hex') }, seen: { deployments: records.length } }
}
