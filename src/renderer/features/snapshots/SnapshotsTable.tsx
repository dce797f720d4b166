import { useMemo, useState } from 'react'
import type { SnapshotRow } from '../../../domain/views'
import { State, StateTag } from '../../components/State'
import { Table, type Column, type Sort } from '../../components/Table'
import { Time, useZone } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { formatBytes, formatTime } from '../../format'
import { sorted } from './sorting'

export interface SnapshotsTableProps {
  readonly rows: readonly SnapshotRow[]
  readonly chosen: string | undefined
  readonly onChoose: (id: string) => void
  /** Those that are being verified. */
  readonly verifying: ReadonlySet<string>
}

/** The snapshots; the newest first unless sorted otherwise. */
export function SnapshotsTable({ rows, chosen, onChoose, verifying }: SnapshotsTableProps) {
  const [sort, setSort] = useState<Sort>({ column: 'takenAt', descending: true })
  const columns = useMemo(() => columnsFor(verifying), [verifying])
  const shown = useMemo(() => sorted(rows, sort), [rows, sort])
  const choose = (index: number): void => {
    const row = shown[index]
    if (row) onChoose(row.id)
  }
  return (
    <Table
      label="Snapshots" columns={columns} rowCount={shown.length} rowAt={(index) => shown[index]}
      selected={shown.findIndex(({ id }) => id === chosen)} onSelect={choose} onOpen={() => document.querySelector<HTMLElement>('.pane')?.focus()}
      sort={sort} onSort={setSort}
    />
  )
}

function columnsFor(verifying: ReadonlySet<string>): readonly Column<SnapshotRow>[] {
  return [
    { id: 'takenAt', title: 'Taken', width: 144, sortable: true, className: 'sec', cell: ({ takenAt }) => <Time at={takenAt} /> },
    { id: 'environment', title: 'Environment', width: '2fr', sortable: true, cell: ({ environment }) => <UserText clip>{environment}</UserText> },
    { id: 'holds', title: 'Holds', width: '2fr', sortable: true, className: 'strong', cell: ({ holds }) => <UserText clip>{holds}</UserText> },
    { id: 'takenBefore', title: 'Taken before', width: '3fr', className: 'sec', cell: ({ takenBefore }) => <UserText clip>{takenBefore}</UserText> },
    { id: 'bytes', title: 'Size', width: 88, sortable: true, numeric: true, className: 'sec', cell: ({ bytes }) => formatBytes(bytes) },
    { id: 'verified', title: 'Verified', width: 176, sortable: true, cell: (row) => <Verified row={row} verifying={verifying.has(row.id)} /> }
  ]
}

interface VerifiedProps {
  readonly row: SnapshotRow
  readonly verifying: boolean
}

/** Whether a snapshot is still as it was written, and since when that is known. */
function Verified({ row: { verified }, verifying }: VerifiedProps) {
  const zone = useZone()
  if (verifying) return <State kind="in-progress">Verifying</State>
  if (verified === null) return <State kind="not-yet">Not verified yet</State>
  if (!verified.ok) return <State kind="failed" title={verified.problem ?? undefined}><UserText>{verified.problem ?? 'Not as it was written'}</UserText></State>
  const today = formatTime(verified.at, { zone, style: 'day' }) === formatTime(Date.now(), { zone, style: 'day' })
  return <State kind="verified">Verified <Time at={verified.at} style={today ? 'clock' : 'day'} /></State>
}

/** The same as a tag. */
export function VerifiedTag({ row: { verified }, verifying }: VerifiedProps) {
  if (verifying) return <StateTag kind="in-progress">Verifying</StateTag>
  if (verified === null) return <StateTag kind="not-yet">Not verified yet</StateTag>
  return verified.ok ? <StateTag kind="verified" /> : <StateTag kind="failed">Differs</StateTag>
}
