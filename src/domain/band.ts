/** How long a plan takes: medians of the same steps in earlier runs, along the longest way through the plan. */
import { PHASES } from './plan'
import type { Phase, Plan, Step } from './plan'
import type { BandPart, BandView } from './views'

/** Milliseconds by step id; a step that is missing was not measured yet. */
export type Expected = Readonly<Record<string, number>>

/** Null for no numbers; the mean of the two in the middle for an even count. */
export function median(numbers: readonly number[]): number | null {
  const sorted = [...numbers].sort((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}

/** From the durations that were measured, by step id. */
export const expectedOf = (durations: Readonly<Record<string, readonly number[]>>): Expected =>
  Object.fromEntries(Object.entries(durations).flatMap(([id, measured]) => {
    const middle = median(measured)
    return middle === null ? [] : [[id, Math.round(middle)] as const]
  }))

/** Parts to scale when every step was measured, else of equal width without figures. */
export function bandOf(plan: Pick<Plan, 'steps'>, expected: Expected): BandView {
  const phases = PHASES.filter((phase) => plan.steps.some((step) => step.phase === phase))
  const ends = endsOf(plan.steps, expected)
  const total = Math.max(0, ...ends.values())
  const measured = plan.steps.every(({ id }) => expected[id] !== undefined)
  const down = downPhases(phases)
  const border = (index: number): number => {
    const phase = phases[index]
    if (!measured || total === 0) return index / phases.length
    return phase === undefined ? 1 : startOf(plan.steps, phase, ends, expected) / total
  }
  const parts = phases.map((phase, index): BandPart => ({ phase, title: titleOf(phase), from: border(index), to: border(index + 1), down: down.has(phase) }))
  return { measured, total: measured ? total : null, downtime: measured ? downtimeIn(parts, total) : null, parts }
}

/** When each step is over, if all start as soon as what they wait for is over. Steps stand after what they wait for. */
function endsOf(steps: readonly Step[], expected: Expected): ReadonlyMap<string, number> {
  const ends = new Map<string, number>()
  for (const { id, after } of steps) {
    ends.set(id, Math.max(0, ...after.map((other) => ends.get(other) ?? 0)) + (expected[id] ?? 0))
  }
  return ends
}

const startOf = (steps: readonly Step[], phase: Phase, ends: ReadonlyMap<string, number>, expected: Expected): number =>
  Math.min(...steps.filter((step) => step.phase === phase).map(({ id }) => (ends.get(id) ?? 0) - (expected[id] ?? 0)))

/** Something is down from the first stop until the last start. What is not started again stays down, for no time that could be told. */
function downPhases(phases: readonly Phase[]): ReadonlySet<Phase> {
  if (!phases.includes('stop') || !phases.includes('start')) return new Set()
  return new Set(phases.slice(phases.indexOf('stop'), phases.indexOf('start') + 1))
}

function downtimeIn(parts: readonly BandPart[], total: number): number | null {
  const down = parts.filter((part) => part.down)
  const [first, last] = [down[0], down.at(-1)]
  return first && last ? Math.round((last.to - first.from) * total) : null
}

const titleOf = (phase: Phase): string => `${phase.slice(0, 1).toUpperCase()}${phase.slice(1)}`
