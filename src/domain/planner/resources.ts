/** Steps of the files and databases that differ. */
import type { EnvironmentDefinition } from '../definition'
import { LOCAL, configKey, databaseKey } from '../facts'
import type { DatabaseFact, Fact, ResourceKey } from '../facts'
import type { DraftStep, Wanted } from '../plan'
import type { PlanInput } from '../planning'
import { migrationStep } from './migration'

const NOT_LOOKED_FOR: DatabaseFact = { known: false, reason: 'It was not looked for.' }

export const configSteps = ({ target }: PlanInput, wanted: Wanted, different: ReadonlySet<ResourceKey>): readonly DraftStep[] =>
  target.files.filter(({ path }) => different.has(configKey(path))).map((file) => ({
    id: `write/${file.path}`, phase: 'config', resource: configKey(file.path), host: LOCAL,
    title: file.blob === null ? `Remove ${file.path}` : `Write ${file.path}`,
    action: { kind: 'write-file', ...file },
    relies: [configKey(file.path)], expects: { [configKey(file.path)]: wanted[configKey(file.path)] ?? {} }, effect: 'changes'
  }))

export const databaseSteps = (input: PlanInput, definition: EnvironmentDefinition, different: ReadonlySet<ResourceKey>): readonly (readonly DraftStep[])[] =>
  input.target.databases.filter(({ name }) => different.has(databaseKey(name))).flatMap(({ name, lineage, schema, source }) => {
    const database = definition.databases.find((one) => one.name === name)
    if (database === undefined) return []
    if (source.kind === 'migrate') return [[migrationStep({ name, lineage, schema, migration: source.migration, version: input.target.version, project: input.project })]]
    const observed = observedDatabase(input.observed.facts[databaseKey(name)])
    // What is restored has the schema of its copy; only a migration may go to one that nobody knows.
    if (schema === null) return []
    return [input.planners.database(database.engine).plan({ database, observed, wanted: { lineage, schema }, source })]
  })

const observedDatabase = (fact: Fact | undefined): DatabaseFact =>
  fact === undefined || (fact.known && fact.is.kind !== 'database') ? NOT_LOOKED_FOR : (fact as DatabaseFact)
