/** Config files of a manifest as they will be after the run: then's text with today's credentials where those stay. */
import { credentialsThatDiffer, mergeCredentials, secretValues } from '../../domain/config'
import type { EnvironmentDefinition } from '../../domain/definition'
import { fail } from '../../domain/problem'
import { decodeUtf8 } from '../../domain/utf8'
import { scopeOf } from '../../domain/wanted-scope'
import type { KeptFile, Manifest } from '../../domain/manifest'
import type { RollbackRequest } from '../../domain/plan'
import type { WantedFile } from '../../domain/planning'
import { writtenMode } from '../config-files'
import { readConfig } from '../config-place'
import type { ProjectContext } from '../context'
import { createManifests } from '../manifests'
import { contextOf, type Session } from '../session/session'

export interface FileMaterial {
  readonly path: string
  readonly wanted: WantedFile
  /** Text as it is now and as it will be; null = absent. Never leaves the engine unmasked. */
  readonly today: string | null
  readonly then: string | null
  readonly after: string | null
  /** Keys of credentials that differ between then and today. */
  readonly credentials: readonly string[]
  /** It is not UTF-8, then or today, so it can only go back whole. */
  readonly isBinary: boolean
}

export const credentialId = (file: string, key: string): string => `${file}#${key}`

export async function wantedFiles(session: Session, definition: EnvironmentDefinition, request: RollbackRequest, manifest: Manifest | null, store: 'manifests' | 'rollback-snapshots'): Promise<readonly FileMaterial[]> {
  if (!manifest) return []
  const { owns, uses } = scopeOf({ request, manifest, definition, servicesDeployed: null })
  // What others use too stays, and needs no key to be read: that it was captured is seen by the manifest.
  const mine = manifest.files.filter(({ path }) => request.services.length === 0 || owns(uses.config(path)))
  const kept = await Promise.all(mine.map((file) => material(session, definition, request, manifest, file, store)))
  return [...kept, ...(await laterFiles(session, definition, manifest, request))]
}

async function material(session: Session, definition: EnvironmentDefinition, request: RollbackRequest, manifest: Manifest, file: KeptFile, store: 'manifests' | 'rollback-snapshots'): Promise<FileMaterial> {
  const { context } = session
  const now = await bytesOf(context, file.path)
  const today = now?.toString('utf8') ?? null
  if (file.blob === null) return { path: file.path, wanted: absent(file.path), today, then: null, after: null, credentials: [], isBinary: false }
  const ref = { store, id: manifest.id, blob: file.blob }
  const kept = await createManifests(contextOf(session, definition)).readBlob(ref)
  if (context.digest(kept) !== file.digest) throw fail('project-key-differs', `${file.path} of ${manifest.version} was kept with another project key than the one in .deployments/project.key. Nothing was changed.`, 'Put the key back that the project was made with, from a backup.')
  const isBinary = decodeUtf8(kept) === null || (now !== null && decodeUtf8(now) === null)
  const then = kept.toString('utf8')
  context.learn(secretValues(file.path, then))
  const credentials = today === null || isBinary ? [] : credentialsThatDiffer(file.path, today, then)
  const keep = credentials.filter((key) => (request.credentials[credentialId(file.path, key)] ?? 'today') === 'today')
  const after = today === null || keep.length === 0 ? then : mergeCredentials(file.path, then, today, keep)
  return { path: file.path, wanted: { path: file.path, blob: ref, keep, digest: after === then ? file.digest : context.digest(after), mode: writtenMode(file.path, file.mode) }, today, then, after, credentials, isBinary }
}

/** As it is now; null also for what cannot be read: that is observed as unknown, and nothing runs with it. */
const bytesOf = (context: ProjectContext, file: string): Promise<Buffer | null> => readConfig(context, file).then((content) => content?.bytes ?? null, () => null)

const absent = (file: string): WantedFile => ({ path: file, blob: null, keep: [], digest: null, mode: null })

/** Files that backstep.yaml names today and the complete manifest did not have: absent then. */
async function laterFiles(session: Session, definition: EnvironmentDefinition, manifest: Manifest, request: RollbackRequest): Promise<readonly FileMaterial[]> {
  if (request.services.length > 0) return []
  const known = new Set(manifest.definition.config.map((file) => file.path))
  const later = definition.config.filter((file) => !known.has(file.path))
  return Promise.all(later.map(async (file) => {
    const today = (await bytesOf(session.context, file.path))?.toString('utf8') ?? null
    return { path: file.path, wanted: absent(file.path), today, then: null, after: null, credentials: [], isBinary: false }
  }))
}
