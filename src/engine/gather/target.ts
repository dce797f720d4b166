/** Gather: what a request wants back (a release manifest or a snapshot), with the files and data as they will be. */
import { deploymentById, currentOf, wayBackOf } from '../../domain/registry/lineage'
import type { EnvironmentDefinition, ServiceDefinition } from '../../domain/definition'
import type { Deployment, Registry } from '../../domain/deployment'
import { artifactKey, type ArtifactFact, type Observed } from '../../domain/facts'
import type { Manifest, Release } from '../../domain/manifest'
import type { Plan, RollbackRequest } from '../../domain/plan'
import type { Target } from '../../domain/planning'
import { fail, problemOf, type Problem } from '../../domain/problem'
import { nearest } from '../../domain/project'
import { dataBegun } from '../../domain/run-state'
import { listOf, stripControl } from '../../domain/text'
import { thenStopped } from '../../domain/wanted'
import { scopeOf } from '../../domain/wanted-scope'
import { createManifests } from '../manifests'
import { runtimeOf } from '../session/adapters'
import { contextOf, type Session } from '../session/session'
import { stateOf } from '../run/header'
import { requireUndoable } from '../run/way-back'
import { manifestGone } from '../views/deployments'
import { dataSources, undoneDatabases, type DataSource } from './data'
import type { FileMaterial } from './files'
import { copiesProblem, filesOf } from './opening'

/** The target, and what the checks and the comparison look at besides. */
export interface Gathered {
  readonly target: Target
  /** The record that is gone back to; for an undo, the deployment that ran before the run. */
  readonly record: Deployment | null
  readonly current: Deployment | null
  readonly manifest: Manifest | null
  /** The manifest exists but fails verification. */
  readonly manifestProblem: Problem | null
  /** What is needed of it is encrypted and cannot be opened here. */
  readonly keyProblem: Problem | null
  readonly artifacts: Readonly<Record<string, ArtifactFact>>
  /** Of the databases that the services which move use. */
  readonly sources: readonly DataSource[]
  readonly files: readonly FileMaterial[]
}

/** What is observed may still be under way: only an undo and a migration need it. */
export async function gatherTarget(session: Session, definition: EnvironmentDefinition, request: RollbackRequest, registry: Registry, observed: Observed | Promise<Observed>): Promise<Gathered> {
  const current = currentOf(registry, definition.name).current
  const from = current && releaseOf(current)
  return request.undo === null
    ? gatherRollback(session, definition, request, registry, observed, current, from)
    : gatherUndo(session, definition, request, registry, await observed, current, from)
}

async function gatherRollback(session: Session, definition: EnvironmentDefinition, request: RollbackRequest, registry: Registry, observed: Observed | Promise<Observed>, current: Deployment | null, from: Plan['from']): Promise<Gathered> {
  const record = targetRecord(registry, definition.name, request.deploymentId)
  const read = await readManifest(session, definition, record)
  requireServices(request.services, definition, read)
  const concerned = new Set(scopeOf({ request, manifest: read.manifest, definition, servicesDeployed: record.servicesDeployed }).part.databases.map(({ name }) => name))
  const sources = await dataSources(session, definition, definition.databases.filter(({ name }) => concerned.has(name)), { request, registry, record, manifest: read.manifest, observed })
  const [releases, { files, keyProblem }] = await Promise.all([releasesOf(session, definition, read.manifest?.definition.services ?? definition.services, read.manifest, record), filesOf(session, definition, request, read.manifest, 'manifests')])
  const target: Target = {
    kind: request.services.length > 0 ? 'partial' : 'full',
    request, from, to: releaseOf(record), manifest: read.manifest, servicesDeployed: record.servicesDeployed, definition, releases,
    files: files.map((file) => file.wanted), databases: sources.flatMap((source) => (source.wanted ? [source.wanted] : [])), version: record.version
  }
  return { target, record, current, ...read, keyProblem: keyProblem ?? (await copiesProblem(session, definition, sources)), artifacts: await artifactsOf(session, definition, target, sources), sources, files }
}

async function gatherUndo(session: Session, definition: EnvironmentDefinition, request: RollbackRequest, registry: Registry, observed: Observed, current: Deployment | null, from: Plan['from']): Promise<Gathered> {
  const state = await stateOf(session.store, request.undo ?? '')
  const { header } = state
  if (header.plan.environment !== definition.name) throw fail('run-elsewhere', `Run ${header.runId} was in ${header.plan.environment}, not in ${definition.name}. Nothing was changed.`, `Undo it in ${header.plan.environment}.`)
  await requireUndoable(session, state)
  const manifest = await createManifests(contextOf(session, definition)).read('rollback-snapshots', header.runId)
  const back = header.plan.from ?? { deploymentId: manifest.deploymentId ?? '', version: manifest.version, timestamp: manifest.takenAt }
  // What the run itself replaced comes back; what was rotated by others since stays.
  const asked: RollbackRequest = { ...request, services: header.plan.request.services, credentials: { ...header.plan.request.credentials, ...request.credentials } }
  const record = deploymentById(registry, back.deploymentId)
  const [releases, { files, keyProblem }, sources] = await Promise.all([releasesBefore(session, definition, manifest, record), filesOf(session, definition, asked, manifest, 'rollback-snapshots'), undoneDatabases(session, definition, manifest, observed, dataBegun(state))])
  const target: Target = {
    kind: 'undo', request: asked, from, to: back, manifest, servicesDeployed: null, definition,
    releases, files: files.map((file) => file.wanted), databases: sources.flatMap((source) => (source.wanted ? [source.wanted] : [])), version: back.version
  }
  return { target, record, current, manifest, manifestProblem: null, keyProblem: keyProblem ?? (await copiesProblem(session, definition, sources)), artifacts: await artifactsOf(session, definition, target, sources), sources, files }
}

