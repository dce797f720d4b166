import type { HistoryView } from '../../../domain/views'
import { formatClock, formatCount } from '../../format'

export type Week = HistoryView['weeks'][number]
export type WeekKind = 'done' | 'undone' | 'failed' | 'interrupted'

export const KINDS: readonly { readonly kind: WeekKind; readonly word: string }[] = [
  { kind: 'done', word: 'Done' }, { kind: 'undone', word: 'Undone' }, { kind: 'failed', word: 'Failed' }, { kind: 'interrupted', word: 'Interrupted' }
]

export interface Square { readonly kind: WeekKind; readonly y: number; readonly height: number }

/** Where the weeks stand, and how high they can become. */
export const BASE = 52
const HIGHEST = 48
const SIDE = 16

const sum = (week: Week): number => KINDS.reduce((all, { kind }) => all + week[kind], 0)

/** Pixels that one rollback takes in the highest week. */
export function unitOf(weeks: readonly Week[]): number {
  return Math.min(SIDE, HIGHEST / Math.max(1, ...weeks.map(sum)))
}

/** A square for each rollback of a week, from below; where they would be too flat, one bar for each kind. */
export function squaresOf(week: Week, unit: number): readonly Square[] {
  const squares: Square[] = []
  let y = BASE
  for (const { kind } of KINDS) {
    const single = unit >= 5
    const height = single ? unit : unit * week[kind]
    const count = single ? week[kind] : Math.min(1, week[kind])
    for (let n = 0; n < count; n += 1) {
      y -= height
      squares.push({ kind, y, height: Math.max(1, single ? height - 2 : height) })
    }
  }
  return squares
}

/** The chart in words. */
export function describeWeeks(weeks: readonly Week[]): string {
  const sums = weeks.map(sum)
  const all = sums.reduce((a, b) => a + b, 0)
  const parts = KINDS.map(({ kind, word }) => `${weeks.reduce((total, week) => total + week[kind], 0)} ${word.toLowerCase()}`).join(', ')
  return `Rollbacks a week over ${formatCount(weeks.length, 'week')}: between ${Math.min(...sums)} and ${Math.max(...sums)}, ${all} in all; ${parts}.`
}

export interface Month { readonly name: string; readonly median: number }

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Medians of the last months in which something was restored, at most twelve. */
export function monthsOf(points: HistoryView['timeToRestore']): readonly Month[] {
  const months = new Map<string, number[]>()
  for (const { at, duration } of [...points].sort((a, b) => a.at.localeCompare(b.at))) {
    const key = at.slice(0, 7)
    months.set(key, [...(months.get(key) ?? []), duration])
  }
  return [...months].slice(-12).map(([key, durations]) => ({ name: MONTHS[Number(key.slice(5)) - 1] ?? key, median: medianOf(durations) }))
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

/** Points of the small line in a field of 100 by 24. */
export function lineOf(months: readonly Month[]): string {
  const values = months.map(({ median }) => median)
  const low = Math.min(...values)
  const range = Math.max(...values) - low || 1
  return months.map(({ median }, index) => `${((index / Math.max(1, months.length - 1)) * 100).toFixed(1)},${(21 - ((median - low) / range) * 18).toFixed(1)}`).join(' ')
}

export function describeMonths(months: readonly Month[]): string {
  return `Median time to restore by month: ${months.map(({ name, median }) => `${name} ${formatClock(median)}`).join(', ')}.`
}
