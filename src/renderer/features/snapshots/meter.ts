import type { SnapshotsView } from '../../../domain/views'

export interface MeterPart {
  readonly environment: string
  readonly bytes: number
  /** Of what is used and free, from 0 to 1. */
  readonly share: number
}

/** So many environments have a part of their own. */
const SHOWN = 5

/** The parts of the usage bar, the largest first. */
export function meterParts({ used, free, perEnvironment }: Pick<SnapshotsView, 'used' | 'free' | 'perEnvironment'>): { readonly parts: readonly MeterPart[]; readonly others: number } {
  const whole = Math.max(1, used + free)
  const largest = [...perEnvironment].sort((a, b) => b.bytes - a.bytes)
  return { parts: largest.slice(0, SHOWN).map((part) => ({ ...part, share: part.bytes / whole })), others: Math.max(0, largest.length - SHOWN) }
}