/** Refuses a service that there is neither today nor was then. What a damaged manifest had nobody knows. */
function requireServices(asked: readonly string[], definition: EnvironmentDefinition, { manifest, manifestProblem }: Pick<Gathered, 'manifest' | 'manifestProblem'>): void {
  const known = [...new Set([...definition.services, ...(manifest?.definition.services ?? [])].map(({ name }) => name))]
  const unknown = asked.find((name) => !known.includes(name))
  if (unknown === undefined || manifestProblem) return
  const near = nearest(unknown, known)
  throw fail('service-unknown', `There is no service '${stripControl(unknown)}' in ${definition.name}. Nothing was changed.`, `${near === null ? '' : `Did you mean ${near}? `}There ${known.length === 1 ? 'is' : 'are'} ${listOf(known)}.`)
}

const releaseOf = (record: Deployment): { deploymentId: string; version: string; timestamp: string } => ({ deploymentId: record.id, version: record.version, timestamp: record.timestamp })

/** Throws as `targetRecord` does. */
export async function targetOf(session: Session, { name }: EnvironmentDefinition, deploymentId: string | null): Promise<Plan['to']> {
  const { registry } = await session.registry.read()
  return releaseOf(targetRecord(registry, name, deploymentId))
}

/** The deployment asked for (a rollback's record stands for the deployment it went to), or the way back. */
export function targetRecord(registry: Registry, environment: string, id: string | null): Deployment {
  if (id === null) {
    const back = wayBackOf(registry, environment)
    if (back) return back
    throw fail('target-missing', `No valid rollback target found for environment '${environment}'`, 'Record deployments with `backstep record`, so that a way back exists, or name one with --to.')
  }
  const named = deploymentById(registry, id)
  const record = named?.rollback ? deploymentById(registry, named.rollback.to) : named
  if (!record) throw fail('target-missing', `Deployment '${id}' is not in the registry. Nothing was changed.`, `Run \`backstep list --env ${environment}\` to see what there is.`)
  if (record.environment !== environment) throw fail('target-elsewhere', `Deployment '${id}' belongs to ${record.environment}, not to ${environment}. Nothing was changed.`, `Choose a deployment of ${environment}.`)
  return record
}

async function readManifest(session: Session, definition: EnvironmentDefinition, record: Deployment): Promise<{ manifest: Manifest | null; manifestProblem: Problem | null }> {
  const manifests = createManifests(contextOf(session, definition))
  if (!(await manifests.has('manifests', record.id))) return { manifest: null, manifestProblem: record.manifest ? manifestGone(record) : null }
  try {
    return { manifest: await manifests.read('manifests', record.id), manifestProblem: null }
  } catch (error) {
    return { manifest: null, manifestProblem: problemOf(error) }
  }
}

/** What was seen of the run's services before it. Of one that did not run, or was never started from here, what a rollback to the deployment of then would start. */
async function releasesBefore(session: Session, definition: EnvironmentDefinition, snapshot: Manifest, record: Deployment | null): Promise<Target['releases']> {
  const unseen = snapshot.definition.services.filter((service) => snapshot.releases[service.name] === undefined && !service.hosts.every((host) => thenStopped(snapshot, service, host)))
  if (record === null || unseen.length === 0) return snapshot.releases
  const { manifest } = await readManifest(session, definition, record)
  return { ...(await releasesOf(session, definition, unseen, manifest, record)), ...snapshot.releases }
}

async function releasesOf(session: Session, definition: EnvironmentDefinition, services: readonly ServiceDefinition[], manifest: Manifest | null, record: Deployment): Promise<Record<string, Release | null>> {
  const context = contextOf(session, definition)
  const found = await Promise.all(services.map(async (service) => [service.name, manifest?.releases[service.name] ?? (await runtimeOf(service.runtime).resolve(context, service, { version: record.version, commit: record.commit }))] as const))
  return Object.fromEntries(found)
}

async function artifactsOf(session: Session, definition: EnvironmentDefinition, target: Target, sources: readonly DataSource[]): Promise<Record<string, ArtifactFact>> {
  const context = contextOf(session, definition)
  const services = servicesOf(target)
  const asked = services.flatMap((service) => {
    const release = target.releases[service.name]
    return release ? service.hosts.map(async (host) => [artifactKey(service.name, host), await runtimeOf(service.runtime).observeArtifact(context, service, host, release)] as const) : []
  })
  const copies = sources.flatMap((source) => (source.artifact && source.choice !== 'keep' ? [[artifactKey(`${source.choice === 'migrate' ? 'migration' : 'copy'}/${source.name}`), source.artifact] as const] : []))
  return Object.fromEntries([...(await Promise.all(asked)), ...copies])
}

function servicesOf(target: Target): readonly ServiceDefinition[] {
  const all = target.manifest?.definition.services ?? target.definition.services
  return target.request.services.length === 0 ? all : all.filter((service) => target.request.services.includes(service.name))
}
