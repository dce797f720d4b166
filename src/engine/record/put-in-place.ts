/**
 * Puts a version's code in place and starts its services: the deployment itself, for runtimes that Backstep runs. Configuration and
 * databases are the deployer's. Used by the demo and by tests; a pipeline deploys with its own means and records.
 */
import { makePlan } from '../../domain/planner'
import { substituteRun } from '../../domain/differences'
import type { EnvironmentDefinition } from '../../domain/definition'
import { artifactKey } from '../../domain/facts'
import { fail } from '../../domain/problem'
import type { Step } from '../../domain/plan'
import type { Target } from '../../domain/planning'
import { observeEnvironment } from '../gather/observe'
import { createManifests } from '../manifests'
import { perform, type PerformContext } from '../run/perform'
import { planners, runtimeOf } from '../session/adapters'
import { contextOf, type Session } from '../session/session'

export interface PutInPlace {
  readonly version: string
  readonly commit: string | null
  /** Null = all. */
  readonly services?: readonly string[]
  /** False: code is put in place, nothing is started or stopped. */
  readonly start?: boolean
}

export async function putInPlace(session: Session, definition: EnvironmentDefinition, input: PutInPlace): Promise<void> {
  const context = contextOf(session, definition)
  const observed = await observeEnvironment(session, definition, { probes: null })
  const releases = Object.fromEntries(await Promise.all(definition.services.map(async (service) => [service.name, await runtimeOf(service.runtime).resolve(context, service, input)] as const)))
  const missing = Object.entries(releases).find(([, release]) => release === null)
  const artifacts = Object.fromEntries(await Promise.all(definition.services.flatMap((service) => {
    const release = releases[service.name]
    return release ? service.hosts.map(async (host) => [artifactKey(service.name, host), await runtimeOf(service.runtime).observeArtifact(context, service, host, release)] as const) : []
  })))
  const version = input.version
  const target: Target = {
    kind: 'full', request: { environment: definition.name, deploymentId: null, undo: null, services: input.services ?? [], data: 'keep', credentials: {} }, from: null,
    to: { deploymentId: version, version, timestamp: observed.at }, manifest: null, servicesDeployed: input.services ?? null, definition, releases, files: [], databases: [], version
  }
  const plan = makePlan({ project: session.path, observed: { ...observed, facts: { ...observed.facts, ...artifacts } }, target, planners, digest: (text) => session.context.digest(text) })
  const performing: PerformContext = {
    context, steps: plan.steps, snapshot: createManifests(context).snapshot('none', { plan, reason: '', actor: { user: '', host: '' } }), observed, registryText: async () => null, abort: new AbortController().signal, line: () => undefined
  }
  const phases = input.start === false ? ['prepare', 'code'] : ['prepare', 'stop', 'code', 'start']
  await walk(plan.steps.filter((step) => phases.includes(step.phase)).map((step) => substituteRun(step, 'deploy')), performing)
  if (missing && input.start !== false) throw fail('release-missing', `${missing[0]} has no release for ${version}.`, 'Give a commit or a folder for it.')
}

/** In the plan's order, independent steps together. */
async function walk(steps: readonly Step[], performing: PerformContext): Promise<void> {
  const ids = new Set(steps.map((step) => step.id))
  const done = new Map<string, Promise<void>>()
  for (const step of steps) {
    const before = step.after.filter((id) => ids.has(id)).map((id) => done.get(id) ?? Promise.resolve())
    done.set(step.id, Promise.all(before).then(async () => { await perform(step, performing) }))
  }
  await Promise.all(done.values())
}
