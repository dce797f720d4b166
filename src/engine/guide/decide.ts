/** What a request comes to: observe, gather, plan, check. Reads only; what the guide shows besides is not made here. */
import type { Check } from '../../domain/check'
import { checks, type CheckInput } from '../../domain/checks'
import type { EnvironmentDefinition } from '../../domain/definition'
import type { Registry } from '../../domain/deployment'
import type { Observed } from '../../domain/facts'
import { makePlan } from '../../domain/planner'
import type { Plan, RollbackRequest } from '../../domain/plan'
import type { PlanInput } from '../../domain/planning'
import { problemOf, type Problem } from '../../domain/problem'
import { currentOf } from '../../domain/registry/lineage'
import type { RecordSeen } from '../../domain/plan-changes'
import { wantedOf } from '../../domain/wanted'
import { observeEnvironment } from '../gather/observe'
import { gatherTarget, type Gathered } from '../gather/target'
import { recordsSeen } from '../run/stale'
import { planners } from '../session/adapters'
import { environmentOf, type Session } from '../session/session'
import { checkMaterial, standingOf } from './check-input'

/** The target is missing when `targetProblem` says why. */
interface Material {
  readonly observed: Observed
  readonly gathered: Gathered | null
  readonly targetProblem: Problem | null
  readonly planInput: PlanInput | null
  readonly plan: Plan | null
}
export interface Decided {
  readonly definition: EnvironmentDefinition
  readonly observed: Observed
  readonly registryText: () => Promise<string | null>
  /** The environment's newest records, as the plan saw them. */
  readonly records: readonly RecordSeen[]
  readonly gathered: Gathered | null
  readonly checks: readonly Check[]
  /** Milliseconds. */
  readonly checksTook: number
  /** About what the snapshot will take. */
  readonly snapshotBytes: number
  /** All that is wanted is so already. */
  readonly isSo: boolean
  /** Null when nothing can be done, or all of it is so already. */
  readonly plan: Plan | null
}
export type OnCheck = (check: Check, done: number, total: number) => void

export async function decide(session: Session, request: RollbackRequest, onCheck?: OnCheck): Promise<Decided> {
  const definition = await environmentOf(session, request.environment)
  const { registry, text } = await session.registry.read()
  const standing = standingOf(session, definition, request)
  standing.catch(() => undefined)
  const material = await gatherAll(session, definition, request, registry)
  const started = performance.now()
  const input = { ...inputOf(definition, request, material), ...(await checkMaterial(session, definition, request, material.gathered, registry, material.observed, standing)) }
  const found = runAll(input, onCheck)
  const isSo = found.some((check) => check.name === 'already_running' && !check.passed)
  const { observed, gathered, plan } = material
  return { definition, observed, registryText: text, records: recordsSeen(registry, definition.name), gathered, checks: found, checksTook: Math.round(performance.now() - started), snapshotBytes: input.disk.needed, isSo, plan: isSo ? null : plan }
}

async function gatherAll(session: Session, definition: EnvironmentDefinition, request: RollbackRequest, registry: Registry): Promise<Material> {
  const observing = observeEnvironment(session, definition, { probes: { version: currentOf(registry, definition.name).current?.version ?? null } })
  observing.catch(() => undefined)
  try {
    const gathered = await gatherTarget(session, definition, request, registry, observing)
    const seen = await observing
    const observed: Observed = { ...seen, facts: { ...seen.facts, ...gathered.artifacts } }
    const { snapshots } = await session.definitionFile.require()
    const planInput: PlanInput = { project: session.path, observed, target: gathered.target, planners, digest: (content) => session.context.digest(content), restoresSnapshot: snapshots.verify === 'restorable' }
    return { observed, gathered, targetProblem: null, planInput, plan: gathered.keyProblem ? null : makePlan(planInput) }
  } catch (error) {
    const targetProblem = problemOf(error)
    const named = request.deploymentId !== null || request.undo !== null
    const isFinding = named ? request.undo !== null && targetProblem.code === 'manifest-damaged' : targetProblem.code === 'target-missing'
    if (!isFinding) throw error
    return { observed: await observing, gathered: null, targetProblem, planInput: null, plan: null }
  }
}

function inputOf(definition: EnvironmentDefinition, request: RollbackRequest, { gathered, observed, planInput, plan, targetProblem }: Material): Omit<CheckInput, keyof Awaited<ReturnType<typeof checkMaterial>>> {
  return {
    request, environment: definition.name, target: gathered?.target ?? null, targetProblem, record: gathered?.record ?? null, current: gathered?.current ?? null,
    manifestProblem: gathered?.manifestProblem ?? null, keyProblem: gathered?.keyProblem ?? null, observed, wanted: planInput && wantedOf(planInput), plan, artifacts: gathered?.artifacts ?? {}
  }
}

function runAll(input: CheckInput, onCheck: OnCheck | undefined): readonly Check[] {
  return checks.flatMap((checker, index) => {
    const found = checker.run(input)
    for (const check of found) onCheck?.(check, index + 1, checks.length)
    return found
  })
}
