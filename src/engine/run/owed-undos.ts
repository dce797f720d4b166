/** Undos that `--on-failure undo` promised and that have not begun. Told from what is durable: whoever was to begin them may be gone. */
import { fail } from '../../domain/problem'
import { succeeded } from '../../domain/registry/order'
import { deploymentsOf } from '../../domain/registry/lineage'
import type { Actor, RunState } from '../../domain/run'
import { wasToBeUndone } from '../../domain/situation'
import type { OwedUndo } from '../../domain/views'
import type { Session } from '../session/session'
import type { RunSummary } from '../store/store'
import { stateOf } from './header'
import type { Listeners } from './hold'
import { keptReason } from './reason'
import { snapshotKnown } from './way-back'

/** What came after it in its environment, a run or a deployment, settles it. */
export async function owedUndos(session: Session, environment?: string): Promise<readonly OwedUndo[]> {
  const latest = await session.store.latest(environment)
  // What cannot be read is named where the history is verified.
  const owed = await Promise.all(latest.map((run) => owedBy(session, run).catch(() => null)))
  return owed.filter((one) => one !== null)
}

async function owedBy(session: Session, { runId, environment, finishedAt }: RunSummary): Promise<OwedUndo | null> {
  if (finishedAt === null || (await session.store.note(leftName(runId))) !== null) return null
  const state = await stateOf(session.store, runId)
  if (!wasToBeUndone(state) || (await snapshotKnown(session, state)) === 'gone' || (await deployedSince(session, state, finishedAt))) return null
  return { runId, environment, at: finishedAt, sentence: sentenceOf(state), ways: ['undo', 'abandon'] }
}

const sentenceOf = ({ header: { plan }, result }: RunState): string =>
  `The rollback to ${plan.to.version} ${result?.outcome === 'stopped' ? 'was stopped' : 'failed'} and was to be undone; its undo has not begun.`

/** Without a registry that can be read nobody knows of any. */
async function deployedSince(session: Session, { header: { runId, plan } }: RunState, finishedAt: string): Promise<boolean> {
  const registry = await session.registry.read().then((content) => content.registry, () => null)
  const before = [runId, plan.from?.deploymentId]
  return registry !== null && deploymentsOf(registry, plan.environment).some((record) => succeeded(record) && !before.includes(record.id) && record.timestamp > finishedAt)
}

const leftName = (runId: string): string => `left-not-undone:${runId}`

/** Somebody decides that it stays as it is. False: this run owes no undo. */
export async function leaveNotUndone(session: Session, runId: string, reason: string, actor: Actor, { onEvents }: Pick<Listeners, 'onEvents'>): Promise<boolean> {
  const { plan } = (await stateOf(session.store, runId)).header
  if (!(await owedUndos(session, plan.environment)).some((owed) => owed.runId === runId)) return false
  if (session.readOnly !== null) throw fail('read-only', session.readOnly, 'Make the folder writable, or run as a user who may write it.')
  const kept = await keptReason(session, reason, [plan.definition])
  await session.store.setNote(leftName(runId), actor.user)
  onEvents([await session.store.warn(runId, [`It was to be undone and is left as it is by ${actor.user}${kept === '' ? '' : `: ${kept}`}.`])])
  return true
}
