/** `rollbackDeployment(params)` exactly as specified: never throws for an operational failure, never asks. */
import { differences, substituteRun } from '../domain/differences'
import { failureResult, resultOf, rowsLostBy } from '../domain/results'
import { applyEvent } from '../domain/run-state'
import { standingSentence } from '../domain/situation'
import { fail, problemOf, type Problem } from '../domain/problem'
import type { RollbackRequest } from '../domain/plan'
import type { RollbackDeploymentResult, RunState } from '../domain/run'
import { createEngine } from './create-engine'
import type { Engine } from './engine'
import { newRunId } from './run/start'

export interface RollbackDeploymentParams {
  /** Project directory. */
  projectPath: string
  /** `dev`, `staging`, `production` or any other name in backstep.yaml. */
  environment: string
  /** A deployment to go back to; default: the way back. */
  deploymentId?: string
  /** One service to roll back; default: all. */
  target?: string
  /** Default true; false restores the databases whose policy allows it. */
  preserveData?: boolean
  /** Required: it goes into the history. */
  reason: string
  /** Overrides the checks that may be overridden. Default false. */
  force?: boolean
}

export async function rollbackDeployment(params: RollbackDeploymentParams): Promise<RollbackDeploymentResult> {
  const now = new Date()
  try {
    requireTypes(params)
    const engine = createEngine()
    try {
      return await rolledBack(engine, params, now)
    } finally {
      await engine.close().catch(() => undefined)
    }
  } catch (error) {
    return failed(problemOf(error), now)
  }
}

async function rolledBack(engine: Engine, params: RollbackDeploymentParams, now: Date): Promise<RollbackDeploymentResult> {
  const project = (await engine.open(params.projectPath)).path
  const request: RollbackRequest = {
    environment: params.environment, deploymentId: params.deploymentId ?? null, undo: null, services: [params.target ?? []].flat(), data: (params.preserveData ?? true) ? 'keep' : 'restore', credentials: {}
  }
  const run = followed(engine)
  try {
    const handle = await engine.start(project, {
      request, planHash: null, reason: params.reason, forced: params.force === true ? 'all' : [], typedName: params.environment, acceptsDataLoss: true, onFailure: 'ask', via: 'library'
    })
    return (await handle.finished).result
  } catch (error) {
    const state = run()
    return state ? await asFarAsItWent(engine, project, state, problemOf(error)) : await notBegun(engine, project, request, problemOf(error), now)
  }
}

/** The run as its events tell it: what is journalled is told, also when the journal cannot be read any more. */
function followed(engine: Engine): () => RunState | null {
  let state: RunState | null = null
  engine.listen({ events: (_, events) => { state = events.reduce(applyEvent, state) } })
  return () => state
}

/** A run that stopped half-way, judged by what is so now: the state of things first, then why it stopped. */
async function asFarAsItWent(engine: Engine, project: string, state: RunState, problem: Problem): Promise<RollbackDeploymentResult> {
  if (state.result) return state.result.result
  const { plan, runId } = state.header
  const observed = await engine.observe(project, plan.environment).catch(() => null)
  const left = observed ? differences(observed.facts, substituteRun(plan.wanted, runId)) : []
  const { result } = resultOf({ state, observed, differences: left, how: 'failed', problem, finishedAt: new Date().toISOString(), rowsLost: rowsLostBy(state, observed) })
  return { ...result, warnings: [standingSentence(state, observed), ...result.warnings] }
}

/** Nothing was done. The target is named all the same, if one was chosen. */
async function notBegun(engine: Engine, project: string, request: RollbackRequest, problem: Problem, now: Date): Promise<RollbackDeploymentResult> {
  const failure = failed(problem, now)
  return engine.target(project, request).then(({ deploymentId, version, timestamp }) => ({ ...failure, rolledBackTo: { deploymentId, version, timestamp } }), () => failure)
}

const failed = ({ message, next }: Problem, now: Date): RollbackDeploymentResult => failureResult(newRunId(now), now.toISOString(), message, next === '' ? [] : [next])

type Given = { readonly [Name in keyof RollbackDeploymentParams]?: unknown } | undefined

/** JavaScript callers can pass anything; null counts as left out. */
function requireTypes(params: Given): void {
  for (const name of ['projectPath', 'environment', 'reason'] as const) requireType(name, params?.[name], 'string', 'a text')
  for (const name of ['deploymentId', 'target'] as const) requireType(name, params?.[name] ?? '', 'string', 'a text')
  for (const name of ['preserveData', 'force'] as const) requireType(name, params?.[name] ?? false, 'boolean', 'true or false')
}

function requireType(name: keyof RollbackDeploymentParams, value: unknown, type: 'string' | 'boolean', words: string): void {
  if (typeof value !== type) throw fail('parameter-invalid', `${name} must be ${words}. Nothing was changed.`, `Pass ${name} as ${words}.`)
}
