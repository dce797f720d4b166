import { z } from 'zod'
import type { ConfigFileDefinition, DatabaseDefinition, EnvironmentDefinition, HistoryDefinition, Migration, Probe, ProjectDefinition, ServiceDefinition } from '../definition'
import { LOCAL, type Json } from '../facts'
import { KEEP_ALL, type SnapshotPolicy } from '../snapshot-policy'
import { listOf, stripControl } from '../text'
import type { TextProblem } from '../views'
import { readYaml, type Path } from './document'
import { configPathProblem, normalPath, projectPathProblem } from './files'
import { checkWith, keysOf, kindOf, report, type Checking } from './issues'
import { environmentName, nameProblem, nearest } from './names'
import { checkReferences } from './references'
import { CONFIG_FILE, DATABASE, ENVIRONMENT, MIGRATION_TIMEOUT, PROJECT, SERVICE, type AdapterSchema, type AdapterSchemas, type MIGRATE, type PROBE } from './schema'
import { checkSecrets } from './secrets'

export interface ParsedProject {
  /** Null when there is an error among the problems. */
  readonly definition: ProjectDefinition | null
  /** In the order of the file, lines and columns from 1. */
  readonly problems: readonly TextProblem[]
}
type Fields = Readonly<Record<string, unknown>>

const SHARED_BY_SERVICES = z.strictObject(SERVICE)
const SHARED_BY_DATABASES = z.strictObject(DATABASE)

/** Reads backstep.yaml. Never throws: everything that is wrong with the text is a problem with its line and column. */
export function parseProject(text: string, schemas: AdapterSchemas, file = 'backstep.yaml'): ParsedProject {
  const yaml = readYaml(text)
  const checking: Checking = { yaml, problems: [...yaml.problems] }
  const definition = yaml.document === null ? null : projectOf(checking, yaml.value, schemas, file)
  if (yaml.document !== null) checkSecrets(checking)
  const problems = [...new Map(checking.problems.map((problem) => [`${problem.line}:${problem.column}:${problem.message}`, { ...problem, message: stripControl(problem.message) }])).values()]
    .sort((a, b) => a.line - b.line || a.column - b.column)
  return { definition: problems.some((problem) => problem.severity === 'error') ? null : definition, problems }
}

function projectOf(checking: Checking, value: unknown, schemas: AdapterSchemas, file: string): ProjectDefinition | null {
  if (!isFields(value)) {
    report(checking, [], value === null || value === undefined ? `${file} is empty. It needs "version: 1", "name" and "environments".` : `${file} holds ${kindOf(value)}, expected keys with values.`)
    return null
  }
  const own = Object.fromEntries(Object.entries(value).filter(([key]) => !key.startsWith('x-')))
  const project = checkWith(checking, PROJECT, own, [], 'the project')
  const history = historyOf(checking, value['history'])
  // What is inside is checked also when something around it is wrong: one look finds all.
  const environments = isFields(value['environments']) ? Object.entries(value['environments']) : []
  const parsed = environments.map(([name, inside]) => environmentOf(checking, name, inside, schemas))
  return project === null ? null : { name: project.name, snapshots: policyOf(project.snapshots), history, environments: parsed }
}

function policyOf(given: z.output<typeof PROJECT>['snapshots']): SnapshotPolicy {
  if (given === undefined) return KEEP_ALL
  const { count = null, age = null, size = null } = given.keep ?? {}
  return { keep: { count, age, size }, verify: given.verify, prune: given.prune }
}

function historyOf(checking: Checking, value: unknown): HistoryDefinition {
  const path = isFields(value) ? value['allowedSigners'] : undefined
  if (typeof path !== 'string' || path === '') return { allowedSigners: null }
  const wrong = projectPathProblem(path)
  if (wrong !== null) report(checking, ['history', 'allowedSigners'], wrong, { of: 'value' })
  return { allowedSigners: normalPath(path) }
}

