/** The plan as a table: steps by phase, in the order of the plan. Pure. */
import { mayLoseData } from '../../../domain/at-stake'
import { PHASES, type Phase, type Step } from '../../../domain/plan'
import type { BandPart, PreparedView } from '../../../domain/views'

export interface PlanRow {
  readonly step: Step
  /** Counts from 1 through the whole plan. */
  readonly number: number
  /** One line a command. */
  readonly commands: readonly string[]
  /** Expected milliseconds; null when not measured yet. */
  readonly takes: number | null
  /** Rows are lost by it, as far as anybody knows. */
  readonly loses: boolean
}
export interface PlanPhase {
  readonly phase: Phase
  readonly title: string
  readonly rows: readonly PlanRow[]
  /** Expected milliseconds from the start; null when not measured. */
  readonly at: number | null
  readonly down: boolean
  /** Services go down with this phase, or are up again from it on. */
  readonly turn: 'down' | 'up' | null
}

const title = (phase: Phase): string => `${phase.charAt(0).toUpperCase()}${phase.slice(1)}`

export function planPhases(view: PreparedView): readonly PlanPhase[] {
  const { plan, band, commands, expected } = view
  const parts = new Map<string, BandPart>(band.parts.map((part) => [part.phase, part]))
  let number = 0
  let wasDown = false
  return PHASES.flatMap((phase) => {
    const steps = plan?.steps.filter((step) => step.phase === phase) ?? []
    if (steps.length === 0) return []
    const rows = steps.map((step) => ({ step, number: ++number, commands: commands[step.id] ?? [], takes: expected[step.id] ?? null, loses: step.effect === 'loses-data' && mayLoseData(view) }))
    const part = parts.get(phase)
    const down = part?.down ?? false
    const turn = down && !wasDown ? 'down' as const : !down && wasDown ? 'up' as const : null
    wasDown = down
    return [{ phase, title: part?.title ?? title(phase), rows, at: band.measured && band.total !== null && part ? part.from * band.total : null, down, turn }]
  })
}
