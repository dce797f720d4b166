/** Where a database's data would come from: a copy taken before the release now left was deployed, an earlier run's snapshot, or the one kept by a swap. */
import type { DatabaseDefinition, EnvironmentDefinition } from '../../domain/definition'
import type { Deployment, Registry } from '../../domain/deployment'
import { databaseKey, type ArtifactFact, type Instant, type Observed, type ResourceKey } from '../../domain/facts'
import type { BlobRef, KeptDatabase, Manifest } from '../../domain/manifest'
import type { DataChoice, RollbackRequest } from '../../domain/plan'
import type { WantedDatabase } from '../../domain/planning'
import type { Problem } from '../../domain/problem'
import { createManifests, type Manifests } from '../manifests'
import { databaseOf } from '../session/adapters'
import { contextOf, type Session } from '../session/session'
import type { LeftData } from '../../domain/registry/left-data'
import { leftDataIn } from './left-data'
import { migrationSource } from './migration'

export interface DataSource {
  readonly name: string
  readonly engine: string
  readonly choice: DataChoice
  /** The copy that would be used, whether or not it is chosen; null = none. */
  readonly copy: { readonly ref: BlobRef; readonly sha256: string; readonly takenAt: Instant; readonly bytes: number; readonly schema: KeptDatabase['schema']; readonly schemaDigest: string; readonly rows: KeptDatabase['rows']; readonly encrypted: boolean } | null
  /** Why there is none and what to do next time; or where the copy comes from. */
  readonly why: string
  readonly artifact: ArtifactFact | null
  /** Why the copy may not be what the target left, a sentence. */
  readonly doubt?: string
  /** A newer copy is not whole: this one is taken in its place, a sentence. */
  readonly older?: string
  /** Set when the run moves it. */
  readonly wanted: WantedDatabase | null
}

/** What `dataSources` is about: the target's record, what was captured with it, and what is there now, which only a migration waits for. */
export interface DataQuestion { readonly request: RollbackRequest; readonly registry: Registry; readonly record: Deployment; readonly manifest: Manifest | null; readonly observed: Observed | Promise<Observed> }

/** Of these databases. */
export async function dataSources(session: Session, definition: EnvironmentDefinition, databases: readonly DatabaseDefinition[], question: DataQuestion): Promise<readonly DataSource[]> {
  const { request, registry, record } = question
  const manifests = createManifests(contextOf(session, definition))
  const { holders, unread } = await manifestsOf(manifests, record, await leftDataIn(session, registry))
  return Promise.all(databases.map(async (database) => {
    if (database.onRollback === 'migrate' && request.data !== 'keep') return migrationSource(session, definition, database, question)
    const { copy, doubt, artifact, skipped } = await bestCopy(manifests, copiesOf(holders, database))
    const moves = request.data === 'restore' && database.onRollback === 'restore'
    return {
      name: database.name, engine: database.engine, choice: moves ? 'restore' as const : 'keep' as const, copy, ...(doubt ? { doubt: doubtWords(database.name, doubt) } : {}),
      why: copy ? `Copy from when ${record.version} was left.` : noCopy(database.name, record.version, unread),
      ...(skipped ? { older: `The newest copy of ${database.name} as ${record.version} left it is damaged or gone, so an older one is taken: what was written between the two is lost too.` } : {}),
      artifact,
      wanted: moves && copy ? { name: database.name, lineage: `copy:${copy.sha256}/\${run}`, schema: copy.schemaDigest, source: { kind: 'copy' as const, blob: copy.ref, sha256: copy.sha256 } } : null
    }
  }))
}

interface Held { readonly store: BlobRef['store']; readonly manifest: Manifest; readonly doubt: Deployment | null }

/** Manifests of what the deployment left: taken while it was what ran; those without a doubt first, of these the newest. And why others could not be read. */
async function manifestsOf(manifests: Manifests, { id, environment }: Deployment, leftIn: (manifest: Manifest) => LeftData | null): Promise<{ readonly holders: readonly Held[]; readonly unread: readonly Problem[] }> {
  const all = await Promise.all((['manifests', 'rollback-snapshots'] as const).map(async (store) => ({ store, ...(await manifests.listAll(store)) })))
  const holders = all.flatMap(({ store, read }) => read.flatMap((manifest): readonly Held[] => {
    const isKept = manifest.environment === environment && (manifest.kind === 'before-deployment' || manifest.kind === 'snapshot')
    const left = isKept ? leftIn(manifest) : null
    return left?.deploymentId === id ? [{ store, manifest, doubt: left.doubt }] : []
  }))
  return { holders: holders.sort((a, b) => Number(a.doubt !== null) - Number(b.doubt !== null) || (a.manifest.takenAt < b.manifest.takenAt ? 1 : -1)), unread: all.flatMap(({ unread }) => unread) }
}

