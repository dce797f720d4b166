/** Who answers for a service of which none of our processes runs. */
import { foreignPlace, type Foreign, type ServiceFact } from '../../domain/facts'
import { askWhoever, type AskOptions } from '../probes'
import type { Host } from '../hosts/host'
import type { Probe, ServiceDefinition } from '../../domain/definition'

type KnownFact = Extract<ServiceFact, { known: true }>
export interface Asking extends AskOptions {
  readonly host: Host
  readonly version: string | null
  /** Another program runs it, and is told by commands. */
  readonly elsewhere: boolean
}

/** The fact as it was, where nothing answers. What its own process has left behind is nobody else. */
export async function withForeign(fact: KnownFact, service: ServiceDefinition, asking: Asking): Promise<ServiceFact> {
  if (service.health.length === 0 || fact.seen.leftOvers) return fact
  const asked = await Promise.all(service.health.map(async (probe) => ({ probe, ...(await askWhoever(probe, asking.version, asking)) })))
  const there = asked.find((one) => one.there && one.result.version !== null) ?? asked.find((one) => one.there)
  if (there === undefined) return fact
  const foreign = await foreignAt(there.probe, asking)
  const { version } = there.result
  return {
    ...fact,
    seen: {
      ...fact.seen, display: 'unknown', foreign, probes: asked.map(({ result }) => result), version, proof: version === null ? 'not-proven' : 'proven',
      detail: `${version ?? 'something'} answers at ${foreignPlace(foreign)}, ${asking.elsewhere ? 'run by another program' : 'not started from here'}`
    }
  }
}

async function foreignAt({ http }: Probe, { host, mask }: Asking): Promise<Foreign> {
  const { origin, hostname, port, protocol } = new URL(http)
  const number = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
  return { address: mask ? mask(origin) : origin, pid: LOOPBACK.has(hostname) ? await host.listenerOn(number).catch(() => null) : null }
}
const LOOPBACK = new Set(['localhost', '127.0.0.1', '0.0.0.0', '[::1]', '[::]'])
