/** Deploys, starts and stops the shop with Backstep's own means. */
import type { EnvironmentDefinition } from '../../domain/definition'
import { serviceKey } from '../../domain/facts'
import { observeEnvironment } from '../gather/observe'
import { putInPlace } from '../record/put-in-place'
import { stopProcess } from '../runtimes/supervisor'
import { contextOf, type Session } from '../session/session'

const STOP_TIMEOUT = 3_000

/** Brings the environment to a version and waits until its services answer. */
export const deploy = (session: Session, definition: EnvironmentDefinition, version: string, commit: string | null): Promise<void> =>
  putInPlace(session, withoutCheckout(definition), { version, commit })

/** The broken checkout of v2.0.0 is what the demo is about: nobody waits for it. */
const withoutCheckout = (definition: EnvironmentDefinition): EnvironmentDefinition => ({
  ...definition,
  services: definition.services.map((service) => ({ ...service, health: service.health.filter(({ method }) => method === 'GET') }))
})

/** Starts again what does not run, and nothing else. */
export async function startStopped(session: Session, definition: EnvironmentDefinition, version: string, commit: string | null): Promise<void> {
  const { facts } = await observeEnvironment(session, definition, { probes: null })
  const stopped = definition.services.filter(({ name }) => {
    const fact = facts[serviceKey(name)]
    return fact?.known === true && fact.is.kind === 'service' && fact.is.state !== 'running'
  })
  if (stopped.length > 0) await putInPlace(session, withoutCheckout(definition), { version, commit, services: stopped.map(({ name }) => name) })
}

export async function stopAll(session: Session, definition: EnvironmentDefinition): Promise<void> {
  const context = contextOf(session, definition)
  await Promise.all(definition.services.map((service) =>
    stopProcess(context, service, { kind: 'stop-process', service: service.name, signal: 'SIGTERM', timeout: STOP_TIMEOUT }, () => undefined)))
}
