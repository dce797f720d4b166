/** What stands around every change: the snapshot before it, the verification after it. */
import { databaseWords, type DatabaseDefinition, type EnvironmentDefinition, type ServiceDefinition } from '../definition'
import { LOCAL, configKey, databaseKey, registryKey, serviceKey } from '../facts'
import type { Fact, ResourceKey } from '../facts'
import type { DraftStep, Wanted } from '../plan'
import type { PlanInput } from '../planning'
import { plural } from '../text'
import { scopeOf } from '../wanted-scope'
import { versionFor } from './version-for'

/** Keep all configuration and the state, copy every database that the change can touch, then verify all of it. */
export function snapshotSteps(input: PlanInput, affected: ReadonlySet<string>, different: ReadonlySet<ResourceKey>): readonly DraftStep[] {
  const { whole, uses } = scopeOf(input.target)
  const environment = input.observed.environment
  const paths = [...new Set([...whole.config.map(({ path }) => path), ...input.target.files.map(({ path }) => path)])]
  const touched = whole.databases.filter(({ name }) => different.has(databaseKey(name)) || uses.database(name).some((user) => affected.has(user)))
  const state = ['.deployments/deployment-registry.json', `${encodeURIComponent(environment)}-state.json`]
  return [
    ...(paths.length === 0 ? [] : [keep('config', `Keep ${plural(paths.length, 'configuration file', 'configuration files')}`, paths, paths.map((path) => configKey(path)), environment)]),
    keep('state', 'Keep the registry and the state', state, [registryKey(environment)], environment),
    ...touched.filter(({ name }) => exists(input.observed.facts[databaseKey(name)])).map((database) => dump(whole.services, database)),
    {
      id: 'verify-snapshot', phase: 'snapshot', resource: registryKey(environment), host: LOCAL, title: input.restoresSnapshot ? 'Verify the snapshot and restore it to try' : 'Verify the snapshot',
      action: input.restoresSnapshot ? { kind: 'verify-snapshot', restore: true } : { kind: 'verify-snapshot' }, relies: [], expects: {}, effect: 'reads'
    }
  ]
}

const keep = (what: 'config' | 'state', title: string, paths: readonly string[], relies: readonly ResourceKey[], environment: string): DraftStep =>
  ({ id: `keep/${what}`, phase: 'snapshot', resource: registryKey(environment), host: LOCAL, title, action: { kind: 'keep', what, paths }, relies, expects: {}, effect: 'reads' })

const dump = (services: readonly ServiceDefinition[], { name, engine }: DatabaseDefinition): DraftStep => ({
  id: `dump/${name}`, phase: 'snapshot', resource: databaseKey(name), host: LOCAL, title: `Copy ${databaseWords(services, name)}`,
  action: { kind: 'dump', database: name, blob: `database/${encodeURIComponent(name)}.${engine}` }, relies: [databaseKey(name)], expects: {}, effect: 'reads'
})

/** What is not there cannot be copied; what is unknown must be, or the run ends before it changed anything. */
const exists = (fact: Fact | undefined): boolean => !(fact?.known === true && fact.is.kind === 'database' && !fact.is.present)

/** Ask every service that should run, each database that is used, and the files that went back. */
export const verifySteps = (input: PlanInput, definition: EnvironmentDefinition, wanted: Wanted, different: ReadonlySet<ResourceKey>): readonly DraftStep[] =>
  [...verifyServices(input, definition, wanted), ...verifyDatabases(input, definition, different), ...verifyConfig(input, wanted)]

function verifyServices({ target }: PlanInput, definition: EnvironmentDefinition, wanted: Wanted): readonly DraftStep[] {
  return definition.services.flatMap(({ name, hosts, health }) => hosts
    .filter((host) => isWantedRunning(wanted, serviceKey(name, host)))
    .map((host) => ({
      id: hosts.length === 1 && !isTaken(name) ? `verify/${name}` : `verify/${name}@${host}`, phase: 'verify', resource: serviceKey(name, host), host, title: `Ask ${name} what it serves`,
      action: { kind: 'verify-service', service: name, probes: health, version: versionFor(target, name, host) }, relies: [], expects: {}, effect: 'reads',
      skip: `What ${name} serves is not proven then: the run ends with warnings at best, and as failed if ${name} is seen down or on another version.`
    } satisfies DraftStep)))
}

/** `verify/config` and `verify/database:main` are not about services of these names. */
const isTaken = (name: string): boolean => name === 'config' || name.startsWith('database:')

function isWantedRunning(wanted: Wanted, key: ResourceKey): boolean {
  const part = wanted[key]
  return part !== undefined && 'state' in part && part.state === 'running'
}

const verifyDatabases = (input: PlanInput, { databases }: EnvironmentDefinition, different: ReadonlySet<ResourceKey>): readonly DraftStep[] =>
  databases.map(({ name }) => ({
    id: `verify/database:${name}`, phase: 'verify', resource: databaseKey(name), host: LOCAL, title: `Write to ${databaseWords(scopeOf(input.target).whole.services, name)} and read it back`,
    action: { kind: 'verify-database', database: name, schema: schemaAfter(input, name, different) }, relies: [], expects: {}, effect: 'reads',
    skip: `It is not proven then that ${name} can be written: the run ends with warnings at best.`
  }))

/** A database that is swapped has the schema then; any other the one that it has: the same answer before and after the swap. */
function schemaAfter({ target, observed }: PlanInput, name: string, different: ReadonlySet<ResourceKey>): string | null {
  if (different.has(databaseKey(name))) return target.databases.find((database) => database.name === name)?.schema ?? null
  const fact = observed.facts[databaseKey(name)]
  return fact?.known && fact.is.kind === 'database' ? fact.is.schema : null
}

function verifyConfig({ target, observed }: PlanInput, wanted: Wanted): readonly DraftStep[] {
  const files = target.files.filter(({ path }) => configKey(path) in wanted).map(({ path, digest }) => ({ path, digest }))
  if (files.length === 0) return []
  return [{
    id: 'verify/config', phase: 'verify', resource: registryKey(observed.environment), host: LOCAL, title: 'Compare the configuration',
    action: { kind: 'verify-config', files }, relies: [], expects: {}, effect: 'reads',
    skip: 'The files are not read once more then: the run ends with warnings at best.'
  }]
}
