/** The snapshots and copies before deployments: sizes, contents, how far they are verified, what an undo from one would do, how long they stay. */
import { fail, problemOf } from '../../domain/problem'
import type { Manifest } from '../../domain/manifest'
import { decideRetention, keyOf, type Verdict } from '../../domain/retention'
import { POLICY_UNKNOWN, policyWords } from '../../domain/snapshot-policy'
import { contentRestorable } from '../../domain/verification'
import type { ResultView, SnapshotDetail, SnapshotRow, SnapshotsView, VerifyAnswer, VerifyAsked } from '../../domain/views'
import { releaseText } from '../guide/comparison'
import { createManifests } from '../manifests'
import { asidesOf } from '../retention/asides'
import { keptOnes, pinName, policyOf, retentionInput, type Kept } from '../retention/facts'
import type { Session } from '../session/session'
import { headerOf } from '../run/header'
import { intactNote, restorableNote } from '../verify/notes'
import { verifyItems, type VerifyWatching } from '../verify/verify'
import { figuresOf } from './history-figures'
import { beforeRun, unreadableRows } from './unreadable'

export async function snapshotsView(session: Session): Promise<SnapshotsView> {
  const kept = await keptOnes(session)
  const input = await retentionInput(session, kept)
  const policy = await policyOf(session)
  const verdicts = decideRetention(input).map((verdict) => (policy === null ? { ...verdict, why: POLICY_UNKNOWN } : verdict))
  const rows = [
    ...(await Promise.all(kept.map((one, index) => rowOf(session, one, input.items[index]?.bytes ?? 0, verdicts[index], input.pinned)))), ...(await unreadableRows(session, kept))
  ].sort((a, b) => (a.takenAt < b.takenAt ? 1 : -1))
  const perEnvironment = [...new Set(rows.map((row) => row.environment))].map((environment) => ({ environment, bytes: sum(rows.filter((row) => row.environment === environment)) }))
  const going = rows.filter(({ keep }) => keep.goes)
  return {
    rows, used: sum(rows), free: await session.context.files.free(session.path), perEnvironment: perEnvironment.sort((a, b) => b.bytes - a.bytes),
    policy, policyWords: policyWords(policy), goes: { count: going.length, bytes: sum(going) }, asides: await asidesOf(session, kept)
  }
}
const sum = (rows: readonly SnapshotRow[]): number => rows.reduce((bytes, row) => bytes + row.bytes, 0)

async function rowOf(session: Session, { store, manifest }: Kept, bytes: number, verdict: Verdict | undefined, pinned: ReadonlySet<string>): Promise<SnapshotRow> {
  const { id, encryption } = manifest
  const runId = manifest.kind === 'snapshot' ? id : null
  return {
    id, store, environment: manifest.environment, takenAt: manifest.takenAt, holds: manifest.version, takenBefore: await takenBefore(session, manifest, runId), bytes,
    verified: await intactNote(session.store, id), restorable: await restorableNote(session.store, id),
    encryption: encryption ? { keys: encryption.recipients.length, here: await isHere(session, encryption.recipients) } : null,
    kind: manifest.kind === 'snapshot' ? 'snapshot' : 'before-deployment', runId,
    keep: { goes: verdict?.goes ?? false, why: verdict?.why ?? '', stays: verdict?.stays ?? null, until: verdict?.until ?? null, pinned: pinned.has(keyOf({ store, id })) }
  }
}

const isHere = (session: Session, recipients: readonly string[]): Promise<boolean> => session.context.keys.identity(recipients).then((identity) => identity !== null, () => false)

async function takenBefore(session: Session, manifest: Manifest, runId: string | null): Promise<string> {
  if (runId !== null) return headerOf(session.store, runId).then(({ plan }) => beforeRun(plan), () => 'a rollback')
  const { registry } = await session.registry.read()
  const id = manifest.id.replace(/\.before$/, '')
  return `deployment of ${registry.deployments.find((deployment) => deployment.id === id)?.version ?? id}`
}

