/** Config files of a manifest as they will be after the run: then's text with today's credentials where those stay. */
import path from 'node:path'
import { credentialsThatDiffer, mergeCredentials, secretValues } from '../../domain/config'
import { usesIt, type EnvironmentDefinition } from '../../domain/definition'
import type { KeptFile, Manifest } from '../../domain/manifest'
import type { RollbackRequest } from '../../domain/plan'
import type { WantedFile } from '../../domain/planning'
import { writtenMode } from '../config-files'
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
}

export const credentialId = (file: string, key: string): string => `${file}#${key}`

export async function wantedFiles(session: Session, definition: EnvironmentDefinition, request: RollbackRequest, manifest: Manifest | null, store: 'manifests' | 'rollback-snapshots'): Promise<readonly FileMaterial[]> {
  if (!manifest) return []
  const mine = manifest.files.filter((file) => movesWith(manifest.definition, definition, file, request.services))
  const kept = await Promise.all(mine.map((file) => material(session, definition, request, manifest, file, store)))
  return [...kept, ...(await laterFiles(session, definition, manifest, request))]
}

/** A run for selected services moves only the files that none but they use. */
function movesWith(then: EnvironmentDefinition, today: EnvironmentDefinition, file: KeptFile, services: readonly string[]): boolean {
  if (services.length === 0) return true
  const usedBy = (then.config.find((one) => one.path === file.path) ?? today.config.find((one) => one.path === file.path))?.usedBy ?? null
  return today.services.every((service) => !usesIt(usedBy, service.name) || services.includes(service.name))
}

async function material(session: Session, definition: EnvironmentDefinition, request: RollbackRequest, manifest: Manifest, file: KeptFile, store: 'manifests' | 'rollback-snapshots'): Promise<FileMaterial> {
  const { context } = session
  const today = (await context.files.read(path.join(context.project, file.path)))?.toString('utf8') ?? null
  if (file.blob === null) return { path: file.path, wanted: absent(file.path), today, then: null, after: null, credentials: [] }
  const ref = { store, id: manifest.id, blob: file.blob }
  const then = (await createManifests(contextOf(session, definition)).readBlob(ref)).toString('utf8')
  context.learn([...secretValues(file.path, then), ...(today === null ? [] : secretValues(file.path, today))])
  const credentials = today === null ? [] : credentialsThatDiffer(file.path, today, then)
  const keep = credentials.filter((key) => (request.credentials[credentialId(file.path, key)] ?? 'today') === 'today')
  const after = today === null || keep.length === 0 ? then : mergeCredentials(file.path, then, today, keep)
  return { path: file.path, wanted: { path: file.path, blob: ref, keep, digest: after === then ? file.digest : context.digest(after), mode: writtenMode(file.path, file.mode) }, today, then, after, credentials }
}

const absent = (file: string): WantedFile => ({ path: file, blob: null, keep: [], digest: null, mode: null })

/** Files that backstep.yaml names today and the complete manifest did not have: absent then. */
async function laterFiles(session: Session, definition: EnvironmentDefinition, manifest: Manifest, request: RollbackRequest): Promise<readonly FileMaterial[]> {
  if (request.services.length > 0) return []
  const known = new Set(manifest.definition.config.map((file) => file.path))
  const later = definition.config.filter((file) => !known.has(file.path))
  return Promise.all(later.map(async (file) => {
    const today = (await session.context.files.read(path.join(session.path, file.path)))?.toString('utf8') ?? null
    return { path: file.path, wanted: absent(file.path), today, then: null, after: null, credentials: [] }
  }))
}
