/** Resume: an interrupted run goes on after its verified snapshot, with what was confirmed; what is new has to be confirmed by its hash. */
import { substituteRun } from '../../domain/differences'
import { fail } from '../../domain/problem'
import { stepsFound, stepsToRecord, type ResumePlan } from '../../domain/resume'
import type { Actor, RunEvent, RunState } from '../../domain/run'
import { applyEvent } from '../../domain/run-state'
import type { ResumeInput } from '../engine'
import { contextOf, type Session } from '../session/session'
import { requireUnfinished, withTakeovers } from './close'
import { drive, type Driver } from './driver'
import { stateOf } from './header'
import { hold, letGo, type Listeners } from './hold'
import { endOrphans } from './orphans'
import { gatherResume, type ResumeMaterial } from './prepare-resume'
import { markAsRun } from './program'
import { tidy } from './tidy'
import { requireWayBack } from './way-back'

export async function resumeRun(session: Session, runId: string, input: ResumeInput, actor: Actor, listeners: Listeners, mayAsk: boolean): Promise<Driver> {
  const { environment } = requireUnfinished(await stateOf(session.store, runId)).header.plan
  const held = await hold(session, environment, runId, actor)
  try {
    const found = requireUnfinished(await stateOf(session.store, runId))
    const ended = await endOrphans(session, found)
    const before = await withTakeovers(session, found, held.epoch, listeners)
    await tidy(session, before.header.plan.definition, before)
    await requireWayBack(session, before)
    const { plan, observed, registryText } = await gatherConfirmed(session, before, input)
    const { state, events } = await journalled(session, before, plan, input, actor, held.epoch, ended)
    listeners.onEvents(events)
    const steps = plan.steps.filter(({ id }) => input.answers[id] !== 'happened')
    return drive({ session, state, ...held, observed, registryText, steps, actor, mayAsk, ...listeners })
  } catch (error) {
    await letGo(session, environment, held)
    throw error
  }
}

/** Throws when it is not what was confirmed. What somebody says has happened has left what it leaves, and is seen so. */
async function gatherConfirmed(session: Session, before: RunState, input: ResumeInput): Promise<ResumeMaterial> {
  const material = await gatherResume(session, before)
  requireConfirmed(material.plan, input)
  const happened = material.plan.unsure.filter(({ id }) => input.answers[id] === 'happened')
  if (happened.length === 0) return material
  const { runId, plan } = before.header
  const context = contextOf(session, plan.definition)
  for (const { action } of happened) await markAsRun(context, substituteRun(action, runId))
  const seen = await gatherResume(session, before)
  return { ...seen, plan: { ...seen.plan, hash: material.plan.hash } }
}

function requireConfirmed(plan: ResumePlan, { hash, answers }: ResumeInput): void {
  // What a stopping service came to meanwhile is no news: what is left is still nothing but what was confirmed.
  if (plan.nothingNew) return
  const more = { changes: newsOf(plan), hash: plan.hash }
  const open = plan.unsure.filter(({ id }) => answers[id] === undefined)
  if (hash !== null && hash !== plan.hash) throw fail('resume-changed', 'What this run has left to do is not what was confirmed any more. Nothing was changed.', 'Look at what is left, and confirm it again.', more)
  if (open[0]) throw fail('resume-undecided', `"${open[0].title}" was begun, and nobody knows whether it happened; it may not happen twice. Nothing was changed.`, `Look, then say so: --happened ${open[0].id} or --again ${open[0].id}. Or undo the run, or mark it as failed.`, more)
  if (hash === null && plan.foreign.length + plan.unconfirmed.length > 0) throw fail('resume-unconfirmed', 'Going on would not be what was confirmed. Nothing was changed.', `Look at what is left, and confirm it: --plan ${plan.hash.slice(0, 8)}.`, more)
}

/** What makes it something else than the run that was confirmed, a sentence each. */
export const newsOf = ({ foreign, unconfirmed, unsure }: ResumePlan): readonly string[] => [
  ...foreign,
  ...unconfirmed.map(({ id, title }) => `a step was never confirmed: ${title} (${id})`),
  ...unsure.map(({ id, title }) => `a step may have happened: ${title} (${id})`)
]

async function journalled(session: Session, before: RunState, plan: ResumePlan, { answers, onFailure = before.header.onFailure }: ResumeInput, actor: Actor, epoch: number, ended: readonly string[]): Promise<{ state: RunState; events: readonly RunEvent[] }> {
  const { runId } = before.header
  const steps = stepsToRecord(before.header.plan, plan.steps)
  const found = stepsFound(before, plan.steps)
  const events: RunEvent[] = []
  const append = async (...[body]: [Parameters<Session['store']['append']>[2]]): Promise<void> => { events.push(await session.store.append(runId, epoch, body)) }
  await append({ type: 'run-resumed', actor, epoch, hash: plan.nothingNew ? null : plan.hash, onFailure, ...(steps ? { steps } : {}), ...(found.length > 0 ? { found } : {}), ...(ended.length > 0 ? { ended } : {}) })
  for (const { id } of plan.unsure.filter((step) => answers[step.id] === 'happened')) await append({ type: 'step-taken-as-done', step: id, actor })
  return { state: events.reduce<RunState>(applyEvent, before), events }
}
