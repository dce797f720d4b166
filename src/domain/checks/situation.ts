/** The situation now: data to restore, what is down, drift, what was not captured, the history, tracked files. */
import type { Check, Remedy } from '../check'
import type { ServiceDefinition } from '../definition'
import { foreignIn, type Fact } from '../facts'
import { listOf, plural } from '../text'
import { scopeOf } from '../wanted-scope'
import { CHECK_AGAIN, KEEP_DATA, OTHER_TARGET, alwaysBlocks, blocksUnlessForced, passed, warns, type Checker, type DataCheck } from './input'

const ALL: Remedy = { title: 'Roll back all services', consequence: 'They move together.', action: { kind: 'all-services' } }

export const dataSource: Checker = {
  name: 'data_source',
  run: ({ data, request, environment, target }) => {
    if (request.data !== 'keep' && request.services.length > 0 && data.length === 0 && target !== null && target.definition.databases.length > 0) return [noDatabase(request.services)]
    if (request.data === 'migrate' && !data.some((one) => one.migrates)) return [noMigration(environment)]
    const wrong = data.filter((one) => (request.data === 'restore' && one.policyKeeps) || (one.choice === 'restore' && !one.hasCopy))
    const found = [...data.filter((one) => one.unknownSchema).map(unknownSchema), ...data.filter((one) => one.choice === 'restore').flatMap((one) => [...doubtful(one), ...olderCopy(one)])]
    if (wrong.length === 0) return found.length > 0 ? found : [passed('data_source', 'Data', dataWords(data))]
    return [...found, ...wrong.map((one) => alwaysBlocks('data_source', `Copy of ${one.name}`, one.policyKeeps ? `${one.name} has the policy keep: it cannot be restored.` : one.why, {
      id: `data_source:${one.name}`, headline: `${one.name} cannot be restored`, detail: one.policyKeeps ? 'Its `onRollback` in backstep.yaml says keep.' : 'A restore needs a copy from then.',
      remedies: request.undo === null ? [KEEP_DATA] : [CHECK_AGAIN]
    }))]
  }
}

function dataWords(data: readonly DataCheck[]): string {
  const [restored, migrated] = (['restore', 'migrate'] as const).map((choice) => data.filter((one) => one.choice === choice).map(({ name }) => name))
  const words = [...(restored?.length ? [`${listOf(restored)} can be restored`] : []), ...(migrated?.length ? [`${listOf(migrated)} can be migrated down`] : [])]
  return words.length === 0 ? 'is kept as it is' : words.join(', ')
}

const noMigration = (environment: string): Check =>
  alwaysBlocks('data_source', 'Migration', `No database of ${environment} is migrated down.`, {
    headline: 'There is nothing to migrate', detail: 'A database is migrated down when its `onRollback` in backstep.yaml says migrate and `migrate` names the program.', remedies: [KEEP_DATA]
  })

const noDatabase = (services: readonly string[]): Check =>
  alwaysBlocks('data_source', 'Data', `${listOf(services)} ${services.length === 1 ? 'uses' : 'use'} no database: no data can go back for ${services.length === 1 ? 'it' : 'them'} alone.`, {
    headline: 'There is no data to take back', detail: 'Data goes back with the services that use it. Who uses a database is its `usedBy` in backstep.yaml.', remedies: [KEEP_DATA, ALL]
  })

const doubtful = ({ name, doubt }: DataCheck): readonly Check[] =>
  doubt === undefined ? [] : [warns('data_source', `Copy of ${name}`, doubt, { id: `data_source:doubt:${name}`, headline: `The copy of ${name} may hold what another deployment left`, detail: 'There is no copy from before that.', remedies: [KEEP_DATA, OTHER_TARGET] })]

const olderCopy = ({ name, older }: DataCheck): readonly Check[] =>
  older === undefined ? [] : [blocksUnlessForced('data_source', `Copy of ${name}`, older, { id: `data_source:older:${name}`, headline: `The newest copy of ${name} is not whole`, detail: 'How much is lost with the older one is counted in Target and in the plan.', remedies: [KEEP_DATA, OTHER_TARGET] })]

