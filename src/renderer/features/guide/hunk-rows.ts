import type { FileDiff } from '../../../domain/views'

export interface HunkRow {
  readonly kind: 'same' | 'away' | 'back' | 'hunk'
  readonly text: string
  readonly left: number | null
  readonly right: number | null
}

/** Hunks and their lines, one after the other. */
export function hunkRows({ hunks }: Pick<FileDiff, 'hunks'>): readonly HunkRow[] {
  return hunks.flatMap(({ header, lines }) => [{ kind: 'hunk' as const, text: header, left: null, right: null }, ...lines])
}

/** The widest line's length, so that the sideways scroll reaches all of it; tabs count eight. */
export function widest(rows: readonly HunkRow[]): number {
  return rows.reduce((width, { text }) => Math.max(width, text.length + 7 * (text.split('\t').length - 1)), 0)
}
