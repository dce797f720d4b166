/** The snapshots and copies before deployments: sizes, contents, whether they verify, what an undo from one would do. */
import { fail, problemOf } from '../../domain/problem'
import type { Manifest } from '../../domain/manifest'
import type { SnapshotDetail, SnapshotRow, SnapshotsView } from '../../domain/views'
import { releaseText } from '../guide/comparison'
import { createManifests, type Manifests } from '../manifests'
import type { Session } from '../session/session'
import { headerOf } from '../run/header'
import { undoneBy } from './history'

type StoreName = 'manifests' | 'rollback-snapshots'
const storeOf = (kind: Manifest['kind']): StoreName => (kind === 'snapshot' ? 'rollback-snapshots' : 'manifests')

export async function snapshotsView(session: Session): Promise<SnapshotsView> {
  const manifests = createManifests(session.context)
  const all = [...(await manifests.list('rollback-snapshots')), ...(await manifests.list('manifests')).filter((manifest) => manifest.kind === 'before-deployment')]
  const rows = (await Promise.all(all.map((manifest) => rowOf(session, manifests, manifest)))).sort((a, b) => (a.takenAt < b.takenAt ? 1 : -1))
  const perEnvironment = [...new Set(rows.map((row) => row.environment))].map((environment) => ({ environment, bytes: sum(rows.filter((row) => row.environment === environment)) }))
  return { rows, used: sum(rows), free: await session.context.files.free(session.path), perEnvironment: perEnvironment.sort((a, b) => b.bytes - a.bytes) }
}
const sum = (rows: readonly SnapshotRow[]): number => rows.reduce((bytes, row) => bytes + row.bytes, 0)

async function rowOf(session: Session, manifests: Manifests, manifest: Manifest): Promise<SnapshotRow> {
  const note = await session.store.note(`verified:${manifest.id}`)
  const runId = manifest.kind === 'snapshot' ? manifest.id : null
  return {
    id: manifest.id, environment: manifest.environment, takenAt: manifest.takenAt, holds: manifest.version, takenBefore: await takenBefore(session, manifest, runId),
    bytes: await manifests.bytes(storeOf(manifest.kind), manifest.id), verified: note === null ? null : (JSON.parse(note) as SnapshotRow['verified']),
    kind: manifest.kind === 'snapshot' ? 'snapshot' : 'before-deployment', runId
  }
}

async function takenBefore(session: Session, manifest: Manifest, runId: string | null): Promise<string> {
  if (runId !== null) return headerOf(session.store, runId).then(({ plan }) => `${plan.kind === 'undo' ? 'undo' : 'rollback'} to ${plan.to.version}`, () => 'a rollback')
  const { registry } = await session.registry.read()
  const id = manifest.id.replace(/\.before$/, '')
  return `deployment of ${registry.deployments.find((deployment) => deployment.id === id)?.version ?? id}`
}

export async function snapshotDetail(session: Session, id: string): Promise<SnapshotDetail> {
  const manifests = createManifests(session.context)
  const store: StoreName = (await manifests.has('rollback-snapshots', id)) ? 'rollback-snapshots' : 'manifests'
  if (!(await manifests.has(store, id))) throw fail('snapshot-unknown', `There is no snapshot '${id}'.`, 'Run `backstep snapshots` to see what there is.')
  const manifest = await manifests.readUnverified(store, id)
  const row = await rowOf(session, manifests, manifest)
  return {
    row, undo: await undoPart(session, row),
    databases: manifest.databases.flatMap((database) => (database.copy ? [{ name: database.name, blob: database.copy.blob, tables: database.schema.tables.length, bytes: database.copy.bytes }] : [])),
    config: manifest.files.filter((file) => file.blob !== null).map((file) => ({ path: file.path, secrets: file.keys?.filter((key) => key.secret).length ?? 0 })),
    services: Object.entries(manifest.releases).map(([name, release]) => ({ name, release: releaseText(release) })),
    files: await manifests.checksums(store, id)
  }
}

async function undoPart(session: Session, row: SnapshotRow): Promise<SnapshotDetail['undo']> {
  const sentence = `${row.environment} serves ${row.holds} again, with the configuration that it had. Data that the run moved comes back as it was; data that was kept stays as it is now.`
  if (row.runId === null) return { sentence: `Kept before a deployment: a rollback to ${row.holds} can restore its data from here.`, possible: false, why: 'Choose it as the source of data in a rollback.' }
  const why = row.verified?.ok === false ? `It fails verification: ${row.verified.problem ?? ''}` : session.readOnly ?? (await whyNoUndo(session, row.runId))
  return { sentence, possible: why === null, why }
}

/** Null when the run can be undone. */
export async function whyNoUndo(session: Session, runId: string): Promise<string | null> {
  const { records } = await session.store.history()
  const by = undoneBy(records).get(runId)
  if (by !== undefined) return 'This run was undone already.'
  return (await createManifests(session.context).has('rollback-snapshots', runId)) ? null : 'It has no snapshot.'
}

/** Verifies one, or all; remembers each answer with its time. */
export async function verifySnapshots(session: Session, id: string | null): Promise<SnapshotsView> {
  const manifests = createManifests(session.context)
  const view = await snapshotsView(session)
  for (const row of view.rows.filter((one) => id === null || one.id === id)) {
    const at = session.context.clock.now().toISOString()
    const problem = await manifests.verify(storeOf(row.kind === 'snapshot' ? 'snapshot' : 'before-deployment'), row.id).then(() => null, problemOf)
    await session.store.setNote(`verified:${row.id}`, JSON.stringify({ ok: problem === null, at, problem: problem?.message ?? null }))
  }
  return snapshotsView(session)
}
