/**
 * Restorable: each database copy is restored to a scratch database and compared, each file written out and compared, each release looked
 * for. Beside nothing that is live, in a folder that is removed afterwards.
 */
import { join } from 'node:path'
import { LOCAL } from '../../domain/facts'
import { fileOfBlob, type BlobRef, type KeptDatabase, type KeptFile, type Manifest } from '../../domain/manifest'
import { fail, problemOf } from '../../domain/problem'
import { isAltered } from '../../domain/release'
import { plural } from '../../domain/text'
import type { RestorableNote, TriedPart } from '../../domain/verification'
import type { EnvironmentContext, ProjectContext } from '../context'
import { createManifests } from '../manifests'
import { isKeyProblem } from '../manifests/seal'
import { withUnsealed } from '../manifests/unsealed'
import { copyDifference } from '../manifests/verify'
import { refuseAborted, type Watching } from '../manifests/watching'
import { databaseOf, runtimeOf } from '../session/adapters'
import { setRestorable } from './notes'

interface Trying {
  readonly context: EnvironmentContext
  readonly manifest: Manifest
  readonly store: BlobRef['store']
  readonly watching: Watching
}

/** Tries it, and remembers how it went. */
export async function restoreToTry(project: ProjectContext, store: BlobRef['store'], id: string, watching: Watching = {}): Promise<RestorableNote> {
  const started = performance.now()
  const parts = await tryRestore(project, store, await createManifests(project).readUnverified(store, id), watching)
  const lost = parts.find(({ ok }) => !ok)
  const note: RestorableNote = { ok: lost === undefined, at: project.clock.now().toISOString(), problem: lost ? `${lost.name}: ${lost.detail}` : null, parts, took: Math.round(performance.now() - started) }
  await setRestorable(project.store, id, note)
  return note
}

/** Never throws for what cannot be restored: that is what it answers. Throws when no key is at hand, and when it is cancelled. */
async function tryRestore(project: ProjectContext, store: BlobRef['store'], manifest: Manifest, watching: Watching = {}): Promise<readonly TriedPart[]> {
  const trying: Trying = { context: { ...project, environment: manifest.definition }, manifest, store, watching }
  const parts: TriedPart[] = []
  for (const database of manifest.databases) {
    const { copy } = database
    if (copy) parts.push(await judged(trying, 'database', database.name, () => tryDatabase(trying, database, copy.blob)))
  }
  for (const file of manifest.files) {
    const { blob } = file
    if (blob !== null) parts.push(await judged(trying, 'config', file.path, () => tryFile(trying, file, blob)))
  }
  for (const service of manifest.definition.services) {
    const release = manifest.releases[service.name]
    if (release) for (const host of service.hosts) parts.push(await judged(trying, 'release', hostless(service.name, host), () => lookFor(trying, service, host, release)))
  }
  return parts
}

const hostless = (name: string, host: string): string => (host === LOCAL ? name : `${name}@${host}`)

async function judged({ watching }: Trying, kind: TriedPart['kind'], name: string, work: () => Promise<string>): Promise<TriedPart> {
  refuseAborted(watching.abort)
  try {
    return { kind, name, ok: true, detail: await work() }
  } catch (error) {
    const problem = problemOf(error)
    if (problem.code === 'cancelled' || isKeyProblem(problem)) throw error
    return { kind, name, ok: false, detail: problem.message }
  }
}

async function tryDatabase({ context, manifest, store, watching }: Trying, kept: KeptDatabase, blob: string): Promise<string> {
  const definition = manifest.definition.databases.find(({ name }) => name === kept.name)
  if (!definition) throw fail('manifest-damaged', `${blob} is of a database that the manifest does not define.`)
  const found = await createManifests(context).withCopy({ store, id: manifest.id, blob }, (copy) =>
    withUnsealed(context, (scratch) => databaseOf(kept.engine).rehearse(context, definition, copy, scratch, watching.abort)), watching)
  const difference = copyDifference(kept, found)
  if (difference !== null) throw fail('copy-damaged', `${fileOfBlob(manifest, blob)} ${difference}.`)
  const rows = Object.values(found.rows).reduce((sum, count) => sum + count, 0)
  return `${plural(Object.keys(found.rows).length, 'table', 'tables')}, ${plural(rows, 'row', 'rows')}, restored and compared`
}

async function tryFile({ context, manifest, store }: Trying, file: KeptFile, blob: string): Promise<string> {
  const content = await createManifests(context).readBlob({ store, id: manifest.id, blob })
  await withUnsealed(context, async (folder) => {
    const place = join(folder, 'file')
    await context.files.write(place, content, { mode: 0o600 })
    if (context.digest((await context.files.read(place)) ?? '') !== file.digest) throw fail('manifest-damaged', `${fileOfBlob(manifest, blob)} did not come out as what was kept.`)
  })
  return 'written out and compared'
}

async function lookFor({ context }: Trying, service: Manifest['definition']['services'][number], host: string, release: Manifest['releases'][string]): Promise<string> {
  const fact = await runtimeOf(service.runtime).observeArtifact(context, service, host, release)
  if (!fact.known) throw fail('artifact-unknown', fact.reason)
  if (!fact.is.present) throw fail('artifact-missing', `The release of ${service.name} is gone: ${fact.seen.what}.`)
  return isAltered(release, fact) ? `${fact.seen.what}, changed since it was captured` : fact.seen.what
}