const doubtWords = (database: string, { version, status }: Deployment): string =>
  `The copy of ${database} was taken after ${version} ${status === 'failed' ? 'had failed' : 'had begun and not ended'}: it holds whatever ${version} did to the data.`

/** What cannot be read may hold one: that is another thing to look after. */
function noCopy(database: string, version: string, [unread]: readonly Problem[]): string {
  if (unread) return `No copy of ${database} as ${version} left it is among what can be read. ${unread.message}`
  return `There is no copy of ${database} as ${version} left it. Deploy with \`backstep record --begin\` next time: it keeps one.`
}

type Copy = NonNullable<DataSource['copy']>
interface HeldCopy extends Pick<Held, 'doubt'> { readonly copy: Copy }

const copiesOf = (holders: readonly Held[], database: DatabaseDefinition): readonly HeldCopy[] => holders.flatMap(({ doubt, ...held }) => {
  const copy = copyIn(held, held.manifest.databases.find((one) => one.name === database.name))
  return copy === null ? [] : [{ doubt, copy }]
})

function copyIn({ store, manifest }: Pick<Held, 'store' | 'manifest'>, kept: KeptDatabase | undefined): Copy | null {
  if (!kept?.copy) return null
  const { blob, sha256, takenAt, bytes } = kept.copy
  return { ref: { store, id: manifest.id, blob }, sha256, takenAt, bytes, schema: kept.schema, schemaDigest: kept.schemaDigest, rows: kept.rows, encrypted: manifest.encryption !== undefined }
}

interface Best extends Pick<DataSource, 'copy' | 'artifact'> {
  readonly doubt: Deployment | null
  /** Better ones are damaged or gone. */
  readonly skipped: boolean
}

/** The first that is whole; where none is, the first, with what is wrong with it. */
async function bestCopy(manifests: Manifests, copies: readonly HeldCopy[]): Promise<Best> {
  let first: Best | null = null
  for (const { copy, doubt } of copies) {
    const artifact = await copyArtifact(manifests, copy.ref, copy.sha256)
    if (artifact.known && artifact.is.present) return { copy, doubt, artifact, skipped: first !== null }
    first ??= { copy, doubt, artifact, skipped: false }
  }
  return first ?? { copy: null, doubt: null, artifact: null, skipped: false }
}

async function copyArtifact(manifests: Manifests, ref: BlobRef, sha256: string): Promise<ArtifactFact> {
  const found = await manifests.hashBlob(ref)
  if (!found) return { known: true, is: { kind: 'artifact', present: false, digest: null }, seen: { what: `copy ${ref.id}/${ref.blob}`, bytes: null, prepared: false } }
  return { known: true, is: { kind: 'artifact', present: found.sha256 === sha256, digest: found.sha256 }, seen: { what: `copy ${ref.id}/${ref.blob}`, bytes: found.bytes, prepared: false } }
}

/** An undo moves only the databases that the run has begun to move and whose lineage changed since the snapshot: back to the kept one, else to the snapshot's copy. */
export async function undoneDatabases(session: Session, definition: EnvironmentDefinition, manifest: Manifest, observed: Observed, begun: readonly ResourceKey[]): Promise<readonly DataSource[]> {
  const context = contextOf(session, definition)
  const manifests = createManifests(context)
  const found = await Promise.all(manifest.databases.map(async (kept): Promise<DataSource | null> => {
    const database = definition.databases.find((one) => one.name === kept.name)
    if (!database) return null
    const key = databaseKey(kept.name)
    const fact = observed.facts[key]
    const unchanged = fact?.known === true && fact.is.kind === 'database' && fact.is.lineage === kept.lineage
    const copy = copyIn({ store: 'rollback-snapshots', manifest }, kept)
    const base = { name: kept.name, engine: kept.engine, copy }
    if (unchanged || !begun.includes(key)) return { ...base, choice: 'keep', why: `${kept.name} was not moved by the run: what was written since stays.`, artifact: null, wanted: null }
    const aside = await databaseOf(database.engine).observeKept(context, database, kept.lineage)
    if (aside.known && aside.is.present) return { ...base, choice: 'restore', why: `${kept.name} comes back as the run left it aside.`, artifact: aside, wanted: { name: kept.name, lineage: kept.lineage, schema: kept.schemaDigest, source: { kind: 'kept' } } }
    return {
      ...base, choice: 'restore', why: copy ? `${kept.name} comes back from the snapshot's copy.` : `The snapshot holds no copy of ${kept.name}.`,
      artifact: copy ? await copyArtifact(manifests, copy.ref, copy.sha256) : null,
      wanted: copy ? { name: kept.name, lineage: `copy:${copy.sha256}/\${run}`, schema: kept.schemaDigest, source: { kind: 'copy', blob: copy.ref, sha256: copy.sha256 } } : null
    }
  }))
  return found.filter((source) => source !== null)
}
