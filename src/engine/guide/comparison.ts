/** What differs, opened: schema objects, configuration keys, releases, commits, files. Secrets are masked. */
import { diffConfig } from '../../domain/config'
import { diffSchema, missingFor, missingSentence } from '../../domain/schema'
import { isAltered } from '../../domain/release'
import { LOCAL, artifactOf, databaseKey, serviceKey, type Observed } from '../../domain/facts'
import type { Release } from '../../domain/manifest'
import type { Comparison, Commit } from '../../domain/views'
import { shortHash } from '../../domain/text'
import type { EnvironmentDefinition } from '../../domain/definition'
import type { Gathered } from '../gather/target'
import { credentialId } from '../gather/files'
import { gitOf } from '../session/git'
import type { Session } from '../session/session'
import { commitsOf, type CommitPair } from './commits'

const COMMITS_SHOWN = 200

export async function compare(session: Session, definition: EnvironmentDefinition, gathered: Gathered, observed: Observed): Promise<Comparison> {
  const pair = await commitsOf(session, definition, gathered, observed)
  const [commits, files] = pair ? await Promise.all([commitList(session, pair), fileList(session, pair)]) : [null, null]
  const schemas = schemaPart(gathered, observed)
  const config = configPart(session, gathered)
  const releases = releasePart(gathered, observed)
  const empty = schemas.length === 0 && config.length === 0 && releases.every((release) => release.away === release.back) && (commits?.total ?? 0) === 0
  return { schemas, config, credentials: credentialPart(gathered), releases, commits, files, empty }
}

function schemaPart(gathered: Gathered, observed: Observed): Comparison['schemas'] {
  const { manifest } = gathered
  if (!manifest) return []
  const version = gathered.target.to.version
  return manifest.databases.flatMap((kept) => {
    const fact = observed.facts[databaseKey(kept.name)]
    if (!fact?.known || fact.is.kind !== 'database' || !('schema' in fact.seen)) return []
    const source = gathered.sources.find((one) => one.name === kept.name)
    const restored = source?.wanted !== null && source?.wanted !== undefined
    const lines = diffSchema(fact.seen.schema, restored && source.copy ? source.copy.schema : kept.schema)
    if (lines.length === 0) return []
    const missing = missingFor(kept.schema, fact.seen.schema)
    const needsDecision = !restored && missing.length > 0
    const sentence = source?.choice === 'migrate' && restored
      ? `${kept.name} is migrated down by its own program, so its schema goes back to that of ${version}. What the program removes is lost.`
      : restored
      ? `${kept.name} is restored, so its schema goes back with it.`
      : needsDecision ? `${kept.name} is kept, so its schema stays as it is. ${missingSentence(version, kept.name, missing)}.`
        : `${kept.name} is kept, so its schema stays as it is. ${version} finds everything it needs in it.`
    return [{ database: kept.name, lines, sentence, needsDecision }]
  })
}

function configPart(session: Session, gathered: Gathered): Comparison['config'] {
  return gathered.files.flatMap((file) => {
    const today = file.today === null ? null : { path: file.path, text: file.today }
    const after = file.after === null ? null : { path: file.path, text: file.after }
    const { lines, masked } = diffConfig(today, after, (text) => session.context.digest(text))
    return lines.length === 0 ? [] : [{ path: file.path, lines, masked }]
  })
}

const credentialPart = (gathered: Gathered): Comparison['credentials'] =>
  gathered.files.flatMap((file) => file.credentials.map((key) => ({
    id: credentialId(file.path, key), path: file.path, key, choice: file.wanted.keep.includes(key) ? 'today' as const : 'then' as const
  })))

function releasePart(gathered: Gathered, observed: Observed): Comparison['releases'] {
  const services = (gathered.manifest?.definition.services ?? gathered.target.definition.services)
    .filter((service) => gathered.target.request.services.length === 0 || gathered.target.request.services.includes(service.name))
  return services.map((service) => {
    const host = service.hosts[0] ?? LOCAL
    const fact = observed.facts[serviceKey(service.name, host)]
    const is = fact?.known && fact.is.kind === 'service' ? fact.is : null
    const artifact = artifactOf(gathered.artifacts, service.name, host)
    const release = gathered.target.releases[service.name] ?? null
    return {
      service: service.name,
      away: shortRelease(is?.runs?.release ?? is?.installed ?? null, is?.state === 'running' ? 'unknown' : 'not running'),
      back: releaseText(release),
      available: artifact?.known === true && artifact.is.present,
      altered: isAltered(release, artifact),
      detail: artifact === null ? 'not captured' : artifact.known ? artifact.seen.what : artifact.reason
    }
  })
}
/** `commit:5d07be3…` → `5d07be3c`, `folder:releases/v1#ab…` → `releases/v1`. */
export const shortRelease = (release: string | null, none = 'not captured'): string => {
  if (release === null) return none
  if (release.startsWith('commit:')) return shortHash(release.slice(7))
  return release.replace(/^folder:/, '').replace(/#.*$/, '')
}
export const releaseText = (release: Release | null): string =>
  release === null ? 'not captured' : release.kind === 'git' ? shortHash(release.commit) : release.path

async function commitList(session: Session, pair: CommitPair): Promise<Comparison['commits']> {
  const between = await gitOf(session).commitsBetween(pair.repository, pair.back, pair.away, COMMITS_SHOWN)
  return { away: between.commits as readonly Commit[], total: between.total, people: between.people, truncated: between.total > between.commits.length }
}
async function fileList(session: Session, pair: CommitPair): Promise<Comparison['files']> {
  return gitOf(session).diffFiles(pair.repository, pair.away, pair.back)
}
