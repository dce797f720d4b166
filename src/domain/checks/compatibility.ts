/** Does the target fit what stays: the schema, the configuration, the services that it depends on? */
import { diffSchema, missingFor, missingSentence, schemaDigest } from '../schema'
import type { Check, Remedy } from '../check'
import type { Target } from '../planning'
import { listOf, plural } from '../text'
import { scopeOf } from '../wanted-scope'
import { CHECK_AGAIN, KEEP_DATA, OTHER_TARGET, blocksUnlessForced, passed, warns, type CheckInput, type Checker, type ConfigCheck, type SchemaCheck } from './input'

export const schemaCompatibility: Checker = {
  name: 'schema_compatibility',
  run: (input) => {
    const found = input.schemas.flatMap((schema) => [...schemaFinding(input, schema), ...copyFinding(input, schema)])
    const jump = input.majorJump ? [majorJump(input.current?.version ?? 'this version', input.target?.to.version ?? 'the target')] : []
    if (found.length > 0 || jump.length > 0) return [...found, ...jump]
    return [passed('schema_compatibility', 'Schema', input.schemas.length === 0 ? nothingCompared(input) : `${listOf(input.schemas.map((one) => one.database))} ${input.schemas.length === 1 ? 'has' : 'have'} what ${input.target?.to.version ?? 'the target'} needs`)]
  }
}

const nothingCompared = ({ target }: CheckInput): string =>
  target !== null && target.definition.databases.length > 0 && scopeOf(target).part.databases.length === 0 ? 'no database is used by what goes back' : 'nothing was captured to compare'

const majorJump = (from: string, to: string): Check => warns('schema_compatibility', 'Major version', `Going from ${from} to ${to} crosses a major version.`, {
  id: 'schema_compatibility:major', headline: 'A major version jump', detail: 'Major versions often change schemas or interfaces. What was captured was compared; what was not captured could not be.',
  evidence: [{ label: 'From', value: from }, { label: 'To', value: to }]
})

function schemaFinding({ target, current, request, data }: CheckInput, schema: SchemaCheck): readonly Check[] {
  const missing = schema.restored ? [] : missingFor(schema.target, schema.present)
  if (missing.length === 0) return []
  const version = target?.to.version ?? 'The target'
  const restore: Remedy = { title: `Restore ${schema.database} as ${version} left it`, consequence: 'Everything written since then will be lost. The present database is kept aside.', action: { kind: 'restore-data' } }
  const migrate: Remedy = { title: `Migrate ${schema.database} down to ${version}`, consequence: 'Its own program takes the schema back; what the program removes is lost. The snapshot holds the present database.', action: { kind: 'migrate-data' } }
  const isRestorable = schema.hasCopy && schema.migrates !== true && request.undo === null && !data.some(({ name, policyKeeps }) => name === schema.database && policyKeeps)
  return [blocksUnlessForced('schema_compatibility', 'Schema fits the target', `${missingSentence(version, schema.database, missing)}.`, {
    id: `schema_compatibility:${schema.database}`, headline: `${version} would fail on the present schema of ${schema.database}`,
    detail: `${current?.version ?? 'What runs now'} changed the schema of ${schema.database}. With ${schema.database} kept as it is, ${version} does not find what it needs.`,
    remedies: [...(isRestorable ? [restore] : []), ...(schema.migrates === true && request.undo === null ? [migrate] : []), OTHER_TARGET, { ...CHECK_AGAIN, title: 'Change the schema first', consequence: `Bring back what is missing yourself, then check again. ${schema.database} is kept.` }],
    evidence: missing.slice(0, 20).map((one) => ({ label: 'Missing', value: one.what }))
  })]
}

/** A copy with another schema may be the data of another deployment. */
function copyFinding({ target }: CheckInput, { database, copy, target: then }: SchemaCheck): readonly Check[] {
  if (copy === undefined || schemaDigest(copy) === schemaDigest(then)) return []
  const version = target?.to.version ?? 'the target'
  return [blocksUnlessForced('schema_compatibility', 'Schema of the copy', `The copy of ${database} has another schema than was captured with ${version}.`, {
    id: `schema_compatibility:copy:${database}`, headline: `The copy of ${database} may not hold what ${version} left`,
    detail: `The schema was changed while ${version} ran, or by something else that ran when the copy was taken.`,
    remedies: [KEEP_DATA, OTHER_TARGET],
    evidence: diffSchema(copy, then).slice(0, 20).map(({ kind, name }) => ({ label: kind === 'away' ? 'Only in the copy' : `Only in ${version}`, value: name }))
  })]
}