function environmentOf(checking: Checking, name: string, value: unknown, schemas: AdapterSchemas): EnvironmentDefinition {
  const path = ['environments', name]
  const wrong = environmentName(name)
  if (wrong !== null) report(checking, path, wrong)
  const checked = checkWith(checking, ENVIRONMENT, value ?? {}, path, 'an environment')
  const fields = isFields(value) ? value : {}
  const definition: EnvironmentDefinition = {
    name, protected: checked?.protected ?? false, strategy: 'recreate',
    services: named(fields['services']).map(([service, inside]) => serviceOf(checking, service, inside, [...path, 'services', service], schemas.runtimes)),
    databases: named(fields['databases']).map(([database, inside]) => databaseOf(checking, database, inside, [...path, 'databases', database], schemas.databases)),
    config: configOf(checking, fields['config'], [...path, 'config', 'files'])
  }
  checkReferences(checking, definition, path)
  return definition
}

function serviceOf(checking: Checking, name: string, value: unknown, path: Path, runtimes: readonly AdapterSchema[]): ServiceDefinition {
  const { common, rest, kind } = partsOf(checking, { name, value, path, what: 'a service', shape: SERVICE, kindKey: 'runtime', word: 'runtime', adapters: runtimes })
  const shared = checkWith(checking, SHARED_BY_SERVICES, common, path, 'a service')
  if (common['host'] !== undefined && common['hosts'] !== undefined) report(checking, [...path, 'hosts'], 'A service has "host" or "hosts", not both.')
  const hosts = shared?.hosts ?? [shared?.host ?? LOCAL]
  checkHosts(checking, hosts, path, shared?.hosts !== undefined)
  return { name, runtime: kind, hosts, dependsOn: [...new Set(shared?.dependsOn ?? [])], health: (shared?.health ?? []).map(probeOf), settings: rest }
}

function checkHosts(checking: Checking, hosts: readonly string[], path: Path, several: boolean): void {
  for (const [index, host] of hosts.entries()) {
    const place = several ? [...path, 'hosts', index] : [...path, 'host']
    if (hosts.indexOf(host) !== index) report(checking, place, 'This host is there already.')
    else if (host !== LOCAL) report(checking, place, `"${several ? 'hosts' : 'host'}" names another machine; this version of Backstep reaches only the one that it runs on ("${LOCAL}").`, { of: 'value' })
  }
}

const probeOf = (probe: z.output<typeof PROBE>): Probe => ({
  ...probe,
  json: probe.json === undefined ? null : Object.fromEntries(Object.entries(probe.json).map(([key, value]) => [key, String(value)])),
  text: probe.text ?? null
})

function databaseOf(checking: Checking, name: string, value: unknown, path: Path, databases: readonly AdapterSchema[]): DatabaseDefinition {
  const { common, rest, kind } = partsOf(checking, { name, value, path, what: 'a database', shape: DATABASE, kindKey: 'engine', word: 'database engine', adapters: databases })
  const shared = checkWith(checking, SHARED_BY_DATABASES, common, path, 'a database')
  const migrate = shared?.onRollback === 'migrate' ? migrationOf(shared.migrate) : null
  if (shared?.onRollback === 'migrate' && migrate === null) report(checking, [...path, 'onRollback'], '"onRollback: migrate" needs "migrate": the program that takes the database down, such as [node, migrate.mjs, "${version}"].')
  if (shared?.migrate !== undefined && shared.onRollback !== 'migrate') report(checking, [...path, 'migrate'], '"migrate" is used only with "onRollback: migrate".')
  return { name, engine: kind, onRollback: shared?.onRollback ?? 'restore', migrate, usedBy: shared?.usedBy ?? null, settings: rest }
}

function migrationOf(given: z.output<typeof MIGRATE> | undefined): Migration | null {
  if (given === undefined) return null
  return 'command' in given ? given : { command: given, directory: '.', env: {}, timeout: MIGRATION_TIMEOUT }
}