const unknownSchema = ({ name, why }: DataCheck): Check =>
  blocksUnlessForced('data_source', `Schema of ${name} then`, `${why} Whether the migration brings it back cannot be told.`, {
    id: `data_source:${name}`, headline: `Nobody knows what ${name} is to look like`, detail: 'The migration counts as done when its program says so. Nothing can be compared afterwards.', remedies: [KEEP_DATA, OTHER_TARGET]
  })

const named = (key: string): string => key.replace(/^[a-z]+:/, '').replace(/@local$/, '')

export const observable: Checker = {
  name: 'observed',
  run: ({ observed, plan }) => {
    const unknown = Object.entries(observed?.facts ?? {}).filter((entry): entry is [string, Extract<Fact, { known: false }>] => !entry[1].known)
    const evidence = unknown.map(([key, fact]) => ({ label: named(key), value: fact.reason }))
    const relied = unknown.filter(([key]) => !plan || key in plan.wanted || plan.steps.some((step) => step.resource === key))
    if (relied.length > 0) return [alwaysBlocks('observed', 'What runs now', `It cannot be told what ${listOf(relied.map(([key]) => named(key)))} ${relied.length === 1 ? 'is' : 'are'}: ${relied[0]?.[1].reason ?? ''}`, { headline: 'Something could not be observed', detail: 'Unknown is never read as stopped or as equal, so no plan can be made from it.', remedies: [CHECK_AGAIN], evidence })]
    const known = Object.keys(observed?.facts ?? {}).length - unknown.length
    return [passed('observed', 'State', `${plural(known, 'thing was', 'things were')} observed${unknown.length === 0 ? '' : `; ${namesOf(unknown.map(([key]) => key))} could not be, and ${unknown.length === 1 ? 'is' : 'are'} not touched`}`, { evidence })]
  }
}

const namesOf = (keys: readonly string[]): string => (keys.length > 4 ? `${keys.length} others` : listOf(keys.map(named)))

export const drift: Checker = {
  name: 'drift',
  run: ({ drift: found, driftNotCompared, driftUnknown }) => {
    if (driftNotCompared?.damaged) return [warns('drift', 'Drift', `${driftNotCompared.sentence[0]?.toUpperCase() ?? ''}${driftNotCompared.sentence.slice(1)}.`, { headline: 'Whether anything drifted cannot be told', detail: 'What was captured last is damaged or gone, so what runs was not compared with it. The snapshot keeps it as it is now.' })]
    if (driftNotCompared) return [passed('drift', 'Drift', driftNotCompared.sentence)]
    const unknown = driftUnknown.length === 0 ? '' : `; ${namesOf(driftUnknown)} could not be compared`
    if (found.length === 0) return [passed('drift', 'Drift', unknown === '' ? 'what runs is what was recorded' : `what could be compared is what was recorded${unknown}`)]
    return [warns('drift', 'Drift', `${found[0] ?? ''}${unknown}`, { headline: 'What runs is not what was recorded', detail: 'It is part of the comparison and of the plan; the snapshot keeps it as it is now.', evidence: found.map((value) => ({ label: 'Drift', value })) })]
  }
}

export const downNow: Checker = {
  name: 'down_now',
  run: ({ observed }) => {
    const services = Object.entries(observed?.facts ?? {}).filter(([key]) => key.startsWith('service:'))
    const down = services.filter(([, fact]) => fact.known && 'display' in fact.seen && fact.seen.display !== 'running' && foreignIn(fact) === null)
    const foreign = services.filter(([, fact]) => foreignIn(fact) !== null).map(([key]) => key)
    const unknown = services.filter(([, fact]) => !fact.known).map(([key]) => key)
    const evidence = down.map(([key, fact]) => ({ label: named(key), value: fact.known && 'detail' in fact.seen ? fact.seen.detail : '' }))
    const unseen = `${unknown.length === 0 ? '' : `; ${namesOf(unknown)} could not be observed`}${foreign.length === 0 ? '' : `; what answers for ${namesOf(foreign)} was not started from here`}`
    if (down.length === 0) return [passed('down_now', 'Health now', unseen === '' ? 'every service runs' : `${plural(services.length - unknown.length - foreign.length, 'service runs', 'services run')}${unseen}`)]
    return [warns('down_now', 'Down or failing now', `${alike(evidence)}${unseen}`, { headline: `${plural(down.length, 'service is', 'services are')} down or failing now`, detail: 'That is why somebody rolls back; it blocks nothing.', evidence })]
  }
}

