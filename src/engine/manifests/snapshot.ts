/** The snapshot before a run, written step by step. What a step kept is noted in the store, so that a run that another process takes up goes on with it. */
import { join } from 'node:path'
import type { DatabaseDefinition, EnvironmentDefinition } from '../../domain/definition'
import { configKey, type Observed } from '../../domain/facts'
import type { KeptDatabase, KeptFile, Manifest } from '../../domain/manifest'
import type { Plan } from '../../domain/plan'
import { fail } from '../../domain/problem'
import { encodeEnvironment } from '../../domain/project'
import type { Actor, SnapshotSummary } from '../../domain/run'
import type { EnvironmentContext, ProjectContext } from '../context'
import { databaseOf } from '../session/adapters'
import { writeChecksums } from './checksums'
import { filesIn, folderOf, jsonText, MANIFEST, writeIn } from './folder'
import { keepCopy, keepFile, observedDatabases, type KeptCopy } from './keep'
import { preservationNote, releasesSeen, removeLeftovers } from './snapshot-parts'
import { verifyFolder } from './verify'

export interface SnapshotInput { readonly plan: Plan; readonly reason: string; readonly actor: Actor }

/** Its steps may run side by side; `verify` comes last. */
export interface SnapshotWriter {
  keepConfig(paths: readonly string[], observed: Observed): Promise<void>
  keepState(registryText: string, observed: Observed): Promise<void>
  dump(database: DatabaseDefinition, abort?: AbortSignal): Promise<void>
  verify(): Promise<SnapshotSummary>
}

export function snapshotWriter(project: ProjectContext, environment: EnvironmentDefinition | null, runId: string, { plan }: SnapshotInput): SnapshotWriter {
  const definition = environment ?? plan.definition
  const context: EnvironmentContext = { ...project, environment: definition }
  const folder = folderOf(context, 'rollback-snapshots', runId)
  const stateFile = `state/${encodeEnvironment(plan.environment)}-state.json`
  const note = (part: string): string => `snapshot:${runId}:${part}`
  const noted = async <T>(part: string): Promise<T> => {
    const text = await context.store.note(note(part))
    if (text === null) throw fail('snapshot-incomplete', `The snapshot of run ${runId} is not complete: ${part} was not kept.`, 'Start the rollback again.', { place: { file: folder } })
    return JSON.parse(text) as T
  }

  async function manifestNow(): Promise<Manifest> {
    const actions = plan.steps.map(({ action }) => action)
    const observed = await noted<Observed>('state')
    const files = actions.some((action) => action.kind === 'keep' && action.what === 'config') ? await noted<readonly KeptFile[]>('config') : []
    const copies = await Promise.all(actions.flatMap((action) => (action.kind === 'dump' ? [noted<Omit<KeptDatabase, 'lineage'>>(`database/${action.database}`)] : [])))
    const seen = observedDatabases(definition, observed)
    const databases = [...copies.map((copy) => ({ ...copy, lineage: seen.find(({ name }) => name === copy.name)?.lineage ?? '' })), ...seen.filter(({ name }) => !copies.some((copy) => copy.name === name))]
    return {
      format: 1, id: runId, kind: 'snapshot', environment: plan.environment, version: plan.from?.version ?? 'unknown', deploymentId: plan.from?.deploymentId ?? null,
      takenAt: observed.at, facts: observed.facts, definition, releases: releasesSeen(definition, observed), files, databases
    }
  }

  /** What is written in it lasts when it ends. */
  async function together(write: (context: EnvironmentContext) => Promise<void>): Promise<void> {
    const files = context.files.together()
    await write({ ...context, files })
    await files.settle()
  }

  return {
    async keepConfig(paths, observed) {
      const kept: KeptFile[] = []
      await together(async (lasting) => {
        for (const path of paths) {
          const file = await keepFile(lasting, folder, path)
          const fact = observed.facts[configKey(path)]
          if (fact?.known && fact.is.kind === 'config' && fact.is.digest !== file.digest) throw fail('config-changed', `${path} was changed since it was observed. Nothing was changed.`, 'Make a new plan.', { place: { file: join(context.project, path) } })
          kept.push(file)
        }
      })
      await context.store.setNote(note('config'), JSON.stringify(kept))
    },
    async keepState(registryText, observed) {
      const metadata = {
        rollbackId: runId, timestamp: observed.at, environment: plan.environment,
        fromDeploymentId: plan.from?.deploymentId ?? null, toDeploymentId: plan.to.deploymentId, preserveData: plan.request.data === 'keep'
      }
      await together(async (lasting) => {
        await writeIn(lasting, folder, 'metadata.json', jsonText(metadata))
        await writeIn(lasting, folder, 'state/deployment-registry.json', registryText)
        await writeIn(lasting, folder, stateFile, jsonText(observed))
      })
      await context.store.setNote(note('state'), JSON.stringify(observed))
    },
    async dump(database, abort) {
      const kept = await keepCopy(context, folder, database, (to) => databaseOf(database.engine).dump(context, database, to, abort))
      const part: KeptCopy & { engine: string } = { engine: database.engine, ...kept }
      await context.store.setNote(note(`database/${database.name}`), JSON.stringify(part))
    },
    async verify() {
      const manifest = await manifestNow()
      await together(async (lasting) => {
        await writeIn(lasting, folder, 'database/preservation-note.json', jsonText(preservationNote(plan, manifest)))
        await writeIn(lasting, folder, MANIFEST, jsonText(manifest))
        await removeLeftovers(context, folder)
        await writeChecksums(lasting, folder)
      })
      await verifyFolder(context, folder, manifest)
      const verifiedAt = context.clock.now().toISOString()
      await context.store.setNote(`verified:${runId}`, JSON.stringify({ ok: true, at: verifiedAt, problem: null }))
      const files = await filesIn(folder)
      return { id: runId, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), files: files.length, verifiedAt }
    }
  }
}
