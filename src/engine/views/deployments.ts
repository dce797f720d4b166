/** The registry as a table and one record in detail. */
import type { Deployment, Registry } from '../../domain/deployment'
import type { Manifest } from '../../domain/manifest'
import { fail, problemOf, type Problem } from '../../domain/problem'
import { currentOf, deploymentById, leftBy, ranFor, wayBackOf } from '../../domain/registry/lineage'
import { prepareQueries, queryDeployments } from '../../domain/registry/query'
import { span } from '../../domain/text'
import type { DeploymentDetail, DeploymentRow, DeploymentsPage, DeploymentsQuery } from '../../domain/views'
import { releaseText } from '../guide/comparison'
import { gitOf } from '../session/git'
import { createManifests } from '../manifests'
import type { Session } from '../session/session'

/** Fewer are searched at once without having been made ready. */
const MANY = 1000

export async function deploymentsPage(session: Session, query: DeploymentsQuery): Promise<DeploymentsPage> {
  const { registry } = await session.registry.read()
  const found = queryDeployments(registry, query)
  // Who sees many rows filters them next: the answer goes first.
  if (found.total > MANY) setImmediate(() => prepareQueries(registry))
  return { total: found.total, matching: found.matching, offset: query.offset, rows: found.rows.map((deployment) => rowOf(registry, deployment)) }
}

/** Current and way back by environment, once a registry. */
const marks = new WeakMap<Registry, Map<string, { current: string | null; back: string | null }>>()
function marksOf(registry: Registry, environment: string): { current: string | null; back: string | null } {
  const known = marks.get(registry) ?? new Map<string, { current: string | null; back: string | null }>()
  marks.set(registry, known)
  const there = known.get(environment) ?? { current: currentOf(registry, environment).current?.id ?? null, back: wayBackOf(registry, environment)?.id ?? null }
  known.set(environment, there)
  return there
}

export function rowOf(registry: Registry, deployment: Deployment): DeploymentRow {
  const { current, back } = marksOf(registry, deployment.environment)
  return {
    id: deployment.id, environment: deployment.environment, version: deployment.version, timestamp: deployment.timestamp, status: deployment.status, healthStatus: deployment.healthStatus,
    duration: deployment.duration, strategy: deployment.strategy, actor: deployment.actor ?? deployment.rollback?.actor ?? null, commit: deployment.commit,
    mark: deployment.id === current ? 'current' : deployment.id === back ? 'way-back' : null, rollback: deployment.rollback !== null
  }
}

export async function deploymentDetail(session: Session, id: string): Promise<DeploymentDetail> {
  const { registry } = await session.registry.read()
  const deployment = deploymentById(registry, id)
  if (!deployment) throw fail('deployment-unknown', `Deployment '${id}' is not in the registry.`, 'Run `backstep list` to see what there is.')
  const { until, ms } = ranFor(registry, deployment, session.context.clock.now().toISOString())
  const { manifest, problem } = await manifestPart(session, deployment)
  const { rollback } = deployment
  return {
    row: rowOf(registry, deployment), until, ended: endedText(registry, deployment, ms),
    services: servicesPart(deployment, manifest?.releases ?? {}), manifest: manifest?.part ?? null, manifestProblem: problem,
    images: Object.entries(deployment.images ?? {}).map(([service, image]) => ({ service, image })),
    rollback: rollback && { from: rollback.from, to: rollback.to, reason: rollback.reason, actor: rollback.actor, runId: rollback.runId, here: (await session.store.historyOf(rollback.runId)) !== null },
    otherFields: await session.registry.otherFields(id), cannotRollBack: cannot(session, deployment) ?? problem?.message ?? null
  }
}

function servicesPart(deployment: Deployment, releases: Readonly<Record<string, string>>): DeploymentDetail['services'] {
  const names = Object.keys(releases).length > 0 ? Object.keys(releases) : (deployment.servicesDeployed ?? [])
  return names.map((name) => ({ name, release: releases[name] ?? 'not captured' }))
}

interface Captured { readonly part: DeploymentDetail['manifest']; readonly releases: Readonly<Record<string, string>> }

async function manifestPart(session: Session, deployment: Deployment): Promise<{ manifest: Captured | null; problem: Problem | null }> {
  const manifests = createManifests(session.context)
  if (!(await manifests.has('manifests', deployment.id))) return { manifest: null, problem: deployment.manifest && deployment.rollback === null ? manifestGone(deployment) : null }
  try {
    return { manifest: await capturedPart(session, deployment, await manifests.read('manifests', deployment.id)), problem: null }
  } catch (error) {
    return { manifest: null, problem: problemOf(error) }
  }
}

export const manifestGone = ({ id }: Pick<Deployment, 'id'>): Problem => ({ code: 'manifest-missing', message: `The release manifest of ${id} is gone.`, next: 'Choose another target.' })

async function capturedPart(session: Session, deployment: Deployment, manifest: Manifest): Promise<Captured> {
  const commit = deployment.commit
  const info = commit ? await gitOf(session).commitInfo(session.path, commit).catch(() => null) : null
  return {
    releases: Object.fromEntries(Object.entries(manifest.releases).map(([name, release]) => [name, releaseText(release)])),
    part: {
      commit, commitSubject: info && session.context.mask(info.subject),
      config: manifest.files.filter((file) => file.blob !== null).map((file) => ({ path: file.path, values: file.keys?.length ?? 0, masked: file.keys?.filter((key) => key.secret).length ?? 0 })),
      schemas: manifest.databases.map((database) => ({ database: database.name, tables: database.schema.tables.length })),
      copies: manifest.databases.flatMap((database) => (database.copy ? [{ database: database.name, bytes: database.copy.bytes, takenAt: database.copy.takenAt }] : [])),
      files: await createManifests(session.context).files('manifests', deployment.id)
    }
  }
}

export function endedText(registry: Registry, deployment: Deployment, ran: number | null): string {
  const left = leftBy(registry, deployment.id)
  if (deployment.status === 'failed') return 'The deployment failed.'
  if (deployment.status === 'in-progress') return 'The deployment has not ended, or its end was never recorded.'
  if (left?.rollback) return `Left by a rollback: ${left.rollback.reason}`
  const said = deployment.healthStatus ?? 'health not recorded'
  const health = said.charAt(0).toUpperCase() + said.slice(1)
  return ran === null ? `${health}.` : `${health} for ${span(ran)}.`
}

function cannot(session: Session, deployment: Deployment): string | null {
  if (session.readOnly !== null) return session.readOnly
  if (deployment.rollback) return `This record is a rollback: its id stands for ${deployment.rollback.to}, the deployment that it went to.`
  return deployment.status === 'in-progress' ? 'This deployment has not ended.' : null
}
