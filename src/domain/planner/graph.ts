/** Order between steps: phases one after the other, within a phase only what must wait. */
import type { DraftStep, Phase, Step } from '../plan'
import { PHASES } from '../plan'

/** Ids of steps of the same phase that a step waits for, by its id. */
export type Waits = ReadonlyMap<string, ReadonlySet<string>>

/**
 * Steps by phase, in a stable topological order, each with the ids that it waits for: those of its phase, and of the phase before for
 * what would otherwise start it. Edges that others imply are left out. Throws when steps wait for each other.
 */
export function ordered(drafts: readonly DraftStep[], waits: Waits): readonly Step[] {
  let before: readonly string[] = []
  return PHASES.flatMap((phase) => {
    const steps = inPhase(drafts, waits, phase, before)
    if (steps.length > 0) before = lastOf(steps)
    return steps
  })
}

function inPhase(drafts: readonly DraftStep[], waits: Waits, phase: Phase, before: readonly string[]): readonly Step[] {
  const members = drafts.filter((draft) => draft.phase === phase)
  const ids = new Set(members.map(({ id }) => id))
  const inside = new Map(members.map(({ id }) => [id, [...(waits.get(id) ?? [])].filter((other) => ids.has(other))] as const))
  const reduced = reduce(inside)
  const steps = members.map((draft) => {
    const after = reduced.get(draft.id) ?? []
    return { ...draft, after: after.length > 0 ? after : before }
  })
  return topological(steps)
}

/** Stable: of the steps that may come next, always the one that stands first. */
export function topological<S extends { readonly id: string; readonly after: readonly string[] }>(steps: readonly S[]): readonly S[] {
  const inside = new Set(steps.map(({ id }) => id))
  const done = new Set<string>()
  const order: S[] = []
  let rest = steps
  while (rest.length > 0) {
    const next = rest.find(({ after }) => after.every((id) => done.has(id) || !inside.has(id)))
    if (next === undefined) throw new Error(`Steps wait for each other: ${rest.map(({ id }) => id).join(', ')}`)
    order.push(next)
    done.add(next.id)
    rest = rest.filter((step) => step !== next)
  }
  return order
}

/** Steps that no other of them waits for. */
function lastOf(steps: readonly Step[]): readonly string[] {
  const waitedFor = new Set(steps.flatMap(({ after }) => after))
  return steps.map(({ id }) => id).filter((id) => !waitedFor.has(id))
}

function reduce(edges: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> {
  const reach = reachOf(edges)
  return new Map([...edges].map(([id, after]) => [id, after.filter((one) => !after.some((other) => other !== one && reach(other).has(one)))] as const))
}

/** Everything that can be reached from a name, without the name itself unless it is in a cycle. */
export function reachOf(edges: ReadonlyMap<string, readonly string[]>): (from: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>()
  return (from) => {
    const found = known.get(from)
    if (found) return found
    const reached = new Set<string>()
    const open = [...(edges.get(from) ?? [])]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (reached.has(next)) continue
      reached.add(next)
      open.push(...(edges.get(next) ?? []))
    }
    known.set(from, reached)
    return reached
  }
}
