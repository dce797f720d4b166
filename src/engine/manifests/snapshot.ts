/** The snapshot before a run, written step by step. What a step kept is noted in the store, so that a run that another process takes up goes on with it. */
import { join } from 'node:path'
import type { DatabaseDefinition, EnvironmentDefinition } from '../../domain/definition'
import { configKey, type Observed } from '../../domain/facts'
import { fileOfBlob, type KeptDatabase, type KeptFile, type Manifest } from '../../domain/manifest'
import type { Plan } from '../../domain/plan'
import { fail } from '../../domain/problem'
import { encodeEnvironment } from '../../domain/project'
import type { Actor, SnapshotSummary } from '../../domain/run'
import type { EnvironmentContext, ProjectContext } from '../context'
import { projectPaths } from '../paths'
import { databaseOf } from '../session/adapters'
import { writeChecksums } from './checksums'
import { blobIn, configBlob, filesIn, folderOf, jsonText, MANIFEST, writeIn } from './folder'
import { keepCopy, keepFile, observedDatabases, withoutValues, type CopiedDatabase, type KeptOpen } from './keep'
import { parseManifest } from './parse'
import { listDigest } from './sealed-list'
import { formatOf, keepSealed, once, sealOf, type Keeping, type Seal } from './seal'
import { preservationNote, releasesSeen, removeLeftovers } from './snapshot-parts'
import { setIntact } from '../verify/notes'
import { verifyFolder } from './verify'

export interface SnapshotInput { readonly plan: Plan; readonly reason: string; readonly actor: Actor }

/** Its steps may run side by side; `verify` comes last. */
export interface SnapshotWriter {
  keepConfig(paths: readonly string[], observed: Observed): Promise<void>
  keepState(registryText: string, observed: Observed): Promise<void>
  dump(database: DatabaseDefinition, abort?: AbortSignal): Promise<void>
  /** Keyed digest of what it keeps of a configuration file, null = it was absent; undefined when it keeps nothing of it. Throws `manifest-damaged`. */
  keeps(path: string): Promise<string | null | undefined>
  /** Keeps what is in a configuration file now beside what the run printed, as the snapshot does: that one is verified, and stays as it is. Answers where. */
  keepAside(path: string, digest: string): Promise<string>
  verify(): Promise<SnapshotSummary>
}

