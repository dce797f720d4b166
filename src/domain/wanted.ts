/** What is wanted: partial facts, from what was captured and what is asked for. */
import type { EnvironmentDefinition, ServiceDefinition } from './definition'
import { matches } from './differences'
import type { ResourceKey } from './facts'
import { artifactOf, configKey, databaseKey, foreignIn, serviceKey, wasNeverStarted } from './facts'
import type { Manifest, Release } from './manifest'
import type { PartialIs } from './plan'
import type { PlanInput, SharedInputs, WantedAnswer, WantedDatabase, WantedFile } from './planning'
import { asFound } from './release'
import { scopeOf } from './wanted-scope'
import type { Scope } from './wanted-scope'
import { notesOf } from './wanted-notes'

export { mergeDefinition } from './merge-definition'

/**
 * Wanted facts of the services that move and of the files and databases that none but they use; the frozen definition of what is
 * involved (also of shared files and databases: their present state goes into what a service is started with, and into the snapshot).
 */
export function wantedOf(input: PlanInput): WantedAnswer {
  const scope = scopeOf(input.target)
  const files = input.target.files.filter(({ path }) => scope.owns(scope.uses.config(path)))
  const databases = input.target.databases.filter(({ name }) => scope.owns(scope.uses.database(name)))
  return {
    wanted: Object.fromEntries([
      ...scope.part.services.flatMap((service) => wantedService(input, scope, service, { files, databases })),
      ...files.map((file) => [configKey(file.path), wantedFile(file)] as const),
      ...databases.map((database) => [databaseKey(database.name), wantedDatabase(input, database)] as const)
    ]),
    definition: scope.part,
    notes: notesOf(input, scope)
  }
}

interface Moved { readonly files: readonly WantedFile[]; readonly databases: readonly WantedDatabase[] }

function wantedService(input: PlanInput, { part }: Scope, service: ServiceDefinition, moved: Moved): readonly (readonly [ResourceKey, PartialIs])[] {
  const { target, planners } = input
  if (target.manifest && !has(target.manifest.definition, service.name)) {
    return service.hosts.map((host) => [serviceKey(service.name, host), { state: 'stopped', runs: null }] as const)
  }
  const runtime = planners.runtime(service.runtime)
  const release = target.releases[service.name] ?? null
  const shared = sharedInputs(input, part, service.name, moved)
  // Without a release there is nothing to install: what is installed stays.
  const installed = release === null ? {} : { installed: runtime.installed(service, release) }
  const running = (of: Release | null): PartialIs => ({ state: 'running', ...installed, runs: runtime.inputs(service, of, target.version, shared, input.digest, input.project) })
  return service.hosts.map((host) => {
    const key = serviceKey(service.name, host)
    if (thenStopped(target.manifest, service, host)) return [key, { state: 'stopped', ...installed }] as const
    const captured = running(release)
    return [key, isSo(input, key, captured, shared) ? captured : running(asFound(release, artifactOf(input.observed.facts, service.name, host)))] as const
  })
}

/** It runs as it was captured, on the data that is wanted: nothing is started from its release, whatever that holds by now. */
function isSo(input: PlanInput, key: ResourceKey, wanted: PartialIs, { data }: SharedInputs): boolean {
  const fact = input.observed.facts[key]
  return fact?.known === true && matches(fact.is, wanted) && Object.entries(data).every(([name, lineage]) => observedLineage(input, name) === lineage)
}

const has = (definition: EnvironmentDefinition, name: string): boolean => definition.services.some((service) => service.name === name)

/** Only what was seen stopped is wanted stopped: failing, gone and unknown ones should run, those that were never started from here, and those that something else answered for. */
export function thenStopped(manifest: Pick<Manifest, 'facts'> | null, service: ServiceDefinition, host: string): boolean {
  const facts = manifest?.facts ?? {}
  const fact = facts[serviceKey(service.name, host)] ?? Object.entries(facts).find(([key]) => key.startsWith(`service:${service.name}@`))?.[1]
  return fact?.known === true && fact.is.kind === 'service' && fact.is.state === 'stopped' && !wasNeverStarted(fact) && foreignIn(fact) === null
}

/** What moves counts as it will be, everything else as it was observed; what is unknown is not named. */
function sharedInputs(input: PlanInput, part: EnvironmentDefinition, service: string, { files, databases }: Moved): SharedInputs {
  const uses = ({ usedBy }: { readonly usedBy: readonly string[] | null }): boolean => usedBy === null || usedBy.includes(service)
  const config = part.config.filter(uses).flatMap(({ path }) => {
    const file = files.find((wanted) => wanted.path === path)
    const digest = file ? file.digest : observedDigest(input, path)
    return digest === undefined ? [] : [[path, digest] as const]
  })
  const data = part.databases.filter(uses).flatMap(({ name }) => {
    const lineage = databases.find((wanted) => wanted.name === name)?.lineage ?? observedLineage(input, name)
    return lineage === null ? [] : [[name, lineage] as const]
  })
  return { config: Object.fromEntries(config), data: Object.fromEntries(data) }
}

function observedDigest({ observed }: PlanInput, path: string): string | null | undefined {
  const fact = observed.facts[configKey(path)]
  return fact?.known && fact.is.kind === 'config' ? fact.is.digest : undefined
}

function observedLineage({ observed }: PlanInput, name: string): string | null {
  const fact = observed.facts[databaseKey(name)]
  return fact?.known && fact.is.kind === 'database' ? fact.is.lineage : null
}

const wantedFile = ({ digest, mode }: WantedFile): PartialIs => (digest === null || mode === null ? { digest } : { digest, mode })

// The same lineage has what was written since, perhaps under a schema of its own: that is kept, so nothing but the lineage is wanted.
const wantedDatabase = (input: PlanInput, { name, lineage, schema }: WantedDatabase): PartialIs =>
  observedLineage(input, name) === lineage || schema === null ? { present: true, lineage } : { present: true, lineage, schema }
