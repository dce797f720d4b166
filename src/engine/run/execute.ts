/**
 * The executor: walks the plan's graph, independent steps in parallel. Each step: commit `step-started`, perform, observe, commit
 * `step-finished`, `step-failed`, or `step-aborted` when the run was cancelled. A step is finished when its resource is as it expects,
 * not when a program exits 0.
 */
import type { Plan, Step } from '../../domain/plan'
import { reachOf } from '../../domain/planner/graph'
import { fail, type Problem } from '../../domain/problem'
import type { Actor } from '../../domain/run'
import { listOf } from '../../domain/text'
import type { Session } from '../session/session'
import type { Ask, Asking } from './asking'
import type { Cancelling } from './cancelling'
import type { Journal } from './journal'
import { createLater } from './later'
import type { PerformContext } from './perform'
import { runStep, type Hand } from './run-step'

export interface Execution {
  readonly session: Session
  readonly runId: string
  readonly plan: Plan
  /** Steps to perform, in the plan's order; steps not listed count as done (resume). */
  readonly steps: readonly Step[]
  readonly attempts: Map<string, number>
  readonly actor: Actor
  readonly cancelling: Cancelling
  readonly asking: Pick<Asking, 'decide'>
  emit: Journal['emit']
  performing(step: Step, attempt: number): PerformContext
  /** What is left by what is observed now, for a retry; null when that would be something else than what was confirmed. */
  replan(): Promise<readonly Step[] | null>
}
export type Ended = { readonly how: 'done' } | { readonly how: 'stopped' | 'undo'; readonly problem: Problem }
interface Walked { readonly failed: readonly { readonly step: string; readonly problem: Problem }[]; readonly aborted: readonly string[] }

export async function execute(execution: Execution): Promise<Ended> {
  let todo = execution.steps
  const done = new Set(execution.plan.steps.filter((step) => !todo.some((mine) => mine.id === step.id)).map((step) => step.id))
  for (;;) {
    const walked = await walk(execution, todo, done)
    if (walked.failed.length === 0 && todo.every((step) => done.has(step.id))) return { how: 'done' }
    // It stands, as was asked. Who cancels from here on, also while it looks again, means what would come next.
    execution.cancelling.clear()
    for (const ask of asksOf(execution, walked)) {
      const decision = await execution.asking.decide(ask)
      if (decision === 'undo' || decision === 'stop') return { how: decision === 'undo' ? 'undo' : 'stopped', problem: ask.problem }
      if (decision === 'skip') await skip(execution, ask, done)
    }
    todo = await lookAgain(execution, todo, done)
  }
}

/** A service that died meanwhile is started again, and not only asked again: going on is planning again. */
async function lookAgain(execution: Execution, todo: readonly Step[], done: Set<string>): Promise<readonly Step[]> {
  const left = await execution.replan()
  if (left === null) return todo
  for (const { id } of left) done.delete(id)
  return [...todo.filter(({ id }) => !left.some((step) => step.id === id)), ...left]
}

/** One question for each step that failed; where none did, the run was cancelled. */
const asksOf = (execution: Execution, { failed, aborted }: Walked): readonly Ask[] =>
  failed.length > 0 ? failed.map((one) => ({ ...one, aborted: [] })) : [{ step: null, aborted, problem: cancelled(execution, aborted) }]

function cancelled({ plan }: Execution, aborted: readonly string[]): Problem {
  const titles = plan.steps.filter(({ id }) => aborted.includes(id)).map(({ title }) => `"${title}"`)
  const inHand = titles.length === 0 ? 'The step in hand has ended' : `${listOf(titles)} ${titles.length === 1 ? 'was' : 'were'} broken off`
  return { code: 'cancelled', message: `The run was asked to stop. ${inHand}.`, next: '' }
}

async function skip({ emit, actor }: Execution, { step, aborted }: Ask, done: Set<string>): Promise<void> {
  for (const id of step === null ? aborted : [step]) {
    await emit({ type: 'step-skipped', step: id, actor })
    done.add(id)
  }
}

/** Runs every step that can run; ends when all are done, one failed, or it was cancelled. The steps in hand always end first. */
async function walk(execution: Execution, todo: readonly Step[], done: Set<string>): Promise<Walked> {
  const running = new Map<string, Promise<void>>()
  const failed: { step: string; problem: Problem }[] = []
  const aborted: string[] = []
  const hand: Hand = { journalled: createLater(), steps: new Set() }
  const track = async (step: Step): Promise<void> => {
    const ended = await runStep(execution, step, hand)
    if (ended === 'done') done.add(step.id)
    else if (ended === 'aborted') aborted.push(step.id)
    else failed.push({ step: step.id, problem: ended })
  }
  // Also through steps that count as done: of what is left to do after a crash, the order stays.
  const before = reachOf(new Map(execution.plan.steps.map(({ id, after }) => [id, after])))
  const isReady = ({ id }: Step): boolean => !done.has(id) && !running.has(id) && [...before(id)].every((one) => done.has(one))
  for (;;) {
    const ready = failed.length > 0 || hand.journalled.failed() || execution.cancelling.requested() ? [] : todo.filter(isReady)
    for (const step of ready) running.set(step.id, track(step).finally(() => running.delete(step.id)))
    if (running.size === 0) {
      await hand.journalled.all()
      return requireMoved(execution, todo.filter((step) => !done.has(step.id)), { failed, aborted })
    }
    await Promise.race(running.values()).catch(async (error: unknown) => {
      await Promise.allSettled(running.values())
      await hand.journalled.all()
      throw error
    })
  }
}

function requireMoved(execution: Execution, left: readonly Step[], walked: Walked): Walked {
  if (left.length === 0 || walked.failed.length > 0 || execution.cancelling.requested()) return walked
  throw fail('plan-stuck', `No step of ${left.map((step) => step.id).join(', ')} can start: the plan's order has a cycle.`, 'Please report this with the plan.')
}
