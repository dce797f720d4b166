/** What differs between a plan that was shown and the plan as it would be now: why the one that was confirmed is not run. */
import { canonicalJson } from './canonical'
import type { Check } from './check'
import type { Deployment } from './deployment'
import type { ConfigIs, DatabaseIs, Fact, Is, Observed, ResourceKey, ServiceIs } from './facts'
import type { Plan } from './plan'
import { listOf, plural } from './text'

/** A record of the environment as it was when a plan was made. */
export interface RecordSeen { readonly id: string; readonly version: string; readonly status: string; readonly rollback: boolean }
/** A plan that was shown, with the newest records of its environment then. */
export interface KeptPlan { readonly plan: Plan; readonly records: readonly RecordSeen[] }
export interface PlanNow {
  /** Null when none can be made now. */
  readonly plan: Plan | null
  readonly facts: Observed['facts']
  readonly records: readonly RecordSeen[]
}

export const recordSeen = ({ id, version, status, rollback }: Deployment): RecordSeen => ({ id, version, status, rollback: rollback !== null })

/** The plan that was confirmed is not the one that is made now. Where only the key to what was kept is missing, nothing can be said of it. */
export const isStale = ({ plan, checks }: { readonly plan: Pick<Plan, 'hash'> | null; readonly checks: readonly Check[] }, isConfirmed: (hash: string) => boolean): boolean =>
  plan === null ? !checks.some(({ name, passed }) => name === 'kept_content' && !passed) : !isConfirmed(plan.hash)

/** A sentence each, without a full stop; the cause rather than what follows from it. */
export function planChanges(before: KeptPlan, now: PlanNow): readonly string[] {
  const causes = [...requestChanges(before.plan, now.plan), ...factChanges(before, now), ...definitionChanges(before.plan, now.plan)]
  if (causes.length > 0) return [...new Set(causes)]
  return now.plan === null ? ['no plan can be made now'] : outcomeChanges(before.plan, now.plan)
}

function requestChanges(before: Plan, now: Plan | null): readonly string[] {
  if (now === null) return []
  const [was, is] = [before.request, now.request]
  return [
    ...(before.to.deploymentId === now.to.deploymentId ? [] : [`the target is ${now.to.version} now, it was ${before.to.version}`]),
    ...(canonicalJson(was.services) === canonicalJson(is.services) ? [] : [`other services are asked for: ${is.services.length === 0 ? 'all' : listOf(is.services)}, it was ${was.services.length === 0 ? 'all' : listOf(was.services)}`]),
    ...(was.data === is.data ? [] : [`another choice of data is asked for: ${is.data}, it was ${was.data}`]),
    ...(canonicalJson(was.credentials) === canonicalJson(is.credentials) ? [] : ['other credentials are asked for'])
  ]
}

/** Everything that the plan relied on, as it is now. */
export function factChanges({ plan, records }: KeptPlan, now: Pick<PlanNow, 'facts' | 'records'>): readonly string[] {
  return Object.entries(plan.relies).flatMap(([key, was]) => {
    const fact = now.facts[key]
    if (fact?.known && canonicalJson(fact.is) === canonicalJson(was)) return []
    return was.kind === 'registry' ? recordChanges(records, now.records, plan.environment) : [factChange(key, was, fact)]
  })
}

/** `service:web@local` → `web`; of another host with its name. */
export function resourceName(key: ResourceKey): string {
  const [, name, host] = /^[a-z]+:(.*?)(?:@([^@]*))?$/.exec(key) ?? []
  return `${(name ?? key).replace(/^(copy|beside)\//, '')}${host === undefined || host === 'local' ? '' : ` on ${host}`}`
}

export function factChange(key: ResourceKey, was: Is, fact: Fact | undefined): string {
  const name = resourceName(key)
  if (!fact?.known) return `${name} cannot be observed now${fact ? `: ${fact.reason.replace(/\.$/, '')}` : ''}`
  const is: Is = fact.is
  if (was.kind === 'service' && is.kind === 'service') return serviceChange(name, was, is)
  if (was.kind === 'config' && is.kind === 'config') return configChange(name, was, is)
  if (was.kind === 'database' && is.kind === 'database') return databaseChange(name, was, is)
  const what = /^artifact:(copy|beside)\//.test(key) ? `the copy of ${name}` : `the release of ${name}`
  return is.kind === 'artifact' && !is.present ? `${what} is gone` : `${what} is another now`
}

function serviceChange(name: string, was: ServiceIs, is: ServiceIs): string {
  if (was.state !== is.state) return is.state === 'stopped' ? `${name} was stopped` : is.state === 'gone' ? `the process of ${name} ended` : `${name} was started`
  if (canonicalJson(was.runs) !== canonicalJson(is.runs)) return restarted(name, was.runs, is.runs)
  return `another release of ${name} is installed: ${shortRelease(is.installed)}, it was ${shortRelease(was.installed)}`
}

