/** capture = observe + keep: one manifest folder with facts, releases, config files, schemas, and database copies when asked for. */
import type { EnvironmentDefinition } from '../../domain/definition'
import { LOCAL, foreignIn, isRunning, serviceKey, wasNeverStarted, type Observed, type ServiceFact } from '../../domain/facts'
import type { Manifest, Release } from '../../domain/manifest'
import { createManifests } from '../manifests'
import { observedDatabases } from '../manifests/keep'
import { observeEnvironment } from '../gather/observe'
import { databaseOf, runtimeOf } from '../session/adapters'
import { contextOf, type Session } from '../session/session'
import { otherCommits } from './commits'

export interface CaptureInput {
  readonly id: string
  readonly kind: Manifest['kind']
  readonly version: string
  readonly deploymentId: string | null
  /** Copy the databases whose policy is restore. */
  readonly copies: boolean
  readonly images?: Manifest['images']
  /** That the record of a deployment names. */
  readonly commit?: string | null
  readonly observed?: Observed
  readonly takenAt?: string
}

/** Answers the releases that it kept. */
export async function captureManifest(session: Session, definition: EnvironmentDefinition, input: CaptureInput): Promise<Manifest['releases']> {
  const context = contextOf(session, definition)
  const seen = input.observed ?? (await observeEnvironment(session, definition, { probes: null }))
  const observed = asCaptured(input.kind, seen)
  const releases = await releasesOf(session, definition, input, seen)
  const copied = input.copies ? definition.databases.filter((database) => database.onRollback === 'restore').map((database) => database.name) : []
  await createManifests(context).capture({
    id: input.id, kind: input.kind, environment: definition.name, version: input.version, deploymentId: input.deploymentId,
    takenAt: input.takenAt ?? observed.at, definition, releases, ...(input.images ? { images: input.images } : {}), observed, databases: observedDatabases(definition, observed), copy: copied,
    dump: (name, to) => {
      const database = definition.databases.find((one) => one.name === name)
      return database ? databaseOf(database.engine).dump(context, database, to) : Promise.resolve()
    }
  })
  return releases
}

/** A deployment's service that was never started from here, or is answered for by something else, is not captured as stopped: a rollback to it would leave it down. */
function asCaptured(kind: Manifest['kind'], observed: Observed): Observed {
  if (kind !== 'release') return observed
  return { ...observed, facts: Object.fromEntries(Object.entries(observed.facts).filter(([, fact]) => !wasNeverStarted(fact) && foreignIn(fact) === null)) }
}

/**
 * What was put in place last stands also where nothing of ours was seen running: a deployment that did not go through here has left it
 * behind. Where its record names another commit that is what a rollback to it looks for.
 */
async function releasesOf(session: Session, definition: EnvironmentDefinition, { kind, commit }: CaptureInput, seen: Observed): Promise<Record<string, Release>> {
  const kept = keepReleases(definition, seen)
  if (kind !== 'release' || !commit) return kept
  const others = (await otherCommits(session, commit, kept)).map(({ service }) => service)
  const leftBehind = definition.services.filter((service) => others.includes(service.name) && !runtimeOf(service.runtime).runsElsewhere(service) && !service.hosts.some((host) => isRunning(seen.facts[serviceKey(service.name, host)])))
  return Object.fromEntries(Object.entries(kept).filter(([name]) => !leftBehind.some((service) => service.name === name)))
}

function keepReleases({ services }: EnvironmentDefinition, { facts }: Observed): Record<string, Release> {
  return Object.fromEntries(services.flatMap(({ name, runtime, hosts }) => {
    // What stands under a service's key was seen of a service.
    const fact = facts[serviceKey(name, hosts[0] ?? LOCAL)] as ServiceFact | undefined
    const release = fact === undefined ? null : runtimeOf(runtime).keep(fact)
    return release === null ? [] : [[name, release] as const]
  }))
}
