/** What runs in an environment, beside what the registry says of it. Pure. */
import type { EnvironmentDefinition } from '../../domain/definition'
import type { Deployment, Registry } from '../../domain/deployment'
import { serviceKey, type Observed, type ServiceFact } from '../../domain/facts'
import { serviceVersions } from '../../domain/registry/lineage'
import { listOf, plural } from '../../domain/text'
import type { LaneView, RunInProgress, ServiceRow } from '../../domain/views'
import type { Drift } from '../gather/drift'

/** The version that the registry has for a service; null where it says nothing of it. */
export type RecordedVersion = (service: string) => string | null

interface Seen {
  readonly definition: EnvironmentDefinition
  /** Null: nobody was asked. */
  readonly observed: Observed | null
  readonly drift: readonly Drift[]
  readonly recorded: RecordedVersion
  readonly current: Deployment | null
}
export type LaneServices = Pick<LaneView, 'services' | 'answers' | 'drift'>

/** Partial rollbacks give services versions of their own. Where no record names its services, each has the environment's. */
export function recordedVersions(registry: Registry, environment: string, current: Deployment | null): RecordedVersion {
  const versions = new Map(Object.entries(serviceVersions(registry, environment)))
  return (service) => (versions.size === 0 ? current : versions.get(service))?.version ?? null
}

export function laneServices(seen: Seen): LaneServices {
  const rows = seen.definition.services.flatMap((service) => service.hosts.map((host) => rowOf(service.name, host, service.runtime, seen)))
  const others = rows.filter((row) => provesAnother(row, seen.recorded(row.name)) || isMoved(row, seen.current)).map(({ version }) => version)
  return { services: rows, answers: [...new Set(others)].filter((version) => version !== null), drift: seen.drift.filter(isApart) }
}

function rowOf(name: string, host: string, runtime: string, { observed, drift, recorded }: Seen): ServiceRow {
  const fact = observed?.facts[serviceKey(name, host)] as ServiceFact | undefined
  const base = { name, host, runtime }
  if (!fact?.known) return { ...base, display: 'unknown', detail: fact?.reason ?? 'not observed yet', version: null, proof: 'not-proven', pid: null, since: null }
  const { display, detail, version, proof, pid, since, foreign } = fact.seen
  const row: ServiceRow = { ...base, display, detail, version, proof, pid, since, ...(foreign ? { foreign } : {}) }
  const drifted = driftedBy(row, recorded(name)) ?? drift.find((one) => one.kind === 'service' && one.name === name)?.detail
  return display === 'running' && drifted !== undefined ? { ...row, display: 'drift', detail: drifted } : row
}

const isApart = (one: Drift): one is Drift & LaneView['drift'][number] => one.kind !== 'service'

const provesAnother = ({ version, proof }: ServiceRow, recorded: string | null): boolean => proof === 'proven' && recorded !== null && version !== recorded

/** It serves another version than the environment's headline, though that deployed it: after a rollback of some services. */
const isMoved = (row: ServiceRow, current: Deployment | null): boolean =>
  current !== null && (current.servicesDeployed?.includes(row.name) ?? true) && provesAnother(row, current.version)

const driftedBy = (row: ServiceRow, recorded: string | null): string | undefined =>
  provesAnother(row, recorded) ? `the registry says ${recorded ?? ''}, it answers ${row.version ?? ''}` : undefined

export function laneState({ services, drift }: LaneServices, run: RunInProgress | null, observed: Observed | null, current: Deployment | null): Pick<LaneView, 'state' | 'stateText'> {
  if (run?.status === 'interrupted') return { state: 'interrupted', stateText: 'Run interrupted' }
  if (run) return { state: 'in-progress', stateText: run.status === 'waiting' ? 'Run waits for you' : 'Rolling back' }
  const total = services.length
  const count = (display: ServiceRow['display']): number => services.filter((service) => service.display === display).length
  if (total === 0 && drift.length === 0) return { state: 'empty', stateText: 'No services' }
  if (!observed) return { state: 'unknown', stateText: 'Not observed yet' }
  if (count('failing') > 0) return { state: 'failing', stateText: `${count('failing')} of ${total} failing` }
  if (count('unknown') > 0) return { state: 'unknown', stateText: `${count('unknown')} of ${total} unknown` }
  if (count('drift') + drift.length > 0) return { state: 'drift', stateText: driftText(count('drift'), drift) }
  if (count('stopped') === total) return { state: 'stopped', stateText: 'Stopped' }
  if (count('stopped') > 0) return { state: 'stopped', stateText: `${count('stopped')} of ${total} stopped` }
  const moved = services.filter((row) => isMoved(row, current))
  if (moved.length > 0) return { state: 'drift', stateText: movedText(moved, total) }
  return current ? { state: 'running', stateText: 'Running' } : { state: 'running', stateText: 'Running, not recorded' }
}

function movedText(moved: readonly ServiceRow[], total: number): string {
  const versions = [...new Set(moved.flatMap(({ version }) => version ?? []))]
  return `${moved.length} of ${total} ${moved.length === 1 ? 'serves' : 'serve'} ${listOf(versions)}`
}

function driftText(services: number, drift: LaneView['drift']): string {
  const of = (kind: Drift['kind']): number => drift.filter((one) => one.kind === kind).length
  const parts: readonly (readonly [number, string, string])[] = [[services, 'service', 'services'], [of('config'), 'file', 'files'], [of('database'), 'database', 'databases']]
  return `Drift on ${parts.filter(([count]) => count > 0).map((part) => plural(...part)).join(', ')}`
}
