/** What of the target is encrypted, and cannot be opened here. */
import type { EnvironmentDefinition } from '../../domain/definition'
import type { BlobRef, Manifest } from '../../domain/manifest'
import type { RollbackRequest } from '../../domain/plan'
import { problemOf, type Problem } from '../../domain/problem'
import { createManifests } from '../manifests'
import { isKeyProblem } from '../manifests/seal'
import { contextOf, type Session } from '../session/session'
import type { DataSource } from './data'
import { wantedFiles, type FileMaterial } from './files'

/** Without the key there are no files to go back; a check says so. */
export async function filesOf(session: Session, definition: EnvironmentDefinition, request: RollbackRequest, manifest: Manifest | null, store: BlobRef['store']): Promise<{ files: readonly FileMaterial[]; keyProblem: Problem | null }> {
  try {
    return { files: await wantedFiles(session, definition, request, manifest, store), keyProblem: null }
  } catch (error) {
    const problem = problemOf(error)
    if (problem.code === 'project-key-differs') return { files: [], keyProblem: problem }
    if (!isKeyProblem(problem) || !manifest) throw error
    return { files: [], keyProblem: (await createManifests(contextOf(session, definition)).keyProblem(store, manifest.id)) ?? problem }
  }
}

/** Of the copies that the run would restore. */
export async function copiesProblem(session: Session, definition: EnvironmentDefinition, sources: readonly DataSource[]): Promise<Problem | null> {
  const manifests = createManifests(contextOf(session, definition))
  for (const { wanted } of sources) {
    const problem = wanted?.source.kind === 'copy' ? await manifests.keyProblem(wanted.source.blob.store, wanted.source.blob.id) : null
    if (problem) return problem
  }
  return null
}
