/** Gathers what retention is decided from. Reads only. */
import type { Manifest } from '../../domain/manifest'
import type { BlobRef } from '../../domain/manifest'
import type { Plan } from '../../domain/plan'
import type { LeftData } from '../../domain/registry/left-data'
import { currentOf, wayBackOf } from '../../domain/registry/lineage'
import type { Deployment, Registry } from '../../domain/deployment'
import type { ProjectDefinition } from '../../domain/definition'
import { keyOf, type Keepable, type RestoreTarget, type RetentionInput } from '../../domain/retention'
import { KEEP_ALL, type SnapshotPolicy } from '../../domain/snapshot-policy'
import { contentRestorable } from '../../domain/verification'
import { leftDataIn } from '../gather/left-data'
import { createManifests } from '../manifests'
import { headerOf } from '../run/header'
import type { Session } from '../session/session'
import { intactNote, restorableNote } from '../verify/notes'

export interface Kept { readonly store: BlobRef['store']; readonly manifest: Manifest }

/** Snapshots, and what was kept before deployments; those that can be read. */
export async function keptOnes(session: Session): Promise<readonly Kept[]> {
  const manifests = createManifests(session.context)
  const [snapshots, releases] = await Promise.all([manifests.list('rollback-snapshots'), manifests.list('manifests')])
  return [
    ...snapshots.map((manifest): Kept => ({ store: 'rollback-snapshots', manifest })),
    ...releases.filter(({ kind }) => kind === 'before-deployment').map((manifest): Kept => ({ store: 'manifests', manifest }))
  ]
}

export async function retentionInput(session: Session, kept: readonly Kept[]): Promise<RetentionInput> {
  const { definition } = await session.definitionFile.read()
  const policy = (await policyOf(session)) ?? KEEP_ALL
  const { registry } = await session.registry.read()
  const leftIn = await leftDataIn(session, registry)
  const environments = [...new Set(kept.map(({ manifest }) => manifest.environment))]
  return {
    now: session.context.clock.now().toISOString(), policy: policy.keep,
    items: await Promise.all(kept.map((one) => keepable(session, one, leftIn(one.manifest)))), needed: await neededByRuns(session), pinned: await pinnedOnes(session, kept),
    newest: (await Promise.all(environments.map((environment) => newestRuns(session, environment)))).flat(),
    targets: environments.flatMap((environment) => targetsOf(registry, definition, environment))
  }
}

/** Without a backstep.yaml everything is kept. Null = it is not valid, so that nobody can say what may go. */
export async function policyOf(session: Session): Promise<SnapshotPolicy | null> {
  const { definition, exists } = await session.definitionFile.read()
  return definition?.snapshots ?? (exists ? null : KEEP_ALL)
}

async function keepable(session: Session, { store, manifest }: Kept, left: LeftData | null): Promise<Keepable> {
  const [intact, restorable] = await Promise.all([intactNote(session.store, manifest.id), restorableNote(session.store, manifest.id)])
  return {
    store, id: manifest.id, environment: manifest.environment, takenAt: manifest.takenAt, bytes: await createManifests(session.context).bytes(store, manifest.id), deploymentId: left?.deploymentId ?? null, doubtful: left !== null && left.doubt !== null,
    copies: manifest.databases.filter(({ copy }) => copy !== null).map(({ name }) => name), unusable: intact?.ok === false || (restorable !== null && !contentRestorable(restorable))
  }
}

export const pinName = (item: Pick<Keepable, 'store' | 'id'>): string => `pinned:${keyOf(item)}`

async function pinnedOnes({ store }: Session, kept: readonly Kept[]): Promise<ReadonlySet<string>> {
  const keys = kept.map((one) => ({ store: one.store, id: one.manifest.id }))
  const notes = await Promise.all(keys.map((key) => store.note(pinName(key))))
  return new Set(keys.filter((_, index) => notes[index] === 'yes').map(keyOf))
}

/** What the plans of unfinished runs name: their own snapshot, the one that they undo, and everything that they take something from. */
async function neededByRuns({ store }: Session): Promise<ReadonlyMap<string, string>> {
  const needed = new Map<string, string>()
  for (const { runId } of await store.runs({ unfinished: true })) {
    const { plan } = await headerOf(store, runId)
    const snapshots = [runId, ...(plan.request.undo === null ? [] : [plan.request.undo])]
    for (const key of [...snapshots.map((id) => keyOf({ store: 'rollback-snapshots', id })), ...blobsOf(plan).map(keyOf)]) needed.set(key, runId)
  }
  return needed
}
const blobsOf = (plan: Plan): readonly BlobRef[] => plan.steps.flatMap(({ action }) => ((action.kind === 'write-file' || action.kind === 'restore') && action.blob ? [action.blob] : []))

async function newestRuns({ store }: Session, environment: string): Promise<RetentionInput['newest']> {
  const { records } = await store.history({ environment })
  const found = [records[0], records.find(({ entry }) => entry.outcome === 'done' || entry.outcome === 'done-with-warnings')]
  return found.flatMap((record) => (record ? [{ runId: record.entry.runId, environment, successful: record.entry.outcome.startsWith('done') }] : []))
}

/** The way back that the guide suggests, and what runs now: it is what the next deployment is taken back to. */
function targetsOf(registry: Registry, definition: ProjectDefinition | null, environment: string): readonly RestoreTarget[] {
  const restorable = definition?.environments.find(({ name }) => name === environment)?.databases.filter(({ onRollback }) => onRollback === 'restore').map(({ name }) => name)
  const target = (deployment: Deployment | null, what: string): readonly RestoreTarget[] =>
    deployment && restorable && restorable.length > 0 ? [{ environment, deploymentId: deployment.id, version: deployment.version, databases: restorable, what }] : []
  return [...target(wayBackOf(registry, environment), 'the way back'), ...target(currentOf(registry, environment).current, 'what runs now')]
}
