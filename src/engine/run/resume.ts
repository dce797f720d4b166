/** Resume: after the run's verified snapshot, planned again towards the same wanted state; confirmed steps only. */
import { substituteRun } from '../../domain/differences'
import { makePlan } from '../../domain/planner'
import { applyEvent } from '../../domain/run-state'
import { canonicalJson } from '../../domain/canonical'
import { fail } from '../../domain/problem'
import type { Observed } from '../../domain/facts'
import type { Step } from '../../domain/plan'
import type { Actor, RunState } from '../../domain/run'
import { observeEnvironment } from '../gather/observe'
import { gatherTarget } from '../gather/target'
import { planners } from '../session/adapters'
import { environmentOf, type Session } from '../session/session'
import { drive, type Driver } from './driver'
import { isDriven } from './unfinished'
import { hold, type Listeners } from './start'
import { stateOf } from './header'

export async function resumeRun(session: Session, runId: string, actor: Actor, listeners: Listeners, mayAsk: boolean): Promise<Driver> {
  const before = await stateOf(session.store, runId)
  if (before.status === 'finished') throw fail('run-finished', `Run ${runId} has ended already. Nothing was changed.`, 'Undo it, or start a new rollback.')
  const { plan } = before.header
  if (await isDriven(session, plan.environment, runId)) throw fail('run-driven', `Run ${runId} goes on; somebody drives it now.`, 'Wait for it.')
  const { lock, holder } = await hold(session, plan.environment, runId, actor)
  try {
    if ((await stateOf(session.store, runId)).seq !== before.seq) throw fail('run-driven', `Run ${runId} was driven by somebody else meanwhile. Nothing was changed.`, 'Look at it again.')
    const definition = await environmentOf(session, plan.environment)
    const observed = await observeEnvironment(session, plan.definition, { probes: null })
    const { registry, text } = await session.registry.read()
    requireUntouched(before, observed.facts)
    const request = plan.request.undo === null ? { ...plan.request, deploymentId: plan.to.deploymentId } : plan.request
    const gathered = await gatherTarget(session, definition, request, registry, observed)
    const target = substituteRun(gathered.target, runId)
    const again = makePlan({ project: session.path, observed: { ...observed, facts: { ...observed.facts, ...gathered.artifacts } }, target, planners, digest: (content) => session.context.digest(content) })
    const steps = stepsLeft(before, again.steps, runId)
    const event = await session.store.append(runId, holder.epoch, { type: 'run-resumed', actor, epoch: holder.epoch })
    listeners.onEvents([event])
    return drive({ session, state: applyEvent(before, event), epoch: holder.epoch, lock, observed, registryText: text, steps, actor, rowsLost: null, mayAsk, ...listeners })
  } catch (error) {
    await session.store.release(plan.environment, holder.epoch).catch(() => undefined)
    await lock.release()
    throw error
  }
}

/** Everything that no step of the run has begun to change must be as it was when the run began; else it is somebody else's change. */
function requireUntouched(state: RunState, facts: Observed['facts']): void {
  const { plan } = state.header
  const begun = new Set(plan.steps.filter((step) => (state.steps[step.id]?.attempt ?? 0) > 0 && step.effect !== 'reads').flatMap((step) => [step.resource, ...Object.keys(step.expects)]))
  const foreign = Object.entries(plan.relies).find(([key, is]) => {
    const fact = facts[key]
    if (key.startsWith('artifact:') || begun.has(key) || (state.snapshot !== null && key.startsWith('service:'))) return false
    return !fact?.known || canonicalJson(fact.is) !== canonicalJson(is)
  })
  if (foreign) throw fail('resume-changed', `${foreign[0]} was changed since the run began. Nothing was changed.`, 'Undo the run, or mark it as failed and make a new plan.')
}

/** Steps of the confirmed plan that are still to do; a step that was never confirmed is refused. */
export function stepsLeft(state: RunState, again: readonly Step[], runId: string): readonly Step[] {
  const { plan } = state.header
  if (state.snapshot === null) return plan.steps
  const confirmed = new Map(plan.steps.map((step) => [step.id, canonicalJson(substituteRun(step.action, runId))]))
  const changing = again.filter((step) => step.phase !== 'snapshot' && step.phase !== 'verify' && !step.id.startsWith('ready/'))
  const other = changing.find((step) => confirmed.get(step.id) !== canonicalJson(substituteRun(step.action, runId)))
  if (other) throw fail('resume-differs', `Going on would need a step that was never confirmed: ${other.title} (${other.id}). Nothing was changed.`, 'Undo the run, or mark it as failed and make a new plan.')
  const twice = changing.find((step) => step.action.kind === 'exec' && step.action.once === true && (state.steps[step.id]?.attempt ?? 0) > 0)
  if (twice) throw fail('resume-once', `${twice.title} was begun and did not end, and it may not run twice by itself. Nothing was changed.`, 'Undo the run, or mark it as failed and look at what the program did.')
  const left = new Set(changing.map((step) => step.id))
  return plan.steps.filter((step) => step.phase !== 'snapshot' && (left.has(step.id) || step.phase === 'verify' || step.id.startsWith('ready/')))
}
