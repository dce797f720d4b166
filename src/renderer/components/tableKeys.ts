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

/** The rows from first to last, and one more of `count` rows that has to exist. */
export function rangeWith(first: number, last: number, count: number, index: number): number[] {
  const rows = Array.from({ length: Math.max(0, last - first + 1) }, (_, place) => first + place)
  if (index < 0 || index >= count || (index >= first && index <= last)) return rows
  return index < first ? [index, ...rows] : [...rows, index]
}
