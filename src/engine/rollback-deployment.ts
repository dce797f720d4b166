/** `rollbackDeployment(params)` exactly as specified: never throws for an operational failure, never asks. */
import { failureResult } from '../domain/results'
import { problemOf } from '../domain/problem'
import type { RollbackDeploymentResult } from '../domain/run'
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
  let runId = newRunId(now)
  let engine: Engine | null = null
  let started: { readonly project: string; readonly runId: string } | null = null
  try {
    requireText(params)
    engine = createEngine()
    const project = (await engine.open(params.projectPath)).path
    const handle = await engine.start(project, {
      request: { environment: params.environment, deploymentId: params.deploymentId ?? null, undo: null, services: params.target === undefined ? [] : [params.target], data: (params.preserveData ?? true) ? 'keep' : 'restore', credentials: {} },
      planHash: null, reason: params.reason, forced: params.force === true ? 'all' : [], typedName: params.environment, acceptsDataLoss: true, onFailure: 'ask', via: 'library'
    })
    runId = handle.runId
    started = { project, runId }
    return (await handle.finished).result
  } catch (error) {
    const problem = problemOf(error)
    const failure = failureResult(runId, now.toISOString(), problem.message, problem.next === '' ? [] : [problem.next])
    return engine && started ? asFarAsItWent(engine, started, failure) : failure
  } finally {
    await engine?.close().catch(() => undefined)
  }
}

/** A run that stopped half-way: its target, and whether data was replaced already. */
async function asFarAsItWent(engine: Engine, run: { readonly project: string; readonly runId: string }, failure: RollbackDeploymentResult): Promise<RollbackDeploymentResult> {
  const view = await engine.runView(run.project, run.runId).catch(() => null)
  if (!view) return failure
  const { header, steps } = view.state
  const { deploymentId, version, timestamp } = header.plan.to
  const dataPreserved = !header.plan.steps.some((step) => step.effect === 'loses-data' && (steps[step.id]?.attempt ?? 0) > 0)
  return { ...failure, rolledBackTo: { deploymentId, version, timestamp }, summary: { ...failure.summary, dataPreserved } }
}

/** JavaScript callers can pass anything. */
function requireText(params: RollbackDeploymentParams): void {
  for (const name of ['projectPath', 'environment', 'reason'] as const) {
    if (typeof params?.[name] !== 'string') throw new TypeError(`${name} must be a text. Nothing was changed.`)
  }
}
