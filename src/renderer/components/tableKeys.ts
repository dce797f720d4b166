import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual'

/** Where a key leads from the selected row; undefined when the key is not about rows. */
export function nextRow(key: string, selected: number, count: number, page: number): number | undefined {
  if (count === 0) return undefined
  const clamp = (index: number): number => Math.min(count - 1, Math.max(0, index))
  switch (key) {
    case 'ArrowDown': return clamp(selected + 1)
    case 'ArrowUp': return clamp(selected - 1)
    case 'PageDown': return clamp(selected + page)
    case 'PageUp': return clamp(selected - page)
    case 'Home': return 0
    case 'End': return count - 1
    default: return undefined
  }
}

/** The rows in sight and one more. */
export function rangeWith(range: Range, index: number): number[] {
  const rows = defaultRangeExtractor(range)
  if (index < 0 || index >= range.count || rows.includes(index)) return rows
  return [...rows, index].sort((a, b) => a - b)
}
