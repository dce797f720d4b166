/** Which two commits to compare: what runs now and what comes back, of the first git service or of the records. */
import path from 'node:path'
import { serviceKey, type Json, type Observed } from '../../domain/facts'
import type { EnvironmentDefinition } from '../../domain/definition'
import type { Gathered } from '../gather/target'
import { gitOf } from '../session/git'
import type { Session } from '../session/session'

export interface CommitPair { readonly repository: string; readonly away: string; readonly back: string }

export async function commitsOf(session: Session, definition: EnvironmentDefinition, gathered: Gathered, observed: Observed): Promise<CommitPair | null> {
  const git = gitOf(session)
  for (const candidate of [...fromServices(session, definition, gathered, observed), ...fromRecords(session, gathered)]) {
    if ((await git.exists(candidate.repository, candidate.away)) && (await git.exists(candidate.repository, candidate.back))) return candidate
  }
  return null
}

function fromServices(session: Session, definition: EnvironmentDefinition, gathered: Gathered, observed: Observed): readonly CommitPair[] {
  return definition.services.flatMap((service) => {
    const release = gathered.target.releases[service.name]
    const fact = observed.facts[serviceKey(service.name, service.hosts[0])]
    const is = fact?.known && fact.is.kind === 'service' ? fact.is : null
    const away = (is?.runs?.release ?? is?.installed ?? '').replace(/^commit:/, '')
    if (release?.kind !== 'git' || !/^[0-9a-f]{40}$/.test(away)) return []
    return [{ repository: path.resolve(session.path, repositoryOf(service.settings)), away, back: release.commit }]
  })
}
const repositoryOf = (settings: Json): string => (typeof settings === 'object' && settings !== null && 'repository' in settings && typeof settings.repository === 'string' ? settings.repository : '.')

function fromRecords(session: Session, gathered: Gathered): readonly CommitPair[] {
  const away = gathered.current?.commit
  const back = gathered.record?.commit
  return away && back && /^[0-9a-f]{40}$/.test(away) && /^[0-9a-f]{40}$/.test(back) ? [{ repository: session.path, away, back }] : []
}
