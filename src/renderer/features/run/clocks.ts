/** How long it took, takes and will take. Pure: the present comes in. */
import type { RunState } from '../../../domain/run'
import { phasesOf, type PhaseState } from '../../../domain/run-state'
import type { BandView } from '../../../domain/views'

export function elapsed({ header, result }: RunState, now: number): number {
  const end = result === null ? now : Date.parse(result.finishedAt)
  return Math.max(0, end - Date.parse(header.startedAt))
}

/** Expected milliseconds of a phase; null when not measured. */
export function phaseExpected(band: BandView, phase: string): number | null {
  const part = band.parts.find((one) => one.phase === phase)
  return part && band.measured && band.total !== null ? (part.to - part.from) * band.total : null
}

const left = (phase: PhaseState, expected: number, now: number): number => {
  if (phase.status === 'done' || phase.status === 'skipped') return 0
  return phase.startedAt === null ? expected : Math.max(0, expected - (now - Date.parse(phase.startedAt)))
}

/** Expected milliseconds until the end; null when not measured. */
export function remaining(state: RunState, band: BandView, now: number): number | null {
  if (!band.measured || band.total === null) return null
  return phasesOf(state).reduce((sum, phase) => sum + left(phase, phaseExpected(band, phase.phase) ?? 0, now), 0)
}

/** From 0 to 1: how far a phase is, by its steps, and by time within one that is measured. */
export function phaseShare(phase: PhaseState, expected: number | null, now: number): number {
  if (phase.status === 'done' || phase.status === 'skipped') return 1
  if (phase.startedAt === null) return 0
  const bySteps = phase.steps.filter(({ status }) => status === 'done' || status === 'skipped').length / phase.steps.length
  if (expected === null || expected === 0 || phase.status !== 'running') return bySteps
  return Math.min(0.97, Math.max(bySteps, (now - Date.parse(phase.startedAt)) / expected))
}
