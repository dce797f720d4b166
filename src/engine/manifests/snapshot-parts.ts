/** What a snapshot says besides what it keeps. */
import type { EnvironmentDefinition } from '../../domain/definition'
import { serviceKey, type Observed } from '../../domain/facts'
import type { Manifest, Release } from '../../domain/manifest'
import type { Plan } from '../../domain/plan'
import { plural } from '../../domain/text'
import type { ProjectContext } from '../context'
import { isTemporary } from '../files/temporary-name'
import { releaseOf } from '../runtimes/releases'
import { filesIn } from './folder'

/** What each service runs, or would run when it is started. */
export function releasesSeen(definition: EnvironmentDefinition, observed: Observed): Readonly<Record<string, Release>> {
  return Object.fromEntries(definition.services.flatMap(({ name, hosts }) => {
    const found = hosts.map((host) => releaseOn(observed, name, host)).find((release) => release !== null)
    return found ? [[name, found] as const] : []
  }))
}

function releaseOn(observed: Observed, service: string, host: string): Release | null {
  const fact = observed.facts[serviceKey(service, host)]
  if (!fact?.known || fact.is.kind !== 'service') return null
  return releaseOf(fact.is.runs?.release ?? fact.is.installed)
}

export interface PreservationNote {
  readonly preserveData: boolean
  readonly note: string
  readonly databases: readonly { readonly name: string; readonly kept: string }[]
}

export function preservationNote(plan: Plan, { databases }: Manifest): PreservationNote {
  const preserveData = plan.request.data === 'keep'
  return {
    preserveData,
    note: preserveData ? 'The run keeps the data as it is: no database is replaced.' : 'The run takes data back to an earlier release. What each database held before is kept.',
    databases: databases.map(({ name, copy, rows }) => ({
      name, kept: copy ? `A copy of ${countOf(rows)} is in ${copy.blob}.` : 'No copy was made: the run does not replace it.'
    }))
  }
}

function countOf(rows: Readonly<Record<string, number>>): string {
  const [tables, count] = [Object.keys(rows).length, Object.values(rows).reduce((sum, n) => sum + n, 0)]
  return `${plural(tables, 'table', 'tables')} with ${plural(count, 'row', 'rows')}`
}

/** What a writer that was killed left behind. */
export async function removeLeftovers({ files }: ProjectContext, folder: string): Promise<void> {
  const left = (await filesIn(folder)).filter(({ path }) => isTemporary(path) || /^database\/.*-(journal|wal|shm)$/.test(path))
  if (left.length > 0) await files.removeListed(folder, left.map(({ path }) => path))
}
