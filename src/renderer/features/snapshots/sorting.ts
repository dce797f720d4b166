import type { SnapshotRow } from '../../../domain/views'
import type { Sort } from '../../components/Table'

/** What rows are ordered by: problems come before what was never verified, and that before what is well. */
function keyOf(row: SnapshotRow, column: string): string | number {
  if (column === 'bytes') return row.bytes
  if (column === 'environment') return row.environment
  if (column === 'holds') return row.holds
  if (column !== 'verified' && column !== 'restorable') return Date.parse(row.takenAt)
  const note = row[column]
  if (note === null) return 1
  return note.ok ? 0 : 2
}

/** The rows in the order that was asked for; equal ones newest first. */
export function sorted(rows: readonly SnapshotRow[], { column, descending }: Sort): readonly SnapshotRow[] {
  const direction = descending ? -1 : 1
  return [...rows].sort((a, b) => direction * compare(keyOf(a, column), keyOf(b, column)) || Date.parse(b.takenAt) - Date.parse(a.takenAt))
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a).localeCompare(String(b), 'en', { numeric: true })
}
