/** Snapshots and what was kept before deployments. */
import { bytes } from '../../domain/text'
import type { SnapshotRow, SnapshotsView } from '../../domain/views'
import { at, zoneNote } from './amounts'
import { piece, type Paint, type Piece } from './style'
import { table } from './table'

export function snapshotLines(view: SnapshotsView, width: number, paint: Paint): readonly string[] {
  if (view.rows.length === 0) return ['There is no snapshot yet: every rollback keeps one before it changes anything.']
  const rows = view.rows.map((row) => [row.id, row.environment, at(row.takenAt), row.holds, row.takenBefore, bytes(row.bytes), stateOf(row)])
  return [
    ...table(['snapshot', 'environment', 'taken', 'holds', 'before', 'size', ''], rows, { width, paint, whole: [0] }),
    paint(`${bytes(view.used)} used, ${bytes(view.free)} free · ${zoneNote()}`, 'dim')
  ]
}

function stateOf({ verified }: SnapshotRow): Piece {
  if (verified === null) return piece('· Not verified yet', 'dim')
  return verified.ok ? piece(`✓ Verified ${at(verified.at)}`, 'ok') : piece(`✗ Damaged: ${verified.problem ?? ''}`, 'failed')
}