export const configCompatibility: Checker = {
  name: 'config_compatibility',
  run: (input) => {
    const found = input.config.flatMap((file) => [...goneKeys(input, file), ...otherTypes(input, file), ...changedCredentials(file)]).concat(unread(input))
    if (found.length > 0) return found
    return [passed('config_compatibility', 'Configuration', input.config.length === 0 ? noConfig(input) : `${plural(input.config.length, 'file has', 'files have')} every key that the target had`)]
  }
}

const noConfig = ({ target }: CheckInput): string =>
  target !== null && (target.manifest?.files.length ?? 0) > 0 ? 'no file that was captured goes back' : 'nothing was captured to compare'

function goneKeys({ target }: CheckInput, file: ConfigCheck): readonly Check[] {
  const after = new Set(file.after?.map(({ key }) => key) ?? [])
  const gone = file.then.filter(({ key }) => !after.has(key)).map(({ key }) => key)
  if (gone.length === 0) return []
  const version = target?.to.version ?? 'The target'
  return [blocksUnlessForced('config_compatibility', 'Configuration fits the target', `${version} had ${listOf(gone.slice(0, 5))} in ${file.path}, which will not be there.`, { id: `config_compatibility:gone:${file.path}`, headline: `${version} would miss ${plural(gone.length, 'value', 'values')} in ${file.path}`, detail: 'The file is not brought back, or the key is gone from it.', remedies: [CHECK_AGAIN, OTHER_TARGET], evidence: gone.map((key) => ({ label: 'Missing', value: key })) })]
}

function otherTypes({ target }: CheckInput, file: ConfigCheck): readonly Check[] {
  const after = new Map(file.after?.map((key) => [key.key, key.type]) ?? [])
  const other = file.then.filter(({ key, type }) => after.has(key) && after.get(key) !== type)
  if (other.length === 0) return []
  return [blocksUnlessForced('config_compatibility', 'Configuration fits the target', `${listOf(other.map(({ key }) => key))} in ${file.path} will have another type than ${target?.to.version ?? 'the target'} had.`, { id: `config_compatibility:type:${file.path}`, remedies: [CHECK_AGAIN, OTHER_TARGET], evidence: other.map(({ key, type }) => ({ label: key, value: `${type} then, ${after.get(key) ?? ''} after the run` })) })]
}

function changedCredentials(file: ConfigCheck): readonly Check[] {
  if (file.credentials.length === 0) return []
  return [warns('config_compatibility', 'Secrets of the target', `${listOf(file.credentials)} in ${file.path} changed since. Today's value stays unless you choose otherwise.`, { id: `config_compatibility:credentials:${file.path}`, headline: 'Credentials were changed since then', detail: 'They were perhaps rotated: the old ones may have been revoked. The choice is in Target.', evidence: file.credentials.map((key) => ({ label: 'Changed', value: key })) })]
}

function unread({ configUnread }: CheckInput): readonly Check[] {
  if (configUnread.length === 0) return []
  return [warns('config_compatibility', 'Configuration that cannot be compared', `${listOf(configUnread)} ${configUnread.length === 1 ? 'goes' : 'go'} back whole, with the credentials of then: ${configUnread.length === 1 ? 'its keys' : 'their keys'} cannot be read.`, { id: 'config_compatibility:unread', headline: 'Nobody can say what else changes in these files', detail: 'Credentials that were rotated since may have been revoked. Look at the files before you go on.', evidence: configUnread.map((value) => ({ label: 'File', value })) })]
}

export const serviceDependencies: Checker = {
  name: 'service_dependencies',
  run: ({ target }) => {
    if (!target) return []
    const { part, moving } = scopeOf(target)
    const staying = target.definition.services.map(({ name }) => name).filter((name) => !moving.has(name))
    const has = new Set([...hasThen(target).filter((name) => moving.has(name)), ...staying])
    const movedBack = part.services.filter(({ name }) => has.has(name))
    const lacking = movedBack.flatMap(({ name, dependsOn }) => dependsOn.filter((needed) => !has.has(needed)).map((needed) => `${name} needs ${needed}`))
    if (lacking.length === 0) return [passed('service_dependencies', 'Dependencies', movedBack.length === 1 ? `${movedBack[0]?.name ?? ''} has what it depends on` : `${plural(movedBack.length, 'service has', 'services have')} what they depend on`)]
    return [blocksUnlessForced('service_dependencies', 'Dependencies', `${listOf(lacking)}, which the target does not have.`, { headline: 'A service that others depend on is not part of the target', remedies: [OTHER_TARGET, CHECK_AGAIN], evidence: lacking.map((value) => ({ label: 'Missing', value })) })]
  }
}

/** What came later does not count: it is stopped by the rollback. */
const hasThen = ({ manifest, definition }: Target): readonly string[] => (manifest?.definition ?? definition).services.map(({ name }) => name)