/** `api: POST /checkout answers 500; web and worker: stopped from here` */
function alike(evidence: Check['evidence']): string {
  const said = (value: string): readonly string[] => evidence.filter((one) => one.value === value).map(({ label }) => label)
  return [...new Set(evidence.map(({ value }) => value))].map((value) => `${listOf(said(value))}: ${value}`).join('; ')
}

export const historyWritable: Checker = {
  name: 'history_writable',
  run: ({ historyProblem, historyBroken }) => {
    if (!historyProblem) return [passed('history_writable', 'History', 'can be written, chain verified')]
    const [headline, detail] = historyBroken ? ['The history is not as it was written', 'Nothing is added to evidence that somebody has changed. To go on all the same, end every Backstep and move .deployments/backstep.db away: a new history begins, and earlier runs cannot be undone from here any more.'] : ['The history cannot be written', 'Nothing starts without evidence.']
    return [alwaysBlocks('history_writable', 'History', historyProblem.message, { headline, detail: `${detail} ${historyProblem.next}`, remedies: [CHECK_AGAIN] })]
  }
}

export const notCaptured: Checker = {
  name: 'not_captured',
  run: ({ wanted }) => wanted === null || wanted.notes.length === 0
    ? [passed('not_captured', 'Captured', 'everything of the target was captured')]
    : wanted.notes.map((note, index) => warns('not_captured', 'Stays as it is', note, { id: `not_captured:${index}`, headline: 'Some of it stays as it is', detail: note }))
}

export const trackedFiles: Checker = {
  name: 'tracked_files',
  run: ({ trackedFiles: files }) => files.length === 0
    ? [passed('tracked_files', 'Git', 'no manifest or snapshot is tracked')]
    : [alwaysBlocks('tracked_files', 'Tracked by git', `${files[0] ?? ''} is tracked by git.`, { headline: 'Manifests, snapshots and the store must not be tracked', detail: 'They may hold secrets, and a checkout would overwrite them. Remove them from the index with `git rm --cached`.', remedies: [CHECK_AGAIN], evidence: files.map((value) => ({ label: 'Tracked', value })) })]
}

export const dependents: Checker = {
  name: 'dependents',
  run: ({ request, target }) => {
    if (request.services.length === 0 || !target) return []
    const scope = scopeOf(target)
    const { services } = scope.whole
    const unknown = request.services.filter((name) => !services.some((service) => service.name === name))
    if (unknown.length > 0) return [alwaysBlocks('dependents', 'Services', `There is no service ${listOf(unknown)}.`, { headline: 'A service that is not there', detail: `There are ${listOf(services.map((service) => service.name))}.` })]
    const shared = request.data !== 'keep' ? scope.part.databases.filter(({ name }) => !scope.owns(scope.uses.database(name))).map(({ name }) => name) : []
    return shared.length > 0 ? [sharedData(shared, request.services)] : [otherServices(services, request.services)]
  }
}

const sharedData = (shared: readonly string[], selected: readonly string[]): Check =>
  alwaysBlocks('dependents', 'Shared data', `${listOf(shared)} ${shared.length === 1 ? 'is' : 'are'} used by other services too and cannot go back for ${listOf(selected)} alone.`, {
    id: 'dependents:data', headline: 'Other services use this data', remedies: [ALL, { title: 'Keep the data', consequence: 'Nothing is lost.', action: { kind: 'keep-data' } }]
  })

function otherServices(services: readonly ServiceDefinition[], selected: readonly string[]): Check {
  const others = services.filter(({ name, dependsOn }) => !selected.includes(name) && dependsOn.some((needed) => selected.includes(needed))).map(({ name }) => name)
  if (others.length === 0) return passed('dependents', 'Dependents', 'no other service depends on it')
  const [depend, stay] = others.length === 1 ? ['depends', 'stays'] : ['depend', 'stay']
  return warns('dependents', 'Dependents', `${listOf(others)} ${depend} on ${listOf(selected)} and ${stay} as now.`, { headline: 'Other services depend on it', remedies: [ALL] })
}
