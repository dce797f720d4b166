/** The definition that a rollback works with: what was captured then, on the hosts, at the addresses and with the patience of today. */
import type { ConfigFileDefinition, DatabaseDefinition, EnvironmentDefinition, Probe, ServiceDefinition } from './definition'
import type { Json } from './facts'

const OF_TODAY = new Set(['host', 'hosts', 'url', 'timeout', 'stopTimeout', 'replicas'])

/**
 * Command, env, files, unit, probes and dependsOn are then's; hosts, host and port of URLs, timeouts, replicas and where a database is
 * are today's. What only one of the two has stays. In the order of today's, then what only then had.
 */
export function mergeDefinition(then: EnvironmentDefinition, today: EnvironmentDefinition): EnvironmentDefinition {
  return {
    ...today,
    services: mergeBy(then.services, today.services, ({ name }) => name, mergeService),
    databases: mergeBy(then.databases, today.databases, ({ name }) => name, mergeDatabase),
    config: mergeBy(then.config, today.config, ({ path }) => path, (file: ConfigFileDefinition) => file)
  }
}

function mergeBy<T>(then: readonly T[], today: readonly T[], nameOf: (item: T) => string, merge: (then: T, today: T) => T): readonly T[] {
  const past = new Map(then.map((item) => [nameOf(item), item]))
  const present = new Set(today.map(nameOf))
  const merged = today.map((item) => {
    const old = past.get(nameOf(item))
    return old === undefined ? item : merge(old, item)
  })
  return [...merged, ...then.filter((item) => !present.has(nameOf(item)))]
}

const mergeService = (then: ServiceDefinition, today: ServiceDefinition): ServiceDefinition => ({
  ...then,
  hosts: today.hosts,
  health: then.health.map((probe, index) => mergeProbe(probe, index, today.health)),
  settings: mergeSettings(then.settings, today.settings)
})

// The live database is where today's settings say, whatever they said then.
const mergeDatabase = (then: DatabaseDefinition, today: DatabaseDefinition): DatabaseDefinition => ({ ...today, usedBy: then.usedBy })

function mergeProbe(then: Probe, index: number, today: readonly Probe[]): Probe {
  const same = today.find((probe) => split(probe.http).path === split(then.http).path && probe.method === then.method)
  const near = same ?? today[index] ?? today[0]
  if (near === undefined) return then
  const http = split(near.http).origin + split(then.http).path
  return same === undefined ? { ...then, http } : { ...then, http, within: same.within, interval: same.interval }
}

/** `http://127.0.0.1:4100` and `/health?full`. */
function split(url: string): { readonly origin: string; readonly path: string } {
  const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(url)?.[0] ?? ''
  return { origin, path: url.slice(origin.length) }
}

function mergeSettings(then: Json, today: Json): Json {
  if (!isRecord(then) || !isRecord(today)) return then
  const kept = Object.entries(then).filter(([key]) => !OF_TODAY.has(key))
  return Object.fromEntries([...kept, ...Object.entries(today).filter(([key]) => OF_TODAY.has(key))])
}

const isRecord = (value: Json): value is { readonly [key: string]: Json } => typeof value === 'object' && value !== null && !Array.isArray(value)
