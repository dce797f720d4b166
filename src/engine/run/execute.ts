/**
 * The executor: walks the plan's graph, independent steps in parallel. Each step: commit `step-started`, perform, observe, commit
 * `step-finished` or `step-failed`. A step is finished when its resource is as it expects, not when a program exits 0.
 */
import { matches, substituteRun } from '../../domain/differences'
import type { Plan, Step } from '../../domain/plan'
import { reachOf } from '../../domain/planner/graph'
import { fail, problemOf, type Evidence, type Problem } from '../../domain/problem'
import type { Decision, RunEvent, RunEventBody } from '../../domain/run'
import { observeKey } from '../gather/observe'
import type { Session } from '../session/session'
import { perform, type PerformContext } from './perform'

export interface Execution {
  readonly session: Session
  readonly runId: string
  readonly plan: Plan
  /** Steps to perform, in the plan's order; steps not listed count as done (resume). */
  readonly steps: readonly Step[]
  readonly attempts: Map<string, number>
  emit(body: RunEventBody): Promise<RunEvent>
  performing(step: Step): PerformContext
  /** True once somebody asked to cancel: no further step starts. */
  cancelled(): boolean
  /** Waits for a decision; the problem says why. */
  decide(step: string | null, problem: Problem): Promise<Decision>
  /** After a retry or "go on": clears the cancellation. */
  goOn(): void
}
export type Ended = { readonly how: 'done' } | { readonly how: 'stopped' | 'undo'; readonly problem: Problem }

export async function execute(execution: Execution): Promise<Ended> {
  const done = new Set(execution.plan.steps.filter((step) => !execution.steps.some((mine) => mine.id === step.id)).map((step) => step.id))
  for (;;) {
    const failed = await walk(execution, done)
    const left = execution.plan.steps.some((step) => !done.has(step.id))
    if (!failed && !left) return { how: 'done' }
    const problem = failed?.problem ?? CANCELLED
    const decision = await execution.decide(failed?.step ?? null, problem)
    if (decision !== 'retry') return { how: decision === 'undo' ? 'undo' : 'stopped', problem }
    execution.goOn()
    if (failed) for (const id of await noLongerSo(execution, done, failed.step)) done.delete(id)
  }
}

const CANCELLED: Problem = { code: 'cancelled', message: 'The run was asked to stop. The step in hand has ended; nothing runs until you choose.', next: 'Go on, undo, or stop here.' }

/** Runs every step that can run; ends when all are done, one failed, or it was cancelled. The steps in hand always end first. */
async function walk(execution: Execution, done: Set<string>): Promise<{ step: string; problem: Problem } | null> {
  const running = new Map<string, Promise<void>>()
  const journalled: Promise<unknown>[] = []
  const failures: { step: string; problem: Problem }[] = []
  // Also through steps that count as done: of what is left to do after a crash, the order stays.
  const before = reachOf(new Map(execution.plan.steps.map(({ id, after }) => [id, after])))
  for (;;) {
    const ready = failures.length > 0 || execution.cancelled() ? [] : execution.plan.steps.filter((step) => !done.has(step.id) && !running.has(step.id) && [...before(step.id)].every((id) => done.has(id)))
    for (const step of ready) running.set(step.id, track(execution, step, done, failures, journalled).finally(() => running.delete(step.id)))
    if (running.size === 0) {
      await Promise.all(journalled)
      return failures[0] ?? stuck(execution, done)
    }
    await Promise.race(running.values()).catch(async (error: unknown) => {
      await Promise.allSettled(running.values())
      throw error
    })
  }
}

function stuck(execution: Execution, done: ReadonlySet<string>): null {
  const left = execution.plan.steps.filter((step) => !done.has(step.id))
  if (left.length === 0 || execution.cancelled()) return null
  throw fail('plan-stuck', `No step of ${left.map((step) => step.id).join(', ')} can start: the plan's order has a cycle.`, 'Please report this with the plan.')
}

async function track(execution: Execution, step: Step, done: Set<string>, failures: { step: string; problem: Problem }[], journalled: Promise<unknown>[]): Promise<void> {
  const problem = await runStep(execution, step, journalled)
  if (problem) failures.push({ step: step.id, problem })
  else done.add(step.id)
}

/**
 * Null when finished, else why not. A journal that cannot be written throws: then nothing may go on. That a step has finished is not
 * waited for: it is in the journal before, and with, whatever comes next.
 */
async function runStep(execution: Execution, planned: Step, journalled: Promise<unknown>[]): Promise<Problem | null> {
  const step = substituteRun(planned, execution.runId)
  const attempt = (execution.attempts.get(step.id) ?? 0) + 1
  execution.attempts.set(step.id, attempt)
  await execution.emit({ type: 'step-started', step: step.id, attempt })
  const began = performance.now()
  try {
    const performed = await perform(step, execution.performing(step))
    await requireExpected(execution.session, execution.plan, step)
    if (performed.snapshot) later(journalled, execution.emit({ type: 'snapshot-verified', snapshot: performed.snapshot }))
    later(journalled, execution.emit({ type: 'step-finished', step: step.id, evidence: performed.evidence, findings: performed.findings }))
    return null
  } catch (error) {
    const problem = problemOf(error)
    if (problem.code === 'overtaken' || problem.code.startsWith('store-')) throw error
    const evidence: Evidence = { ...problem.evidence, duration: Math.round(performance.now() - began) }
    execution.performing(step).line('note', problem.message)
    await execution.emit({ type: 'step-failed', step: step.id, problem, evidence })
    return problem
  }
}

/** Its failure is told when it is waited for. */
function later(journalled: Promise<unknown>[], event: Promise<unknown>): void {
  event.catch(() => undefined)
  journalled.push(event)
}

/**
 * What is done again before a failed step is: the last change of its resource that is not so any more, and what came after it. A
 * service that died while its answers were awaited is started first.
 */
async function noLongerSo({ session, plan, runId }: Execution, done: ReadonlySet<string>, failed: string): Promise<readonly string[]> {
  const resource = plan.steps.find((step) => step.id === failed)?.resource
  const before = plan.steps.filter((step) => step.resource === resource && done.has(step.id))
  const last = before.findLastIndex((step) => Object.keys(step.expects).length > 0)
  const change = before[last]
  if (!change || (await unexpected(session, plan, substituteRun(change, runId))) === null) return []
  return before.slice(last).map(({ id }) => id)
}

/** Observes again what the step expects. Exit 0 without the effect is a failed step. */
async function requireExpected(session: Session, plan: Plan, step: Step): Promise<void> {
  const found = await unexpected(session, plan, step)
  if (found) throw found
}

/** Null when everything is as it expects. */
async function unexpected(session: Session, plan: Plan, step: Step): Promise<Error | null> {
  for (const [key, expected] of Object.entries(step.expects)) {
    if (key.startsWith('artifact:')) continue
    const fact = await observeKey(session, plan.definition, key)
    if (fact.known && matches(fact.is, expected)) continue
    return fail('no-effect', `${step.title}: it ended, but ${key} is not as expected${fact.known ? '' : `: ${fact.reason}`}.`, 'Look at its output, then retry or undo.')
  }
  return null
}
