/** What differs, opened: schema objects, configuration keys, releases, commits, files. Secrets are masked. */
import { diffConfig } from '../../domain/config'
import { besides, type Listed } from '../../domain/besides'
import { LOCAL, artifactOf, serviceKey, type ArtifactFact, type Observed } from '../../domain/facts'
import type { Release } from '../../domain/manifest'
import type { Wanted } from '../../domain/plan'
import { asFound, isAltered } from '../../domain/release'
import type { Comparison, Commit } from '../../domain/views'
import { shortCommit } from '../../domain/text'
import type { EnvironmentDefinition } from '../../domain/definition'
import type { Gathered } from '../gather/target'
import { credentialId } from '../gather/files'
import { releaseText as releaseKey } from '../runtimes/releases'
import { gitOf } from '../session/git'
import type { Session } from '../session/session'
import { commitsOf, type CommitPair } from './commits'
import { schemaPart } from './schemas'

const COMMITS_SHOWN = 200

/** What the plan comes to: what is wanted (null without a plan), and whether all of it is so already. */
export interface Towards { readonly wanted: Wanted | null; readonly isSo: boolean }

export async function compare(session: Session, definition: EnvironmentDefinition, gathered: Gathered, observed: Observed, { wanted, isSo }: Towards): Promise<Comparison> {
  const pair = await commitsOf(session, definition, gathered, observed)
  const [commits, files] = pair ? await Promise.all([commitList(session, pair), fileList(session, pair)]) : [null, null]
  const schemas = schemaPart(gathered, observed)
  const config = configPart(session, gathered)
  const releases = releasePart(gathered, observed)
  const databasesWhere = (holds: (row: Comparison['schemas'][number]) => boolean): ReadonlySet<string> => new Set(schemas.filter(holds).map(({ database }) => database))
  const listed: Listed = {
    services: new Set(releases.filter(({ change }) => change === 'another').map(({ service }) => service)), config: new Set(config.map(({ path }) => path)),
    databases: databasesWhere(({ lines }) => lines.length > 0), sameSchema: databasesWhere(({ state }) => state === 'same')
  }
  const isListed = listed.services.size + listed.config.size + listed.databases.size + (commits?.total ?? 0) > 0
  const others = wanted === null ? [] : besides(observed.facts, wanted, listed, gathered.target.to.version)
  return { schemas, config, credentials: credentialPart(gathered), releases, commits, files, besides: others, isListed, empty: isSo && !isListed }
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
    const now = is?.runs?.release ?? is?.installed ?? null
    return {
      service: service.name,
      away: shortRelease(now, is?.state === 'running' ? 'unknown' : 'not running'),
      back: releaseText(release),
      change: changeOf(now, release, artifact),
      available: artifact?.known === true && artifact.is.present,
      altered: isAltered(release, artifact),
      detail: artifact === null ? 'not captured' : artifact.known ? artifact.seen.what : artifact.reason
    }
  })
}

/** Without a release the code that is there stays; what runs from a folder that was altered before it was started is not another. */
function changeOf(now: string | null, release: Release | null, artifact: ArtifactFact | null): Comparison['releases'][number]['change'] {
  if (now === null) return 'unknown'
  if (release === null) return 'none'
  return [release, asFound(release, artifact)].some((one) => one !== null && releaseKey(one) === now) ? 'none' : 'another'
}
/** `commit:5d07be3…` → `5d07be3`, `folder:releases/v1#ab…` → `releases/v1`. */
export const shortRelease = (release: string | null, none = 'not captured'): string => {
  if (release === null) return none
  if (release.startsWith('commit:')) return shortCommit(release.slice(7))
  return release.replace(/^folder:/, '').replace(/#.*$/, '')
}
export const releaseText = (release: Release | null): string =>
  release === null ? 'not captured' : release.kind === 'git' ? shortCommit(release.commit) : release.path

async function commitList(session: Session, pair: CommitPair): Promise<Comparison['commits']> {
  const between = await gitOf(session).commitsBetween(pair.repository, pair.back, pair.away, COMMITS_SHOWN)
  return { away: between.commits as readonly Commit[], total: between.total, people: between.people, truncated: between.total > between.commits.length }
}
async function fileList(session: Session, pair: CommitPair): Promise<Comparison['files']> {
  return gitOf(session).diffFiles(pair.repository, pair.away, pair.back)
}
