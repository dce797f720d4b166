/**
 * Current, previous and the way back, as the registry has them. Order is by timestamp, ties by place in the file. A record that
 * notes a rollback is no deployment: it says which deployment is in force from then on.
 */
import type { Deployment, DeploymentStatus, Registry, RollbackNote } from '../deployment'
import type { Instant } from '../facts'
import { indexOf, isRollback, succeeded, type Rollback } from './order'
import { cameIntoForce, inForceBy, periodsOf, placeIn } from './periods'

export interface Current {
  /** Newest record of the environment, whatever it is and however it ended. */
  readonly newest: Deployment | null
  /** The deployment in force: never a rollback, but the one that it went to. */
  readonly current: Deployment | null
}
type PlanKind = RollbackNote['kind']

/** All records of an environment, rollbacks too, newest first. */
export const deploymentsOf = (registry: Registry, environment: string): readonly Deployment[] => indexOf(registry).byEnvironment.get(environment) ?? []

/** Every environment that has a record, in the order of the file. */
export const environmentsOf = (registry: Registry): readonly string[] => [...new Set(registry.deployments.map(({ environment }) => environment))]

export const deploymentById = (registry: Registry, id: string): Deployment | null => indexOf(registry).byId.get(id) ?? null

export function currentOf(registry: Registry, environment: string): Current {
  const records = deploymentsOf(registry, environment)
  const deciding = records.find((record) => succeeded(record) && record.rollback?.kind !== 'partial')
  const current = deciding === undefined ? null : inForceBy(registry, deciding)
  return { newest: records[0] ?? null, current }
}

/** The newest successful deployment older than the current one that no rollback left. */
export function previousOf(registry: Registry, environment: string): Deployment | null {
  const { current } = currentOf(registry, environment)
  return current === null ? null : (older(registry, current).find((record) => !isRollback(record) && succeeded(record) && leftBy(registry, record.id) === null) ?? null)
}

/** Where a rollback goes unless told otherwise: the previous one, or current itself when the newest record failed or is in progress. */
export function wayBackOf(registry: Registry, environment: string): Deployment | null {
  const { newest, current } = currentOf(registry, environment)
  return newest?.status === 'failed' || newest?.status === 'in-progress' ? current : previousOf(registry, environment)
}

/** The newest full rollback that left this deployment and was not taken back. */
export function leftBy(registry: Registry, id: string): Rollback | null {
  const leaving = (indexOf(registry).rollbacksFrom.get(id) ?? []).filter((record) => leaves(record) && !isUndone(registry, record))
  return leaving[0] ?? null
}

const leaves = (record: Deployment): boolean => isRollback(record) && record.rollback.kind === 'full' && succeeded(record) && record.rollback.from !== record.rollback.to

/** Whether an undo took it back that was not taken back itself. */
export function isUndone(registry: Registry, record: Rollback, seen: ReadonlySet<string> = new Set()): boolean {
  const { runId } = record.rollback
  if (seen.has(runId)) return false
  return (indexOf(registry).undoesOf.get(runId) ?? []).some((undo) => succeeded(undo) && !isUndone(registry, undo, new Set([...seen, runId])))
}

/** Until when it was in force last (null: it still is, or it never was) and for how long in all (null: it never was). */
export function ranFor(registry: Registry, deployment: Deployment, now: Instant): { readonly until: Instant | null; readonly ms: number | null } {
  const periods = periodsOf(registry, deployment)
  const last = periods.at(-1)
  if (last === undefined) return { until: null, ms: null }
  const ms = periods.reduce((sum, { from, until }) => sum + Math.max(0, Date.parse(until ?? now) - Date.parse(from.timestamp)), 0)
  return { until: last.until, ms }
}

/** When it came into force last; records that only confirmed it (an undo of a rollback of some services, one that started it again) do not count. */
export function inForceSince(registry: Registry, deployment: Deployment): Instant {
  const periods = periodsOf(registry, deployment)
  const goesOn = (at: number): boolean => at > 0 && periods[at - 1]?.until === periods[at]?.from.timestamp
  let at = periods.length - 1
  while (goesOn(at)) at--
  return periods[at]?.from.timestamp ?? deployment.timestamp
}

/**
 * The statuses that a finished run sets, by deployment id. A full one marks what it left, unless it went to the same; a partial
 * one nothing; an undo (of the rollback record `undone`) restores what that run changed.
 */
