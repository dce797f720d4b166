/**
 * What a run that was interrupted still has to do, by its journal and by what was observed and planned again. Steps with the id and
 * action that were confirmed run; any other has to be confirmed anew. What may not happen twice is never begun again by itself.
 */
import { canonicalJson, sha256Hex } from './canonical'
import { substituteRun } from './differences'
import { foreignChanges, standsInTheWay, type ForeignInput } from './foreign'
import type { Plan, Step } from './plan'
import { stepOrder } from './planner'
import { reachOf } from './planner/graph'
import { isOnce } from './repeatable'
import type { RunState } from './run'
import { isOver, unsureSteps } from './situation'

export interface ResumeInput extends ForeignInput {
  /** Towards the same wanted state, from what is now; with `${run}` in it. */
  readonly again: Plan
}
export interface ResumePlan {
  /** Everything that is left, in the plan's order. */
  readonly steps: readonly Step[]
  /** What somebody else changed meanwhile, a sentence each. */
  readonly foreign: readonly string[]
  /** Of the steps left, those that were never confirmed. */
  readonly unconfirmed: readonly Step[]
  /** Found begun and not ended, and may not happen twice: somebody has to say whether they happened. */
  readonly unsure: readonly Step[]
  /** SHA-256 (64 hex) of all that, of what was observed, and of the last event. */
  readonly hash: string
  /** Nothing but confirmed steps, in a world that nobody else touched: it needs no confirmation. */
  readonly nothingNew: boolean
}

export function resumePlan(input: ResumeInput): ResumePlan {
  const { state, again } = input
  const { plan } = state.header
  const replanned = changingSteps(state, again)
  const steps = ordered(plan, replanned, [...replanned.map((step) => confirmedOr(state, step)), ...onceSteps(state, replanned), ...readySteps(state, again, replanned), ...verifySteps(state, again)])
  const known = new Map(plan.steps.map((step) => [step.id, step]))
  const unconfirmed = steps.filter((step) => !isSame(state, known.get(step.id), step) || isNeededAgain(state, step))
  const unsure = unsureSteps(state)
  const foreign = [...foreignChanges(input), ...standsInTheWay(input, steps)]
  return { steps, foreign, unconfirmed, unsure, hash: hashOf(input, steps, unsure), nothingNew: foreign.length + unconfirmed.length + unsure.length === 0 }
}

const isReady = ({ action }: Step): boolean => action.kind === 'await-probe'
const withRun = <T>(state: RunState, value: T): T => substituteRun(value, state.header.runId)
const isSame = (state: RunState, confirmed: Step | undefined, step: Step): boolean =>
  confirmed !== undefined && canonicalJson(withRun(state, confirmed.action)) === canonicalJson(withRun(state, step.action))

/** What is not so yet; with a verified snapshot no second one is taken. What may not happen twice is not the planner's to repeat. */
const changingSteps = (state: RunState, again: Plan): readonly Step[] =>
  again.steps.filter((step) => step.phase !== 'verify' && !isReady(step) && (step.phase !== 'snapshot' || state.snapshot === null) && (!isOnce(step) || isNew(state, step) || isNeededAgain(state, step)))

const isNew = ({ header }: RunState, { id }: Step): boolean => !header.plan.steps.some((step) => step.id === id)

/** It may not happen twice, it happened, and what it brought about is not so any more. */
const isNeededAgain = (state: RunState, step: Step): boolean => isOnce(step) && state.steps[step.id]?.status === 'done' && Object.keys(step.expects).length > 0

function confirmedOr(state: RunState, step: Step): Step {
  const confirmed = state.header.plan.steps.find(({ id }) => id === step.id)
  return confirmed && isSame(state, confirmed, step) ? confirmed : step
}

