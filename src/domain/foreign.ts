/** What of a run's world is neither as it was before the run nor as a step that was begun leaves it: somebody else changed it. */
import { matches, substituteRun } from './differences'
import { databaseKey, foreignIn, foreignPlace, serviceKey, type Fact, type Is, type Observed, type ResourceKey } from './facts'
import { factChange, recordChanges, type RecordSeen } from './plan-changes'
import type { PartialIs, Step } from './plan'
import type { RunState } from './run'

export interface ForeignInput {
  readonly state: RunState
  readonly facts: Observed['facts']
  /** The newest records of the environment, when the run was confirmed and now. */
  readonly records: { readonly then: readonly RecordSeen[]; readonly now: readonly RecordSeen[] }
}

/** A sentence each, without a full stop. */
export function foreignChanges({ state, facts, records }: ForeignInput): readonly string[] {
  const { plan } = state.header
  return Object.entries(plan.relies).flatMap(([key, was]) => {
    const fact = facts[key]
    if (fact?.known && isOurs(state, key, was, fact)) return []
    return was.kind === 'registry' && fact?.known ? recordChanges(records.then, records.now, plan.environment) : [factChange(key, was, fact)]
  })
}

/** Is it told to stop by a command, which whatever runs it elsewhere obeys? */
export const isStopTold = (steps: readonly Step[], key: ResourceKey): boolean =>
  steps.some(({ action, resource }) => action.kind === 'stop-process' && action.argv !== undefined && resource === key)

/** What was not started from here and answers for a service that is still to be started by us, or whose data is still to be replaced; a sentence each. */
export function standsInTheWay({ state, facts }: ForeignInput, left: readonly Step[]): readonly string[] {
  const { definition } = state.header.plan
  const moved = definition.databases.filter(({ name }) => left.some(({ phase, resource }) => phase === 'database' && resource === databaseKey(name)))
  return definition.services.flatMap(({ name, hosts }) => hosts.flatMap((host) => {
    const key = serviceKey(name, host)
    const foreign = foreignIn(facts[key])
    const isStarted = left.some(({ action, resource }) => action.kind === 'start-process' && !action.waits && resource === key)
    const uses = moved.some(({ usedBy }) => usedBy === null || usedBy.includes(name))
    return foreign === null || isStopTold(left, key) || !(isStarted || uses) ? [] : [`${name} is answered for at ${foreignPlace(foreign)} by what was not started from here`]
  }))
}

function isOurs(state: RunState, key: ResourceKey, was: Is, fact: Extract<Fact, { known: true }>): boolean {
  const begun = stepsOn(state, key)
  return possible(state, key, was, begun).some((part) => matches(fact.is, part)) || isHalfWay(state, key, begun, fact.is)
}

/** A database between its old and its new name, or with the mark that a program has begun to change it. */
function isHalfWay(state: RunState, key: ResourceKey, begun: readonly Step[], is: Is): boolean {
  if (is.kind !== 'database') return false
  const open = begun.filter(({ id }) => state.steps[id]?.status !== 'done')
  if (!is.present) return open.some(({ action }) => action.kind === 'swap')
  return open.some(({ action, expects }) => action.kind === 'exec' && is.lineage === `unfinished:${lineageIn(expects[key], state.header.runId)}`)
}

const lineageIn = (part: PartialIs | undefined, runId: string): string =>
  part !== undefined && 'lineage' in part ? substituteRun(part.lineage ?? '', runId) : ''

const stepsOn = (state: RunState, key: ResourceKey): readonly Step[] =>
  state.header.plan.steps.filter((step) => step.effect !== 'reads' && key in step.expects && (state.steps[step.id]?.attempt ?? 0) > 0)

/** As it was, and as each step that was begun leaves it, one after the other: the last may not have happened. */
function possible({ header: { runId } }: RunState, key: ResourceKey, was: Is, begun: readonly Step[]): readonly PartialIs[] {
  const states: PartialIs[] = [was as PartialIs]
  for (const step of begun) states.push(settled({ ...states.at(-1), ...substituteRun(step.expects[key] ?? {}, runId) } as PartialIs))
  return was.kind === 'service' ? states.flatMap((one) => [one, ...alike(one, begun)]) : states
}

/** What does not run was started with nothing, and a file that is not there has no permissions. */
function settled(part: PartialIs): PartialIs {
  if ('state' in part && part.state !== 'running') return { ...part, runs: null }
  return 'mode' in part && part.digest === null ? { ...part, mode: null } : part
}

/** That a process has ended by itself is no change of anybody's; while another supervisor starts it, nothing is known of what it runs. */
const alike = (part: PartialIs, begun: readonly Step[]): readonly PartialIs[] => [
  { ...part, state: 'gone', runs: null } as PartialIs,
  ...(begun.some(({ action }) => action.kind === 'start-process' && action.waits) ? [{ ...part, state: 'running', runs: null } as PartialIs] : [])
]