function restarted(name: string, was: ServiceIs['runs'], is: ServiceIs['runs']): string {
  if (was?.release !== is?.release) return `${name} was restarted: it runs ${shortRelease(is?.release ?? null)}, it was ${shortRelease(was?.release ?? null)}`
  const parts = ([['command', 'command'], ['config', 'configuration'], ['data', 'database']] as const).filter(([field]) => canonicalJson(was?.[field] ?? null) !== canonicalJson(is?.[field] ?? null))
  return `${name} was restarted with another ${listOf(parts.map(([, word]) => word))}`
}

const shortRelease = (release: string | null): string =>
  release === null ? 'nothing known' : release.replace(/^commit:([0-9a-f]{7})[0-9a-f]*$/, 'commit $1').replace(/^folder:(.*)#[0-9a-f]*$/, '$1')

function configChange(name: string, was: ConfigIs, is: ConfigIs): string {
  if (was.digest === is.digest) return `the permissions of ${name} were changed`
  return is.digest === null ? `${name} was removed` : was.digest === null ? `${name} was created` : `${name} was changed`
}

function databaseChange(name: string, was: DatabaseIs, is: DatabaseIs): string {
  if (!is.present) return `${name} is gone`
  return was.lineage === is.lineage ? `the schema of ${name} was changed` : `${name} was replaced by another database`
}

/** So many of an environment's newest records are compared one by one. */
export const RECORDS_COMPARED = 30

/** Of the newest records, then and now: one that newer ones pushed out of the list is not gone. */
export function recordChanges(before: readonly RecordSeen[], now: readonly RecordSeen[], environment: string): readonly string[] {
  const was = new Map(before.map((record) => [record.id, record]))
  const is = new Set(now.map(({ id }) => id))
  const more = now.filter(({ id }) => !was.has(id))
  const removed = before.slice(0, before.length < RECORDS_COMPARED ? before.length : before.length - more.length).filter(({ id }) => !is.has(id))
  const found = [...more.map(added), ...now.flatMap((record) => statusChange(was.get(record.id), record)), ...removed.map(({ id }) => `the record ${id} was removed`)]
  return found.length > 0 ? found : [`the records of ${environment} were changed`]
}

function added({ version, status, rollback }: RecordSeen): string {
  if (rollback) return `a rollback to ${version} was recorded meanwhile`
  if (status === 'in-progress') return `a deployment of ${version} was begun meanwhile`
  return `a ${status === 'failed' ? 'failed ' : ''}deployment ${version} was recorded meanwhile`
}

const statusChange = (was: RecordSeen | undefined, is: RecordSeen): readonly string[] =>
  was === undefined || was.status === is.status ? [] : [`${is.version} (${is.id}) is marked ${is.status} now, it was ${was.status}`]

/** Today's backstep.yaml, and what was captured then, make up what a plan works with. */
function definitionChanges(before: Plan, now: Plan | null): readonly string[] {
  if (now === null || canonicalJson(before.definition) === canonicalJson(now.definition)) return []
  const named = ({ definition: { services, databases, config } }: Plan): ReadonlyMap<string, unknown> =>
    new Map<string, unknown>([...services.map((one) => [one.name, one] as const), ...databases.map((one) => [one.name, one] as const), ...config.map((one) => [one.path, one] as const)])
  const [was, is] = [named(before), named(now)]
  const other = [...new Set([...was.keys(), ...is.keys()])].filter((name) => canonicalJson(was.get(name) ?? null) !== canonicalJson(is.get(name) ?? null))
  return [other.length === 0 ? 'backstep.yaml was changed' : `backstep.yaml says something else about ${listOf(other)}`]
}

function outcomeChanges(before: Plan, now: Plan): readonly string[] {
  const wanted = [...new Set([...Object.keys(before.wanted), ...Object.keys(now.wanted)])].filter((key) => canonicalJson(before.wanted[key] ?? null) !== canonicalJson(now.wanted[key] ?? null))
  const released = wanted.filter((key) => releaseIn(before, key) !== null && releaseIn(now, key) !== null && releaseIn(before, key) !== releaseIn(now, key))
  if (released.length > 0) return [`what ${listOf(released.map(resourceName))} would be started from was changed`]
  if (wanted.length > 0) return [`what is wanted of ${listOf(wanted.map(resourceName))} is another now`]
  const ids = (plan: Plan): ReadonlySet<string> => new Set(plan.steps.map(({ id }) => id))
  const more = [...ids(now)].filter((id) => !ids(before).has(id)).length
  const less = [...ids(before)].filter((id) => !ids(now).has(id)).length
  if (more === 0 && less === 0) return ['its steps do something else now']
  return [`the plan has ${[more > 0 ? `${plural(more, 'step', 'steps')} more` : '', less > 0 ? `${plural(less, 'step', 'steps')} less` : ''].filter(Boolean).join(' and ')}`]
}

function releaseIn({ wanted }: Plan, key: ResourceKey): string | null {
  const part = wanted[key]
  return part !== undefined && 'runs' in part ? (part.runs?.release ?? null) : null
}