/** Nothing tells whether they are needed still, so every confirmed one is, unless it happened. One that is unsure stays until somebody says. */
const onceSteps = (state: RunState, replanned: readonly Step[]): readonly Step[] =>
  state.header.plan.steps.filter((step) => isOnce(step) && !isOver(state, step) && !replanned.some(({ id }) => id === step.id))

/** A service that is not touched any more was waited for already. */
function readySteps(state: RunState, again: Plan, replanned: readonly Step[]): readonly Step[] {
  const touched = new Set(replanned.map(({ resource }) => resource))
  const known = state.header.plan.steps.filter(isReady)
  const added = again.steps.filter((step) => isReady(step) && !known.some(({ id }) => id === step.id))
  return [...known.filter((step) => !isOver(state, step) || touched.has(step.resource)), ...added]
}

/** All of it is verified again, for time has passed; what somebody decided to skip stays skipped. */
const verifySteps = ({ header: { plan }, steps: states }: RunState, again: Plan): readonly Step[] => {
  const known = plan.steps.filter(({ phase }) => phase === 'verify')
  return [...known.filter(({ id }) => states[id]?.status !== 'skipped'), ...again.steps.filter((step) => step.phase === 'verify' && !known.some(({ id }) => id === step.id))]
}

/** The confirmed order holds, also through what is done; to it come the waits of the new plan. The verification waits for all that is new. */
function ordered(plan: Plan, replanned: readonly Step[], steps: readonly Step[]): readonly Step[] {
  const ids = new Set([...plan.steps, ...steps].map(({ id }) => id))
  const left = new Set(steps.map(({ id }) => id))
  const added = steps.filter(({ id, phase }) => phase !== 'verify' && !plan.steps.some((step) => step.id === id)).map(({ id }) => id)
  const waits = reachOf(new Map([...steps, ...plan.steps].map(({ id, after }) => [id, after])))
  const newWaits = new Map(replanned.map(({ id, after }) => [id, after.filter((one) => left.has(one) && !waits(id).has(one))]))
  return inOrder(plan, steps.map((step) => {
    const after = [...new Set([...step.after.filter((id) => ids.has(id)), ...(newWaits.get(step.id) ?? []), ...(step.phase === 'verify' ? added : [])])]
    return canonicalJson(after) === canonicalJson(step.after) ? step : { ...step, after }
  }))
}

/** As they can be performed one after the other; what waits through a step that is done waits all the same. */
function inOrder(plan: Plan, steps: readonly Step[]): readonly Step[] {
  const waits = reachOf(new Map([...plan.steps, ...steps].map(({ id, after }) => [id, after])))
  return stepOrder({ steps: steps.map((step) => ({ ...step, after: [...waits(step.id)] })) }).flatMap(({ id }) => steps.find((step) => step.id === id) ?? [])
}

function hashOf({ state, facts }: ResumeInput, steps: readonly Step[], unsure: readonly Step[]): string {
  const { plan, runId } = state.header
  const keys = [...new Set([...Object.keys(plan.relies), ...Object.keys(plan.wanted)])].sort()
  const seen = keys.map((key) => [key, facts[key]?.known ? facts[key].is : null])
  const hashed = { format: 1, runId, seq: state.seq, steps: steps.map(({ id, action, after }) => [id, action, after]), unsure: unsure.map(({ id }) => id), seen }
  return sha256Hex(canonicalJson(JSON.parse(JSON.stringify(hashed)) as unknown))
}

/** For the journal: of the confirmed steps without a recorded end, those whose effect was found, or is not needed any more. */
export const stepsFound = (state: RunState, left: readonly Step[]): readonly string[] =>
  state.header.plan.steps.filter((step) => !isOver(state, step) && !left.some(({ id }) => id === step.id)).map(({ id }) => id)

/** For the journal: the steps where they are not all the plan's own. */
export const stepsToRecord = (plan: Plan, steps: readonly Step[]): readonly Step[] | undefined =>
  steps.every((step) => plan.steps.includes(step)) ? undefined : steps