export async function snapshotDetail(session: Session, id: string): Promise<SnapshotDetail> {
  const row = (await snapshotsView(session)).rows.find((one) => one.id === id)
  if (!row) throw fail('snapshot-unknown', `There is no snapshot '${id}'.`, 'Run `backstep snapshots` to see what there is.')
  const manifests = createManifests(session.context)
  const manifest = await manifests.readUnverified(row.store, id).catch(() => null)
  return {
    row, undo: await undoPart(session, row),
    databases: (manifest?.databases ?? []).flatMap((database) => (database.copy ? [{ name: database.name, blob: database.copy.blob, tables: database.schema.tables.length, bytes: database.copy.bytes }] : [])),
    config: (manifest?.files ?? []).filter((file) => file.blob !== null).map((file) => ({ path: file.path, secrets: file.keys?.filter((key) => key.secret).length ?? 0 })),
    services: Object.entries(manifest?.releases ?? {}).map(([name, release]) => ({ name, release: releaseText(release) })),
    files: await manifests.checksums(row.store, id).catch(() => []), recipients: manifest?.encryption?.recipients ?? []
  }
}

async function undoPart(session: Session, row: SnapshotRow): Promise<SnapshotDetail['undo']> {
  const sentence = `${row.environment} serves ${row.holds} again, with the configuration that it had. Data that the run moved comes back as it was; data that was kept stays as it is now.`
  if (row.runId === null) return { sentence: `Kept before a deployment: a rollback to ${row.holds} can restore its data from here.`, possible: false, why: 'Choose it as the source of data in a rollback.' }
  const why = whyNotUsable(row) ?? session.readOnly ?? (await whyNoUndo(session, row.runId))
  return { sentence, possible: why === null, why }
}

function whyNotUsable({ verified, restorable, encryption }: SnapshotRow): string | null {
  if (verified?.ok === false) return `It fails verification: ${verified.problem ?? ''}`
  if (restorable && !contentRestorable(restorable)) return `It could not be restored when that was tried: ${restorable.problem ?? ''}`
  return encryption?.here === false ? 'It is encrypted, and its key is not on this machine. Settings, Encryption says what to do.' : null
}

/** Null when the run can be undone, as far as its snapshot is there. */
export async function whyNoUndo(session: Session, runId: string): Promise<string | null> {
  return (await figuresOf(session)).undone.has(runId) ? 'This run was undone already.' : whyGone(session, runId, 'It has no snapshot.')
}

/** What is known against the snapshot that a run took: it is read no further than its manifest, what was found in it is remembered. */
export async function lostSnapshot(session: Session, runId: string): Promise<ResultView['snapshotLost']> {
  const gone = await whyGone(session, runId, 'Its snapshot is not there any more.')
  if (gone !== null) return { state: 'gone', why: gone }
  const unreadable = await createManifests(session.context).readUnverified('rollback-snapshots', runId).then(() => null, (error: unknown) => problemOf(error).message)
  const [intact, restorable] = await Promise.all([intactNote(session.store, runId), restorableNote(session.store, runId)])
  if (unreadable !== null || intact?.ok === false) return { state: 'damaged', why: `Its snapshot fails verification: ${unreadable ?? intact?.problem ?? ''}` }
  return restorable && !contentRestorable(restorable) ? { state: 'not-restorable', why: `Its snapshot could not be restored when that was tried: ${restorable.problem ?? ''}` } : null
}

/** Why it is not there; null when it is. */
export async function whyGone(session: Session, runId: string, otherwise: string): Promise<string | null> {
  if (await createManifests(session.context).has('rollback-snapshots', runId)) return null
  const pruned = await session.store.note(`pruned:${runId}`)
  return pruned === null ? otherwise : `Its snapshot was pruned: ${(JSON.parse(pruned) as { why: string }).why}`
}

/** Verifies some, or all; remembers each answer with its time. */
export async function verifySnapshots(session: Session, { ids, level }: VerifyAsked, watching: VerifyWatching = {}): Promise<VerifyAnswer> {
  const { rows } = await snapshotsView(session)
  const unknown = ids?.find((id) => !rows.some((row) => row.id === id))
  if (unknown !== undefined) throw fail('snapshot-unknown', `There is no snapshot '${unknown}'.`, 'Run `backstep snapshots` to see what there is.')
  const untried = await verifyItems(session, rows.filter(({ id }) => ids === null || ids.includes(id)), level, watching)
  return { ...(await snapshotsView(session)), untried }
}

/** What somebody wants to keep whatever the limits say. */
export async function pinSnapshot(session: Session, id: string, pinned: boolean): Promise<SnapshotDetail> {
  const { row } = await snapshotDetail(session, id)
  await session.store.setNote(pinName(row), pinned ? 'yes' : 'no')
  return snapshotDetail(session, id)
}