export function snapshotWriter(project: ProjectContext, environment: EnvironmentDefinition | null, runId: string, { plan }: SnapshotInput): SnapshotWriter {
  const definition = environment ?? plan.definition
  const context: EnvironmentContext = { ...project, environment: definition }
  const folder = folderOf(context, 'rollback-snapshots', runId)
  const stateFile = `state/${encodeEnvironment(plan.environment)}-state.json`
  const note = (part: string): string => `snapshot:${runId}:${part}`
  let keeping: Promise<Keeping<EnvironmentContext>> | null = null
  /** Encrypted for whom it was when the first step kept something, whoever goes on with it. */
  const kept = (): Promise<Keeping<EnvironmentContext>> => (keeping ??= sealNoted(context, note('seal')).then((seal) => ({ context, folder, seal })))
  let unwritten: unknown = null
  const noted = async <T>(part: string): Promise<T> => {
    const text = await context.store.note(note(part))
    if (text === null) throw unwritten ?? fail('snapshot-incomplete', `The snapshot of run ${runId} is not complete: ${part} was not kept.`, 'Start the rollback again.', { place: { file: folder } })
    return JSON.parse(text) as T
  }

  async function manifestNow(): Promise<{ manifest: Manifest; opened: boolean }> {
    const { seal } = await kept()
    const actions = plan.steps.map(({ action }) => action)
    const observed = await noted<Observed>('state')
    const files = actions.some((action) => action.kind === 'keep' && action.what === 'config') ? await noted<readonly KeptOpen<KeptFile>[]>('config') : []
    const dumps = await Promise.all(actions.flatMap((action) => (action.kind === 'dump' ? [noted<KeptOpen<Omit<KeptDatabase, 'lineage'>>>(`database/${action.database}`)] : [])))
    const copies = dumps.map((one) => one.kept)
    const seen = observedDatabases(definition, observed)
    const databases = [...copies.map((copy) => ({ ...copy, lineage: seen.find(({ name }) => name === copy.name)?.lineage ?? '' })), ...seen.filter(({ name }) => !copies.some((copy) => copy.name === name))]
    const manifest: Manifest = {
      ...formatOf(seal), id: runId, kind: 'snapshot', environment: plan.environment, version: plan.from?.version ?? 'unknown', deploymentId: plan.from?.deploymentId ?? null,
      takenAt: observed.at, facts: observed.facts, definition, releases: releasesSeen(definition, observed), files: files.map((one) => one.kept), databases
    }
    return { manifest, opened: [...files, ...dumps].every((one) => one.opened) }
  }

  /** Not waited for: it goes along with the end of its step. `verify` finds what could not be written, before anything is changed. */
  const remember = (part: string, text: string): void => void context.store.setNote(note(part), text, runId).catch((error: unknown) => { unwritten ??= error })

  /** What is written in it lasts when it ends. */
  async function together(write: (context: EnvironmentContext) => Promise<void>): Promise<void> {
    const files = context.files.together()
    await write({ ...context, files })
    await files.settle()
  }

  return {
    async keepConfig(paths, observed) {
      const all: KeptOpen<KeptFile>[] = []
      await together(async (lasting) => {
        for (const path of paths) {
          const file = await keepFile({ ...(await kept()), context: lasting }, path)
          const fact = observed.facts[configKey(path)]
          if (fact?.known && fact.is.kind === 'config' && fact.is.digest !== file.kept.digest) throw fail('config-changed', `${path} was changed since it was observed. Nothing was changed.`, 'Make a new plan.', { place: { file: join(context.project, path) } })
          all.push(file)
        }
      })
      remember('config', JSON.stringify(all))
    },
    async keepState(registryText, observed) {
      const metadata = {
        rollbackId: runId, timestamp: observed.at, environment: plan.environment,
        fromDeploymentId: plan.from?.deploymentId ?? null, toDeploymentId: plan.to.deploymentId, preserveData: plan.request.data === 'keep'
      }
      const { seal } = await kept()
      await together(async (lasting) => {
        await writeIn(lasting, folder, 'metadata.json', jsonText(metadata))
        await writeIn(lasting, folder, 'state/deployment-registry.json', registryText)
        if (seal) await keepSealed({ ...(await kept()), context: lasting }, seal, stateFile, () => once(Buffer.from(jsonText(observed))))
        else await writeIn(lasting, folder, stateFile, jsonText(observed))
      })
      remember('state', JSON.stringify(seal ? withoutValues(observed) : observed))
    },
    async dump(database, abort) {
      const copied = await keepCopy(await kept(), database, (to) => databaseOf(database.engine).dump(context, database, to, abort))
      const part: KeptOpen<CopiedDatabase & { engine: string }> = { ...copied, kept: { engine: database.engine, ...copied.kept } }
      remember(`database/${database.name}`, JSON.stringify(part))
    },
    keeps: async (path) => (await parseManifest(context, folder, runId)).files.find((file) => file.path === path)?.digest,
    async keepAside(path, digest) {
      const { seal } = await kept()
      const aside = join(projectPaths(context.project).replacedFolder(runId), digest.slice(0, 8))
      await keepFile({ context, folder: aside, seal }, path)
      return blobIn(aside, fileOfBlob(seal ? { encryption: seal } : {}, configBlob(path)))
    },
    async verify() {
      const { manifest, opened } = await manifestNow()
      await together(async (lasting) => {
        await writeIn(lasting, folder, 'database/preservation-note.json', jsonText(preservationNote(plan, manifest)))
        await writeIn(lasting, folder, MANIFEST, jsonText(manifest))
        await removeLeftovers(context, folder)
        await writeChecksums(lasting, folder)
      })
      await verifyFolder(context, folder, manifest, { decrypt: false })
      const verifiedAt = context.clock.now().toISOString()
      await setIntact(context.store, runId, { ok: true, at: verifiedAt, problem: null })
      const files = await filesIn(folder)
      return {
        id: runId, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), files: files.length, verifiedAt, list: await listDigest(context, folder),
        ...(manifest.encryption ? { encryption: { keys: manifest.encryption.recipients.length, opened } } : {})
      }
    }
  }
}

async function sealNoted(context: ProjectContext, note: string): Promise<Seal> {
  const before = await context.store.note(note)
  if (before !== null) return JSON.parse(before) as Seal
  const seal = await sealOf(context)
  await context.store.setNote(note, JSON.stringify(seal))
  return seal
}
