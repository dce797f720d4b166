/** What is known of services that the target did not have running: that they are down is as planned. Only of one that the target did not have at all it is also what serves. */
import { STOPPED, cameLater, staysDown } from './down'
import type { ServiceDefinition } from './definition'
import { answeredFor, foreignPlace, serviceKey, type Observed } from './facts'
import type { Plan } from './plan'
import type { Finding, RunState } from './run'

/** Of those that do not run at the end; one that does is found to differ. One that is answered for all the same is not down: with a version that answer is a service's. */
export function downFindings({ header: { plan } }: RunState, observed: Observed | null): readonly Finding[] {
  const down = new Set(staysDown(plan))
  const left = plan.definition.services.filter(({ name, hosts }) => down.has(name) && !hosts.some((host) => runsOn(observed, name, host)))
  return observed === null ? [] : left.map((service) => answering(observed, service) ?? ({
    ok: true, subject: service.name, kind: 'process', message: sentenceOf(plan, service.name), proof: [], wanted: STOPPED, observed: STOPPED, proven: cameLater(plan, service) ? 'proven' : 'not-proven'
  }))
}

function answering({ facts }: Observed, { name }: ServiceDefinition): Finding | null {
  const seen = answeredFor(facts, name)
  if (seen === null) return null
  const { version, probes, foreign } = seen
  return {
    ok: version === null, subject: name, kind: 'process', wanted: STOPPED, observed: 'answers', proven: 'not-proven', proof: probes.map(({ ask, message }) => `${ask} → ${message}`),
    message: `${name} was not to run, and ${version ?? 'something'} answers at ${foreignPlace(foreign)}, which was not started from here.`
  }
}

function runsOn(observed: Observed | null, name: string, host: string): boolean {
  const fact = observed?.facts[serviceKey(name, host)]
  return fact?.known !== true || fact.is.kind !== 'service' || fact.is.state === 'running'
}

const sentenceOf = ({ kind, to }: Plan, name: string): string =>
  `${name} does not run: ${kind === 'undo' ? 'it did not before the run that was undone either' : `${to.version} did not have it running`}, so nothing starts it.`
