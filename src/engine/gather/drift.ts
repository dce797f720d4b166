/** Drift: where what is observed differs from what the last record or run left. */
import { differences } from '../../domain/differences'
import type { EnvironmentDefinition } from '../../domain/definition'
import type { Registry } from '../../domain/deployment'
import type { Fact, Is, Observed, ServiceIs } from '../../domain/facts'
import type { Wanted } from '../../domain/plan'
import { deploymentsOf } from '../../domain/registry/lineage'
import { shortRelease } from '../guide/comparison'
import { createManifests } from '../manifests'
import { contextOf, type Session } from '../session/session'

export interface Drift {
  readonly kind: 'service' | 'config' | 'database'
  /** Of the service or database, path of the file. */
  readonly name: string
  /** What is said of it after its name: `was changed since it was recorded`. */
  readonly detail: string
}

export interface DriftFound {
  readonly drift: readonly Drift[]
  /** Why there was nothing to compare with, a sentence; null when there was. */
  readonly notCompared: { readonly sentence: string; /** It was captured, and is damaged. */ readonly damaged: boolean } | null
  /** Keys that nobody can tell anything of, now or then. */
  readonly unknown: readonly string[]
}
const nothingToCompare = (sentence: string, damaged = false): DriftFound => ({ drift: [], notCompared: { sentence, damaged }, unknown: [] })

export async function driftOf(session: Session, definition: EnvironmentDefinition, registry: Registry, observed: Observed): Promise<DriftFound> {
  const newest = deploymentsOf(registry, definition.name).find((deployment) => deployment.status === 'success')
  const manifests = createManifests(contextOf(session, definition))
  if (!newest) return nothingToCompare('no successful deployment was recorded to compare with')
  if (!(await manifests.has('manifests', newest.id))) return newest.manifest ? nothingToCompare(`what was captured with ${newest.version} is gone: nothing can be compared with it`, true) : nothingToCompare(`nothing was captured with ${newest.version} to compare with`)
  const manifest = await manifests.read('manifests', newest.id).catch(() => null)
  if (!manifest) return nothingToCompare(`what was captured with ${newest.version} is damaged: nothing can be compared with it`, true)
  const left: Record<string, Wanted[string]> = {}
  for (const [key, fact] of Object.entries(manifest.facts)) {
    const wanted = fact.known && key in observed.facts ? leftPart(fact.is) : null
    if (wanted) left[key] = wanted
  }
  const drift = differences(observed.facts, left).filter((one) => one.observed?.known === true).map((one) => driftFrom(one.key, left[one.key] as Partial<ServiceIs>, one.observed))
  const unknown = Object.keys(manifest.facts).filter((key) => KIND.test(key) && (observed.facts[key]?.known === false || (key in observed.facts && manifest.facts[key]?.known === false)))
  return { drift, notCompared: null, unknown }
}

const KIND = /^(service|config|database):/

/** The part of a fact that drift is measured against; null = it may change by itself. */
function leftPart(is: Is): Wanted[string] | null {
  if (is.kind === 'service') return partOf(is)
  if (is.kind === 'database') return { kind: 'database', schema: is.schema }
  return is.kind === 'config' ? { kind: 'config', digest: is.digest } : null
}

/** Whether it runs is health, not drift; what it runs is. */
const partOf = (is: ServiceIs): Wanted[string] => (is.runs ? { kind: 'service', runs: { release: is.runs.release, config: is.runs.config, command: is.runs.command } } : { kind: 'service', installed: is.installed })

function driftFrom(key: string, left: Partial<ServiceIs>, fact: Fact | null): Drift {
  const service = /^service:(.*)@[^@]*$/.exec(key)?.[1] ?? null
  if (service !== null) return { kind: 'service', name: service, detail: serviceDetail(left, (fact as Extract<Fact, { known: true }>).is as ServiceIs) }
  const name = key.replace(/^(config|database):/, '').replace(/@local$/, '')
  return key.startsWith('config:') ? { kind: 'config', name, detail: 'was changed since it was recorded' } : { kind: 'database', name, detail: 'has another schema than recorded' }
}

function serviceDetail(left: Partial<ServiceIs>, is: ServiceIs): string {
  if (is.state !== 'running') return 'does not run what was recorded'
  const then = shortRelease(left.runs?.release ?? null, '')
  const now = shortRelease(is.runs?.release ?? null, 'something else')
  return then === now ? 'runs with another configuration or command than recorded' : `the record says ${then}, it runs ${now}`
}