interface Adapted {
  readonly name: string
  readonly value: unknown
  readonly path: Path
  readonly what: string
  readonly shape: Readonly<Record<string, unknown>>
  readonly kindKey: 'runtime' | 'engine'
  readonly word: string
  readonly adapters: readonly AdapterSchema[]
}

/** The keys that all share, and the others as the adapter's schema makes them. */
function partsOf(checking: Checking, { name, value, path, what, shape, kindKey, word, adapters }: Adapted): { readonly common: Fields; readonly rest: Json; readonly kind: string } {
  const wrong = nameProblem(what, name)
  if (wrong !== null) report(checking, path, wrong)
  if (!isFields(value)) {
    report(checking, path, `"${name}" is ${kindOf(value)}, expected the keys of ${what}.`)
    return { common: { [kindKey]: '?' }, rest: {}, kind: '?' }
  }
  const [common, own] = split(value, Object.keys(shape))
  const kind = value[kindKey]
  const adapter = adapters.find((candidate) => candidate.kind === kind)
  if (adapter === undefined && typeof kind === 'string' && kind !== '') unknownKind(checking, [...path, kindKey], kind, word, adapters.map((candidate) => candidate.kind))
  const astray = adapter === undefined ? [] : keysAstray(own, adapter, adapters)
  for (const { key, of } of astray) report(checking, [...path, key], `"${key}" is a key of "${kindKey}: ${of}", not of "${kindKey}: ${String(kind)}".`)
  const settings = adapter === undefined || astray.length > 0 ? {} : checkWith(checking, adapter.settings, own, path, what, () => [...Object.keys(shape), ...keysOf(adapter.settings)])
  return { common, rest: (settings ?? {}) as Json, kind: typeof kind === 'string' ? kind : '?' }
}

/** Keys that another adapter has: what is missing for this one is not what is wrong then. */
function keysAstray(own: Fields, adapter: AdapterSchema, adapters: readonly AdapterSchema[]): readonly { readonly key: string; readonly of: string }[] {
  const known = keysOf(adapter.settings)
  const others = adapters.filter((one) => one !== adapter)
  return Object.keys(own).filter((key) => !known.includes(key)).flatMap((key) => {
    const other = others.find(({ settings }) => keysOf(settings).includes(key))
    return other === undefined ? [] : [{ key, of: other.kind }]
  })
}

function unknownKind(checking: Checking, path: Path, kind: string, word: string, known: readonly string[]): void {
  const near = nearest(kind, known)
  const hint = near === null ? '' : ` Did you mean "${near}"?`
  report(checking, path, `There is no ${word} "${kind}". There ${known.length === 1 ? 'is' : 'are'} ${listOf(known)}.${hint}`, { of: 'value', correct: near === null ? null : { from: kind, to: near } })
}

function configOf(checking: Checking, config: unknown, path: Path): readonly ConfigFileDefinition[] {
  const entries: readonly unknown[] = isFields(config) && Array.isArray(config['files']) ? config['files'] : []
  const seen = new Set<string>()
  return entries.map((entry, index) => {
    const parsed = CONFIG_FILE.safeParse(entry)
    const file = parsed.success ? parsed.data : ''
    const { path: given, usedBy = null } = typeof file === 'string' ? { path: file } : file
    const wrong = parsed.success ? (configPathProblem(given) ?? (seen.has(normalPath(given)) ? `"${given}" is in the list already.` : null)) : null
    if (wrong !== null) report(checking, typeof entry === 'string' ? [...path, index] : [...path, index, 'path'], wrong, { of: 'value' })
    seen.add(normalPath(given))
    return { path: normalPath(given), usedBy }
  })
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)
const named = (value: unknown): readonly (readonly [string, unknown])[] => (isFields(value) ? Object.entries(value) : [])

function split(value: Fields, keys: readonly string[]): readonly [Fields, Fields] {
  const entries = Object.entries(value)
  return [Object.fromEntries(entries.filter(([key]) => keys.includes(key))), Object.fromEntries(entries.filter(([key]) => !keys.includes(key)))]
}
