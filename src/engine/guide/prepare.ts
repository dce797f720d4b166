/** Everything that the guide shows for a request: observe, gather, compare, check, plan. Reads only. */
import { bandOf, expectedOf, type Expected } from '../../domain/band'
import type { Check } from '../../domain/check'
import { checks, type CheckInput } from '../../domain/checks'
import type { EnvironmentDefinition } from '../../domain/definition'
import type { Observed } from '../../domain/facts'
import { makePlan } from '../../domain/planner'
import type { Plan, RollbackRequest } from '../../domain/plan'
import type { PlanInput } from '../../domain/planning'
import { problemOf, type Problem } from '../../domain/problem'
import { currentOf } from '../../domain/registry/lineage'
import type { Actor } from '../../domain/run'
import type { Comparison, DatabaseChoice, PreparedView } from '../../domain/views'
import { wantedOf } from '../../domain/wanted'
import { observeEnvironment } from '../gather/observe'
import { gatherTarget, type Gathered } from '../gather/target'
import { planners } from '../session/adapters'
import { environmentOf, type Session } from '../session/session'
import { commandsOf } from '../views/run'
import { checkMaterial } from './check-input'
import { compare } from './comparison'
import { snapshotBytes } from './size'
import { databaseChoices } from './stake'

export interface Prepared {
  readonly view: PreparedView
  readonly plan: Plan | null
  readonly observed: Observed
  readonly registryText: () => Promise<string | null>
}

/** Made by `gatherAll`; the target is missing when `targetProblem` says why. */
interface Material {
  readonly definition: EnvironmentDefinition
  readonly observed: Observed
  readonly registryText: () => Promise<string | null>
  readonly gathered: Gathered | null
  readonly targetProblem: Problem | null
  readonly planInput: PlanInput | null
  readonly plan: Plan | null
}

export async function prepare(session: Session, request: RollbackRequest, actor: Actor, onCheck?: (check: Check, done: number, total: number) => void): Promise<Prepared> {
  const material = await gatherAll(session, request)
  const started = performance.now()
  const { definition, gathered, observed, plan } = material
  const [input, comparison, databases, bytes] = await Promise.all([
    inputOf(session, request, material),
    gathered ? compare(session, definition, gathered, observed) : Promise.resolve(NOTHING),
    gathered ? databaseChoices(session, definition, gathered.sources, observed) : Promise.resolve<readonly DatabaseChoice[]>([]),
    snapshotBytes(session, definition)
  ])
  const found = runAll(input, onCheck)
  const checksTook = Math.round(performance.now() - started)
  const usable = plan && !found.some((check) => check.name === 'already_running' && !check.passed) ? plan : null
  const expected = usable ? await expectedFor(session, usable) : {}
  const to = gathered?.target.to ?? { deploymentId: '', version: '', timestamp: '' }
  return {
    plan: usable, observed, registryText: material.registryText,
    view: {
      request: gathered?.target.request ?? request, preparedAt: observed.at, from: gathered?.target.from ?? null, to, comparison, checks: found, checksTook, plan: usable,
      commands: usable ? commandsOf(usable) : {}, expected, band: usable ? bandOf(usable, expected) : { measured: false, total: null, downtime: null, parts: [] },
      databases, snapshotBytes: bytes, protected: definition.protected, actor
    }
  }
}

const NOTHING: Comparison = { schemas: [], config: [], credentials: [], releases: [], commits: null, files: null, empty: true }

async function gatherAll(session: Session, request: RollbackRequest): Promise<Material> {
  const definition = await environmentOf(session, request.environment)
  const { registry, text } = await session.registry.read()
  const observed = await observeEnvironment(session, definition, { probes: { version: currentOf(registry, definition.name).current?.version ?? null } })
  const base = { definition, registryText: text }
  try {
    const gathered = await gatherTarget(session, definition, request, registry, observed)
    const withArtifacts: Observed = { ...observed, facts: { ...observed.facts, ...gathered.artifacts } }
    const planInput: PlanInput = { project: session.path, observed: withArtifacts, target: gathered.target, planners, digest: (content) => session.context.digest(content) }
    return { ...base, observed: withArtifacts, gathered, targetProblem: null, planInput, plan: makePlan(planInput) }
  } catch (error) {
    const targetProblem = problemOf(error)
    const named = request.deploymentId !== null || request.undo !== null
    if (named || targetProblem.code !== 'target-missing') throw error
    return { ...base, observed, gathered: null, targetProblem, planInput: null, plan: null }
  }
}

async function inputOf(session: Session, request: RollbackRequest, material: Material): Promise<CheckInput> {
  const { definition, gathered, observed, planInput, plan, targetProblem } = material
  return {
    request, environment: definition.name, target: gathered?.target ?? null, targetProblem, record: gathered?.record ?? null, current: gathered?.current ?? null,
    manifestProblem: gathered?.manifestProblem ?? null, observed, wanted: planInput && wantedOf(planInput), plan, artifacts: gathered?.artifacts ?? {},
    ...(await checkMaterial(session, definition, request, gathered, observed))
  }
}

function runAll(input: CheckInput, onCheck: ((check: Check, done: number, total: number) => void) | undefined): readonly Check[] {
  return checks.flatMap((checker, index) => {
    const found = checker.run(input)
    for (const check of found) onCheck?.(check, index + 1, checks.length)
    return found
  })
}

async function expectedFor(session: Session, plan: Plan): Promise<Expected> {
  const measured = await Promise.all(plan.steps.map(async (step) => [step.id, await session.store.durations(plan.environment, step.id)] as const))
  return expectedOf(Object.fromEntries(measured))
}
