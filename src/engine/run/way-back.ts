/** The snapshot of a run that nobody drives: that it was verified once says nothing about what the disk holds now. */
import { fail, problemOf } from '../../domain/problem'
import type { RunState } from '../../domain/run'
import type { SnapshotKnown } from '../../domain/situation'
import { createManifests } from '../manifests'
import type { Session } from '../session/session'
import { whyGone } from '../views/snapshots'
import { setIntact } from '../verify/notes'

/** What can be said without reading it. */
export async function snapshotKnown({ context }: Session, { header: { runId }, snapshot }: RunState): Promise<SnapshotKnown> {
  return snapshot !== null && !(await createManifests(context).has('rollback-snapshots', runId)) ? 'gone' : 'noted'
}

/** The target of an undo is the run's own snapshot. Throws `nothing-to-undo`, with what can be done instead. */
export async function requireUndoable(session: Session, state: RunState): Promise<void> {
  const { runId, plan } = state.header
  const otherwise = state.status === 'finished' ? `Start a new rollback: backstep rollback --env ${plan.environment}.` : `End it with \`backstep abandon ${runId}\`, then start a new rollback.`
  if (state.snapshot === null) throw fail('nothing-to-undo', `The snapshot of run ${runId} was never verified, so the run has changed nothing and there is nothing to undo.`, state.status === 'finished' ? otherwise : `Go on with \`backstep resume ${runId}\`, or end it with \`backstep abandon ${runId}\`.`)
  const gone = await whyGone(session, runId, 'Its snapshot is not there any more.')
  if (gone !== null) throw fail('nothing-to-undo', `Run ${runId} cannot be undone: ${gone.charAt(0).toLowerCase()}${gone.slice(1)} Nothing was changed.`, `Bring the snapshot back from a backup. ${otherwise}`)
}

/** A run goes on only while there is a way back: what it keeps is read and hashed again. Throws `no-way-back`, with nothing changed. */
export async function requireWayBack({ context, store }: Session, { header: { runId }, snapshot }: RunState): Promise<void> {
  if (snapshot === null) return
  const problem = await createManifests(context).verify('rollback-snapshots', runId, { decrypt: false }).then(() => null, problemOf)
  await setIntact(store, runId, { ok: problem === null, at: context.clock.now().toISOString(), problem: problem?.message ?? null }).catch(() => undefined)
  if (problem === null) return
  throw fail('no-way-back', `The snapshot of run ${runId} was verified at ${snapshot.verifiedAt}, and is not what it was: ${problem.message} Without it nothing that the run changes could be taken back, so it does not go on.`, 'Bring the snapshot back from a backup, then resume. Or mark the run as failed and start a new rollback: that takes a snapshot of its own.', problem.place ? { place: problem.place } : {})
}
