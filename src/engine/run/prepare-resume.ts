/** What an interrupted run has left to do, observed and planned again towards the same wanted state. A run never reads backstep.yaml again. */
import { commandLines } from '../../domain/commands'
import { substituteRun } from '../../domain/differences'
import { makePlan } from '../../domain/planner'
import { resumePlan, type ResumePlan } from '../../domain/resume'
import { stateSentence, waysFor } from '../../domain/situation'
import { fail } from '../../domain/problem'
import type { Observed } from '../../domain/facts'
import type { Plan, RollbackRequest, Step } from '../../domain/plan'
import type { Actor, RunState } from '../../domain/run'
import type { ResumeView } from '../../domain/views'
import { observeEnvironment } from '../gather/observe'
import { gatherTarget } from '../gather/target'
import { planners } from '../session/adapters'
import { environmentOf, type Session } from '../session/session'
import { requireUnfinished, withTakeovers } from './close'
import { stateOf } from './header'
import { hold, letGo, type Listeners } from './hold'
import { endOrphans } from './orphans'
import { keptPlan, recordsSeen } from './stale'
import { requireWayBack } from './way-back'

export interface ResumeMaterial {
  readonly plan: ResumePlan
  readonly observed: Observed
  readonly registryText: () => Promise<string | null>
}

/** What is left, and what of it was never confirmed. What the former holder has left running is ended first, so that it changes nothing afterwards. */
export async function prepareResume(session: Session, runId: string, actor: Actor, listeners: Listeners): Promise<ResumeView> {
  const { environment } = requireUnfinished(await stateOf(session.store, runId)).header.plan
  const held = await hold(session, environment, runId, actor)
  try {
    const found = requireUnfinished(await stateOf(session.store, runId))
    const ended = await endOrphans(session, found)
    // What is confirmed names the last event: one that resuming would add first makes it another.
    const state = await withTakeovers(session, found, held.epoch, listeners)
    await requireWayBack(session, state)
    return viewOf(state, (await gatherResume(session, state)).plan, ended, session.context.mask)
  } finally {
    await letGo(session, environment, held)
  }
}

/** The caller has the lock. Throws `resume-unknown` for what cannot be observed: nothing can be planned from that. */
export async function gatherResume(session: Session, state: RunState): Promise<ResumeMaterial> {
  const { plan, runId } = state.header
  const definition = state.header.definition ?? (await environmentOf(session, plan.environment))
  const { registry, text } = await session.registry.read()
  const seen = await observeEnvironment(session, definition, { probes: null })
  const gathered = await gatherTarget(session, definition, requestOf(plan), registry, seen)
  const observed: Observed = { ...seen, facts: { ...seen.facts, ...gathered.artifacts } }
  requireKnown(plan, observed)
  const again = makePlan({ project: session.path, observed, target: substituteRun(gathered.target, runId), planners, digest: (content) => session.context.digest(content), restoresSnapshot: restoresSnapshot(plan) })
  const then = (await keptPlan(session, plan.hash))?.records ?? []
  return { plan: resumePlan({ state, facts: observed.facts, again, records: { then, now: recordsSeen(registry, plan.environment) } }), observed, registryText: text }
}

/** As it was confirmed, whatever backstep.yaml says by now. */
const restoresSnapshot = ({ steps }: Plan): boolean => steps.some(({ action }) => action.kind === 'verify-snapshot' && action.restore === true)

/** The very target that was confirmed, whatever the registry calls the way back by now. */
const requestOf = ({ request, to }: Plan): RollbackRequest => (request.undo === null ? { ...request, deploymentId: to.deploymentId } : request)

function requireKnown({ wanted }: Plan, { facts }: Observed): void {
  const unknown = Object.keys(wanted).find((key) => facts[key]?.known === false)
  const fact = unknown === undefined ? undefined : facts[unknown]
  if (fact && !fact.known) throw fail('resume-unknown', `It cannot be told what ${unknown ?? ''} is: ${fact.reason} Nothing was changed.`, 'Put it right and try again, undo the run, or mark it as failed.')
}

function viewOf(state: RunState, { steps, foreign, unconfirmed, unsure, hash, nothingNew }: ResumePlan, ended: readonly string[], mask: (text: string) => string): ResumeView {
  const row = (step: Step): ResumeView['steps'][number] => ({ id: step.id, title: step.title, phase: step.phase, effect: step.effect, commands: commandLines(step).map(mask) })
  return {
    runId: state.header.runId, hash, nothingNew, foreign, steps: steps.map(row), unconfirmed: unconfirmed.map(row), unsure: unsure.map(row), ended,
    snapshotVerified: state.snapshot !== null, otherWays: waysFor(state, 'verified-again').filter((way) => way !== 'resume'), stateSentence: stateSentence(state, false, 'verified-again')
  }
}
