/** Gather: asks every resource of an environment what it is. Reads only. */
import { observeConfig } from '../config-files'
import { askProbe } from '../probes'
import { provesVersion, type EnvironmentDefinition, type ServiceDefinition } from '../../domain/definition'
import {
  configKey, databaseKey, registryKey, serviceKey,
  type Fact, type Observed, type ProbeResult, type ResourceKey, type ServiceFact, type ServiceSeen
} from '../../domain/facts'
import { problemOf } from '../../domain/problem'
import { databaseOf, runtimeOf } from '../session/adapters'
import { contextOf, type Session } from '../session/session'
import { withForeign } from './foreign'
import { registryFact } from './registry-fact'

export interface ObserveOptions {
  /** Ask the probes of what runs too, expecting this version; null = only what is compared. */
  readonly probes: { readonly version: string | null } | null
}
const PROBE_TIMEOUT = 2_000

export async function observeEnvironment(session: Session, definition: EnvironmentDefinition, options: ObserveOptions): Promise<Observed> {
  const entries = await Promise.all([
    ...definition.services.flatMap((service) => service.hosts.map((host) => observeService(session, definition, service, host, options))),
    ...definition.config.map((file) => named(configKey(file.path), () => observeConfig(contextOf(session, definition), file.path))),
    ...definition.databases.map((database) => named(databaseKey(database.name), () => databaseOf(database.engine).observe(contextOf(session, definition), database))),
    named(registryKey(definition.name), async () => registryFact((await session.registry.read()).registry, definition.name))
  ])
  return { environment: definition.name, at: session.context.clock.now().toISOString(), facts: Object.fromEntries(entries) }
}

/** One resource again, by its key: what a finished step is judged by. */
export async function observeKey(session: Session, definition: EnvironmentDefinition, key: ResourceKey): Promise<Fact> {
  const context = contextOf(session, definition)
  for (const service of definition.services) {
    for (const host of service.hosts) if (serviceKey(service.name, host) === key) return runtimeOf(service.runtime).observe(context, service, host)
  }
  for (const database of definition.databases) if (databaseKey(database.name) === key) return databaseOf(database.engine).observe(context, database)
  const path = /^config:(.*)@local$/.exec(key)?.[1]
  if (path !== undefined) return observeConfig(context, path)
  if (key === registryKey(definition.name)) return registryFact((await session.registry.read()).registry, definition.name)
  return { known: false, reason: `${key} is not part of ${definition.name}` }
}

async function named(key: ResourceKey, observe: () => Promise<Fact>): Promise<readonly [ResourceKey, Fact]> {
  return [key, await observe().catch((error: unknown): Fact => ({ known: false, reason: problemOf(error).message }))]
}

function observeService(session: Session, definition: EnvironmentDefinition, service: ServiceDefinition, host: string, options: ObserveOptions): Promise<readonly [ResourceKey, Fact]> {
  return named(serviceKey(service.name, host), async () => {
    const context = contextOf(session, definition)
    const runtime = runtimeOf(service.runtime)
    const fact = await runtime.observe(context, service, host)
    const version = options.probes?.version ?? null
    const asking = { timeout: PROBE_TIMEOUT, mask: session.context.mask }
    // A plan stops, starts and replaces by it, so it is asked whatever the probes are wanted for.
    if (fact.known && fact.is.state !== 'running') return withForeign(fact, service, { ...asking, version, host: context.host(host), elsewhere: runtime.runsElsewhere(service) })
    if (!fact.known || !options.probes) return fact
    const probes = await Promise.all(service.health.map((probe) => askProbe(probe, version, asking)))
    return withProbes(fact, probes, service)
  })
}

function withProbes(fact: Extract<ServiceFact, { known: true }>, probes: readonly ProbeResult[], service: ServiceDefinition): ServiceFact {
  const version = probes.find((probe) => probe.version !== null)?.version ?? null
  const health = probes.filter((_, index) => { const probe = service.health[index]; return probe !== undefined && !provesVersion(probe) })
  const bad = health.find((probe) => !probe.ok) ?? probes.find((probe) => probe.version === null && !probe.ok)
  const seen: ServiceSeen = {
    ...fact.seen,
    probes,
    version: version ?? fact.seen.version,
    proof: version !== null ? 'proven' : fact.seen.proof,
    display: bad ? 'failing' : fact.seen.display,
    detail: detailOf(bad, health, version ?? fact.seen.version, fact.seen.detail)
  }
  return { ...fact, seen }
}

function detailOf(bad: ProbeResult | undefined, health: readonly ProbeResult[], version: string | null, plain: string): string {
  if (bad) return `${shortAsk(bad.ask)} ${bad.message}`
  const asked = health.find((probe) => probe.ok)
  const parts = [version, asked ? `${shortAsk(asked.ask)} ${asked.message}${asked.took === null ? '' : `, ${Math.round(asked.took)} ms`}` : plain]
  return parts.filter((part) => part !== null && part !== '').join(' · ')
}
/** `GET http://127.0.0.1:4100/health` → `GET /health`, or `/health` for a GET. */
const shortAsk = (ask: string): string => ask.replace(/https?:\/\/[^/\s]+/, '').replace(/^GET /, '')
