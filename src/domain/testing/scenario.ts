/** Any small environment, then and today, in any state: what the planner's properties are tried on. */
import fc from 'fast-check'
import type { EnvironmentDefinition, ServiceDefinition } from '../definition'
import { configKey, databaseKey, serviceKey } from '../facts'
import type { Fact } from '../facts'
import type { PlanInput, Target } from '../planning'
import { configFact, copySource, databaseFact, given, manifest, probe, request, service, serviceFact, unknownFact } from './shop'

const NAMES = ['web', 'api', 'worker', 'mailer', 'reports'] as const
const FILES = ['.env', 'a.json', 'b.json'] as const
const BASES = ['main', 'carts'] as const

const subset = (names: readonly string[]): fc.Arbitrary<readonly string[]> => fc.subarray([...names])
const usedBy = fc.option(subset(NAMES))

/** Each service may depend on those that stand after it: no circle, any shape. */
const services: fc.Arbitrary<readonly ServiceDefinition[]> = fc.tuple(
  ...NAMES.map((name, index) => fc.record({ dependsOn: subset(NAMES.slice(index + 1)), hosts: fc.constantFrom(['local'], ['a', 'b']), probed: fc.boolean() })
    .map(({ dependsOn, hosts, probed }) => service(name, dependsOn, { hosts, health: probed ? [probe('/health')] : [] })))
).chain((all) => fc.shuffledSubarray([...all], { minLength: 1 }))

const definition: fc.Arbitrary<EnvironmentDefinition> = fc.record({
  name: fc.constant('staging'), protected: fc.constant(false), strategy: fc.constant('recreate' as const), services,
  databases: fc.tuple(...BASES.map((name) => usedBy.map((users) => ({ name, engine: 'fake', onRollback: 'restore' as const, usedBy: users, settings: null })))),
  config: fc.tuple(...FILES.map((path) => usedBy.map((users) => ({ path, usedBy: users }))))
})

const runs = fc.option(fc.record({ release: fc.constantFrom('commit:1', 'commit:2'), command: fc.constant('c'), config: fc.constant({}), data: fc.constant({}) }))
const serviceState: fc.Arbitrary<Fact> = fc.oneof(
  fc.record({ state: fc.constantFrom('running', 'stopped', 'gone'), installed: fc.constantFrom('commit:1', 'commit:2', null), runs })
    .map((is) => serviceFact({ ...is, runs: is.state === 'running' ? is.runs : null })),
  fc.constant(unknownFact)
)
const configState: fc.Arbitrary<Fact> = fc.constantFrom<Fact>(configFact('then'), configFact('now'), configFact('then', 0o644), configFact(null), unknownFact)
const databaseState: fc.Arbitrary<Fact> = fc.constantFrom<Fact>(databaseFact('file:1:2'), databaseFact('copy:ab/run-1', 'schema-1'), databaseFact(null, null), unknownFact)

const facts = fc.record({
  ...Object.fromEntries(NAMES.flatMap((name) => ['local', 'a', 'b'].map((host) => [serviceKey(name, host), serviceState] as const))),
  ...Object.fromEntries(FILES.map((path) => [configKey(path), configState] as const)),
  ...Object.fromEntries(BASES.map((name) => [databaseKey(name), databaseState] as const))
}, { requiredKeys: [] }) as fc.Arbitrary<Readonly<Record<string, Fact>>>

const target: fc.Arbitrary<Partial<Target>> = fc.record({
  then: definition, today: definition, captured: fc.boolean(), kind: fc.constantFrom('full', 'undo'), selected: fc.oneof(fc.constant([]), subset(NAMES)),
  thenFacts: facts, released: subset(NAMES), deployed: fc.option(subset(NAMES)),
  files: subset(FILES), removed: subset(FILES), databases: subset(BASES), kept: fc.boolean()
}).map((drawn) => ({
  kind: drawn.kind as Target['kind'], definition: drawn.today, servicesDeployed: drawn.deployed,
  manifest: drawn.captured ? { ...manifest, definition: drawn.then, facts: drawn.thenFacts } : null,
  request: { ...request, services: drawn.selected },
  releases: Object.fromEntries(drawn.released.map((name) => [name, { kind: 'git', commit: '1' } as const])),
  files: drawn.files.map((path) => drawn.removed.includes(path)
    ? { path, blob: null, keep: [], digest: null, mode: null }
    : { path, blob: { store: 'manifests', id: 'deploy-1', blob: path } as const, keep: [], digest: 'then', mode: 0o600 }),
  databases: drawn.databases.map((name) => ({ name, lineage: 'copy:ab/run-1', schema: 'schema-1', source: drawn.kept ? { kind: 'kept' } as const : copySource }))
}))

export const scenario: fc.Arbitrary<PlanInput> = fc.record({ target, facts }).map(({ target: change, facts: observed }) => {
  const input = given(change)
  return { ...input, observed: { ...input.observed, facts: observed } }
})