export function statusesAfter(registry: Registry, kind: PlanKind, from: string, undone: Deployment | null, to: string | null = null): Readonly<Record<string, DeploymentStatus>> {
  if (kind === 'full') return from === to ? {} : Object.fromEntries([[from, 'rolled-back']])
  if (kind === 'partial' || undone === null || !isRollback(undone)) return {}
  return statusesWithout(registry, undone, new Set())
}

function statusesWithout(registry: Registry, undone: Rollback, seen: ReadonlySet<string>): Readonly<Record<string, DeploymentStatus>> {
  if (leaves(undone)) return Object.fromEntries([[undone.rollback.from, statusWithout(registry, undone)]])
  const original = undone.rollback.undoes === undefined || seen.has(undone.id) ? undefined : rollbackOfRun(registry, undone.rollback.undoes)
  if (original === undefined) return {}
  // Taking back an undo: what the first run had marked is marked again, or restored again where that was an undo too.
  return leaves(original) ? Object.fromEntries([[original.rollback.from, 'rolled-back']]) : undoAgain(registry, original, new Set([...seen, undone.id]))
}

function undoAgain(registry: Registry, original: Rollback, seen: ReadonlySet<string>): Readonly<Record<string, DeploymentStatus>> {
  const first = original.rollback.undoes === undefined ? undefined : rollbackOfRun(registry, original.rollback.undoes)
  return first === undefined || seen.has(first.id) ? {} : statusesWithout(registry, first, new Set([...seen, original.id]))
}

// It may have been left before, and been chosen again by its id.
function statusWithout(registry: Registry, undone: Rollback): DeploymentStatus {
  const others = (indexOf(registry).rollbacksFrom.get(undone.rollback.from) ?? []).filter((record) => record.id !== undone.id && leaves(record) && !isUndone(registry, record))
  return others.length > 0 ? 'rolled-back' : 'success'
}

const rollbackOfRun = (registry: Registry, runId: string): Rollback | undefined => indexOf(registry).byRun.get(runId)

/** The next deployment of its environment after this one was in force last: the copy taken before it holds the data as this one left it. */
export function successorOf(registry: Registry, deployment: Deployment): Deployment | null {
  const records = deploymentsOf(registry, deployment.environment)
  const last = periodsOf(registry, deployment).at(-1)?.from ?? deployment
  const after = (record: Deployment): Deployment | undefined => records.slice(0, Math.max(0, placeIn(records, record))).findLast((later) => !isRollback(later))
  return after(last) ?? after(deployment) ?? null
}

/** By environment, once for each registry that was read. */
const served = new WeakMap<Registry, Map<string, Readonly<Record<string, Deployment>>>>()

/** The deployment whose release each service serves: the environment's, but for services moved by partial rollbacks since. */
export function serviceVersions(registry: Registry, environment: string): Readonly<Record<string, Deployment>> {
  const known = served.get(registry) ?? new Map<string, Readonly<Record<string, Deployment>>>()
  served.set(registry, known)
  const versions = known.get(environment) ?? foldVersions(registry, environment)
  known.set(environment, versions)
  return versions
}

function foldVersions(registry: Registry, environment: string): Readonly<Record<string, Deployment>> {
  const after = new Map<string, ReadonlyMap<string, Deployment>>()
  const before = new Map<string, ReadonlyMap<string, Deployment>>()
  let now: ReadonlyMap<string, Deployment> = new Map()
  for (const record of [...deploymentsOf(registry, environment)].reverse()) {
    if (isRollback(record)) before.set(record.rollback.runId, now)
    now = isRollback(record) ? afterRollback(registry, record, now, before, after) : afterDeployment(record, now)
    if (!isRollback(record)) after.set(record.id, now)
  }
  return Object.fromEntries(now)
}

type Versions = ReadonlyMap<string, Deployment>

const afterDeployment = (record: Deployment, now: Versions): Versions =>
  cameIntoForce(record) ? new Map([...now, ...(record.servicesDeployed ?? [...now.keys()]).map((name) => [name, record] as const)]) : now

function afterRollback(registry: Registry, record: Rollback, now: Versions, before: ReadonlyMap<string, Versions>, after: ReadonlyMap<string, Versions>): Versions {
  const { kind, to, services, undoes } = record.rollback
  const target = deploymentById(registry, to)
  if (!succeeded(record)) return now
  if (kind === 'undo') return before.get(undoes ?? '') ?? after.get(to) ?? now
  if (kind === 'full') return after.get(to) ?? now
  return target === null ? now : new Map([...now, ...services.map((name) => [name, target] as const)])
}

function older(registry: Registry, deployment: Deployment): readonly Deployment[] {
  const records = deploymentsOf(registry, deployment.environment)
  return records.slice(placeIn(records, deployment) + 1)
}
