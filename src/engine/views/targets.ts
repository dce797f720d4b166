/** The deployments that an environment can go back to, newest first, and why one is suggested. */
import type { EnvironmentDefinition } from '../../domain/definition'
import type { Deployment, Registry } from '../../domain/deployment'
import { recordedHealth } from '../../domain/health'
import { isAltered } from '../../domain/release'
import { currentOf, deploymentsOf, leftBy, ranFor, wayBackOf } from '../../domain/registry/lineage'
import type { TargetRow, TargetsView } from '../../domain/views'
import { createManifests } from '../manifests'
import { LOCAL, type Json } from '../../domain/facts'
import { shortCommit } from '../../domain/text'
import { otherCommits } from '../record/commits'
import { runtimeOf } from '../session/adapters'
import { contextOf, type Session } from '../session/session'

const LOOKED_AT = 30

export async function targetsView(session: Session, definition: EnvironmentDefinition): Promise<TargetsView> {
  const { registry } = await session.registry.read()
  const { current, newest } = currentOf(registry, definition.name)
  const back = wayBackOf(registry, definition.name)
  const real = deploymentsOf(registry, definition.name).filter((deployment) => deployment.rollback === null)
  const rows = await Promise.all(real.map((deployment, index) => row(session, definition, registry, deployment, current, index < LOOKED_AT)))
  return {
    environment: definition.name, protected: definition.protected, current: current && { deploymentId: current.id, version: current.version }, suggested: back?.id ?? null,
    why: whySuggested(definition.name, back, current, newest), rows,
    services: definition.services.map((service) => ({ name: service.name, runtime: service.runtime, host: service.hosts.join(', ') })),
    databases: definition.databases.map((database) => ({ name: database.name, engine: database.engine, location: locationOf(database.settings), policy: database.onRollback })),
    configFiles: definition.config.map((file) => file.path)
  }
}
const locationOf = (settings: Json): string => (typeof settings === 'object' && settings !== null && 'path' in settings && typeof settings.path === 'string' ? settings.path : '')

function whySuggested(environment: string, back: Deployment | null, current: Deployment | null, newest: Deployment | null): string {
  if (!back) return `No earlier deployment of ${environment} was successful and not left by a rollback.`
  if (back.id === current?.id) return `Suggested because the newest deployment${newest ? ` (${newest.version})` : ''} ${newest?.status === 'in-progress' ? 'never ended' : 'failed'}: it goes back to what ran before.`
  return `Suggested because it is the newest earlier deployment of ${environment} that was successful and was not left by a rollback.`
}

async function row(session: Session, definition: EnvironmentDefinition, registry: Registry, deployment: Deployment, current: Deployment | null, look: boolean): Promise<TargetRow> {
  const context = contextOf(session, definition)
  const manifests = createManifests(context)
  const captured = await manifests.has('manifests', deployment.id)
  const { missing, altered } = look ? await lookFor(session, definition, deployment, captured) : AS_CAPTURED
  const { ms, until } = ranFor(registry, deployment, session.context.clock.now().toISOString())
  const left = leftBy(registry, deployment.id)
  const next = until === null ? null : deploymentsOf(registry, definition.name).find((one) => one.timestamp === until)
  const ended = endedOf(deployment, current, left)
  return { deploymentId: deployment.id, version: deployment.version, timestamp: deployment.timestamp, ranFor: ms, ended, endedText: missing ?? altered ?? endedText(ended, deployment, left?.rollback.reason ?? '', next?.version ?? null), available: missing === null && deployment.status !== 'in-progress', altered: altered !== null, captured }
}

function endedOf({ id, status, healthStatus }: Deployment, current: Deployment | null, left: Deployment | null): TargetRow['ended'] {
  if (id === current?.id) return 'current'
  if (status === 'failed' || status === 'in-progress') return status
  return left ? 'left-by-rollback' : recordedHealth(healthStatus)
}

function endedText(ended: TargetRow['ended'], { healthStatus }: Deployment, reason: string, next: string | null): string {
  switch (ended) {
    case 'current': return 'Runs now, as the registry has it'
    case 'failed': return 'The deployment failed'
    case 'in-progress': return 'Never ended'
    case 'left-by-rollback': return `Left by a rollback: ${reason}`
    case 'healthy': return next ? `Healthy until ${next}` : 'Healthy'
    case 'unhealthy': return next ? `Unhealthy until ${next}` : 'Unhealthy'
    case 'doubtful': return next ? `Ran until ${next}, recorded as ${healthStatus ?? ''}` : `Recorded as ${healthStatus ?? ''}`
    case 'unknown': return next ? `Ran until ${next}, health not recorded` : 'Health not recorded'
  }
}

/** What of this deployment is gone, a sentence; null when it can be gone back to. */
export async function missingOf(session: Session, definition: EnvironmentDefinition, deployment: Deployment): Promise<string | null> {
  const captured = await createManifests(contextOf(session, definition)).has('manifests', deployment.id)
  return (await lookFor(session, definition, deployment, captured)).missing
}

interface Looked {
  /** What of it is gone, a sentence; null when everything is there (or it was not looked at). */
  readonly missing: string | null
  /** What of it is there, but not as it was captured. */
  readonly altered: string | null
}
const AS_CAPTURED: Looked = { missing: null, altered: null }
const gone = (missing: string): Looked => ({ missing, altered: null })

async function lookFor(session: Session, definition: EnvironmentDefinition, deployment: Deployment, captured: boolean): Promise<Looked> {
  const context = contextOf(session, definition)
  const manifest = captured ? await createManifests(context).readUnverified('manifests', deployment.id).catch(() => null) : null
  if (captured && !manifest) return gone('Its release manifest is damaged')
  const [other] = manifest ? await otherCommits(session, deployment.commit, manifest.releases) : []
  let altered = other ? `Captured commit ${shortCommit(other.commit)} of ${other.service}, the record names ${shortCommit(deployment.commit ?? '')}` : null
  for (const service of manifest?.definition.services ?? definition.services) {
    const adapter = runtimeOf(service.runtime)
    const release = manifest?.releases[service.name] ?? (await adapter.resolve(context, service, { version: deployment.version, commit: deployment.commit }))
    const moves = manifest !== null || (deployment.servicesDeployed?.includes(service.name) ?? true)
    if (!release && moves && adapter.needsRelease(service)) return gone(`No release of ${service.name} is there any more`)
    if (!release) continue
    const fact = await adapter.observeArtifact(context, service, service.hosts[0] ?? LOCAL, release)
    if (fact.known && !fact.is.present) return gone(`Gone: ${fact.seen.what}`)
    if (fact.known && isAltered(release, fact)) altered ??= `Changed since it was captured: ${fact.seen.what}`
  }
  return { missing: null, altered }
}
