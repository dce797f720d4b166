/** The planner converges: from what is to what should be; what is already so is not in the plan. */
import { differences } from '../differences'
import { configKey, databaseKey, registryKey } from '../facts'
import type { Is, ResourceKey } from '../facts'
import { PHASES } from '../plan'
import type { DraftStep, Plan, Step } from '../plan'
import type { PlanInput, WantedAnswer } from '../planning'
import { wantedOf } from '../wanted'
import { scopeOf } from '../wanted-scope'
import { snapshotSteps, verifySteps } from './around'
import { ordered, topological } from './graph'
import type { Waits } from './graph'
import { planHash } from './hash'
import { configSteps, databaseSteps } from './resources'
import { chain, serviceSteps, serviceWaits, toStopElsewhere } from './services'

/** Pure and deterministic. Nothing differs: no steps at all. Throws when definitions depend on each other in a circle. */
export function makePlan(input: PlanInput): Plan {
  const { target, observed } = input
  const answer = wantedOf(input)
  const different = new Set([...differences(observed.facts, answer.wanted).map(({ key }) => key), ...toStopElsewhere(input, answer.definition, answer.wanted)])
  const steps = different.size === 0 ? [] : stepsOf(input, answer, different)
  return withHash({
    format: 1, kind: target.kind, environment: observed.environment, request: target.request, from: target.from, to: target.to,
    relies: reliesOf(input, answer, steps), wanted: answer.wanted, definition: answer.definition, steps, notes: answer.notes
  })
}

/** As people read and number them: by phase, then what comes first. A plan of ours has its steps in this order already. */
export const stepOrder = (plan: Pick<Plan, 'steps'>): readonly Step[] =>
  PHASES.flatMap((phase) => topological(plan.steps.filter((step) => step.phase === phase)))

const withHash = (plan: Omit<Plan, 'hash'>): Plan => ({ ...plan, hash: planHash(plan) })

function stepsOf(input: PlanInput, { wanted, definition }: WantedAnswer, different: ReadonlySet<ResourceKey>): readonly Step[] {
  const services = serviceSteps(input, definition, wanted, different)
  const databases = databaseSteps(input, definition, different)
  const affected = new Set(services.map(({ service }) => service.name))
  const drafts = [
    ...snapshotSteps(input, affected, different),
    ...services.flatMap(({ steps }) => steps), ...configSteps(input, wanted, different), ...databases.flat(),
    ...verifySteps(input, definition, wanted, different)
  ]
  const steps = ordered(drafts, waitsOf([...serviceWaits(services, scopeOf(input.target).whole), ...databases.flatMap(chain), ...snapshotLast(drafts)]))
  return withKnownRelies(steps, new Set(Object.keys(input.observed.facts)))
}

/** A step can rely on what was observed, or on what a step before it expects; on nothing else. */
const withKnownRelies = (steps: readonly Step[], known: Set<ResourceKey>): readonly Step[] =>
  steps.map((step) => {
    const relies = step.relies.filter((key) => known.has(key))
    for (const key of Object.keys(step.expects)) known.add(key)
    return { ...step, relies }
  })

const snapshotLast = (drafts: readonly DraftStep[]): readonly (readonly [string, string])[] =>
  drafts.filter(({ phase, id }) => phase === 'snapshot' && id !== 'verify-snapshot').map(({ id }) => ['verify-snapshot', id] as const)

function waitsOf(pairs: readonly (readonly [string, string])[]): Waits {
  const waits = new Map<string, Set<string>>()
  for (const [waiting, first] of pairs) waits.set(waiting, (waits.get(waiting) ?? new Set()).add(first))
  return waits
}

/** Every fact that was known and that the plan was made from: what steps rely on, what was compared, what services are started with. */
function reliesOf({ observed }: PlanInput, { wanted, definition }: WantedAnswer, steps: readonly Step[]): Readonly<Record<ResourceKey, Is>> {
  const keys = [
    registryKey(observed.environment), ...Object.keys(wanted), ...steps.flatMap(({ relies }) => relies),
    ...definition.config.map(({ path }) => configKey(path)), ...definition.databases.map(({ name }) => databaseKey(name))
  ]
  return Object.fromEntries([...new Set(keys)].sort().flatMap((key) => {
    const fact = observed.facts[key]
    return fact?.known ? [[key, fact.is] as const] : []
  }))
}
