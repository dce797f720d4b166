/** What a plan changes that no list of differences shows: a service that is down, what it was started with, data whose schema is the same. */
import { differences, type Difference } from './differences'
import { foreignIn, foreignPlace, type Observed, type ServiceIs } from './facts'
import type { PartialIs, Wanted } from './plan'

/** What the comparison lists, by name or path. */
export interface Listed {
  /** Services whose release is another. */
  readonly services: ReadonlySet<string>
  readonly config: ReadonlySet<string>
  /** Databases whose schema is another. */
  readonly databases: ReadonlySet<string>
  /** Databases whose schema is the same, for all that is known. */
  readonly sameSchema: ReadonlySet<string>
}

/** A sentence each. `version`: of the target. */
export function besides(facts: Observed['facts'], wanted: Wanted, listed: Listed, version: string): readonly string[] {
  const found = differences(facts, wanted)
  const dataMoves = found.some(({ key }) => key.startsWith('database:'))
  return [...found.flatMap(sentences), ...answering(facts, wanted, version)]

  function sentences(difference: Difference): readonly string[] {
    const [, kind = '', name = '', host = ''] = /^([a-z]+):(.*?)(?:@([^@]*))?$/s.exec(difference.key) ?? []
    if (kind === 'config') return listed.config.has(name) ? [] : [fileWords(name, difference)]
    if (kind === 'database') return listed.databases.has(name) ? [] : [`${name} goes back to other data${listed.sameSchema.has(name) ? '; its schema is the same' : ''}.`]
    return serviceWords(host === 'local' ? name : `${name} on ${host}`, difference, wanted[difference.key], { version, listed, dataMoves, hasRelease: listed.services.has(name) })
  }
}

/** Nothing of ours runs of it, so that it is down does not differ; and it is answered for all the same. */
const answering = (facts: Observed['facts'], wanted: Wanted, version: string): readonly string[] =>
  Object.entries(wanted).flatMap(([key, part]) => {
    const foreign = foreignIn(facts[key])
    const [, name = '', host = ''] = /^service:(.*?)(?:@([^@]*))?$/s.exec(key) ?? []
    return foreign === null || !('state' in part) || part.state !== 'stopped' ? [] : [`${host === 'local' ? name : `${name} on ${host}`} answers at ${foreignPlace(foreign)}: ${version} did not have it running.`]
  })

const fileWords = (path: string, { fields }: Difference): string =>
  fields.includes('digest') ? `${path} goes back; no value in it differs.` : `The permissions of ${path} go back.`

interface Known { readonly version: string; readonly listed: Listed; readonly dataMoves: boolean; readonly hasRelease: boolean }

function serviceWords(name: string, { observed, fields }: Difference, wanted: PartialIs | undefined, known: Known): readonly string[] {
  if (observed?.known !== true || observed.is.kind !== 'service') return [`It cannot be told what ${name} runs.`]
  const isStopped = wanted !== undefined && 'state' in wanted && wanted.state === 'stopped'
  const foreign = foreignIn(observed)
  if (foreign && !isStopped) return [`What answers for ${name} at ${foreignPlace(foreign)} was not started from here; ${name} is started.`]
  return isStopped ? stoppedWords(name, observed.is, known.version) : runningWords(name, observed.is, fields, known)
}

function stoppedWords(name: string, { state }: ServiceIs, version: string): readonly string[] {
  if (state === 'stopped') return []
  return [state === 'running' ? `${name} runs and is stopped: ${version} did not have it running.` : `${name} does not run, and did not with ${version}: it counts as stopped.`]
}

function runningWords(name: string, { state, runs }: ServiceIs, fields: readonly string[], { listed, dataMoves, hasRelease }: Known): readonly string[] {
  if (state !== 'running') return [state === 'gone' ? `${name} does not run and is started again.` : `${name} is stopped and is started.`]
  if (runs === null) return [`Nothing tells what ${name} was started with: it is started again.`]
  return [
    ...(fields.includes('installed') && !fields.includes('runs.release') && !hasRelease ? [`${name} would be started from other code than it runs: that goes back.`] : []),
    ...(fields.includes('runs.release') && !hasRelease ? [`${name} does not run the code that is there: it is started again.`] : []),
    ...(fields.includes('runs.command') ? [`${name} is started with another command or environment.`] : []),
    ...(fields.includes('runs.config') && listed.config.size === 0 ? [`${name} was started with another configuration than is there: it is started again.`] : []),
    ...(fields.includes('runs.data') && !dataMoves ? [`${name} was started on other data than is there: it is started again.`] : [])
  ]
}
