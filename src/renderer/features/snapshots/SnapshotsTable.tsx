import { useMemo, useState } from 'react'
import type { SnapshotRow } from '../../../domain/views'
import { Table, type Column, type Sort } from '../../components/Table'
import { Time } from '../../components/Time'
import { visibleText } from '../../components/visible'
import { formatBytes } from '../../format'
import { sorted } from './sorting'
import type { Verifying } from './useVerify'
import { Intact, Restorable } from './VerifiedState'

export interface SnapshotsTableProps {
  readonly rows: readonly SnapshotRow[]
  readonly chosen: string | undefined
  readonly onChoose: (id: string) => void
  readonly verifying: Verifying
}

/** The snapshots; the newest first unless sorted otherwise. */
export function SnapshotsTable({ rows, chosen, onChoose, verifying }: SnapshotsTableProps) {
  const [sort, setSort] = useState<Sort>({ column: 'takenAt', descending: true })
  const limited = rows.some(({ keep: { goes, pinned, until } }) => goes || pinned || until !== null)
  const columns = useMemo(() => columnsFor(verifying).filter(({ id }) => id !== 'until' || limited), [verifying, limited])
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

function columnsFor(verifying: Verifying): readonly Column<SnapshotRow>[] {
  return [
    { id: 'takenAt', title: 'Taken', width: 112, sortable: true, className: 'sec', cell: ({ takenAt }) => <Time at={takenAt} /> },
    { id: 'environment', title: 'Environment', width: '4fr', sortable: true, text: ({ environment }) => environment },
    { id: 'holds', title: 'Holds', width: '3fr', sortable: true, className: 'strong', text: ({ holds }) => holds },
    { id: 'takenBefore', title: 'Taken before', width: '5fr', optional: true, className: 'sec', text: ({ takenBefore }) => takenBefore },
    { id: 'bytes', title: 'Size', width: 72, sortable: true, numeric: true, className: 'sec', cell: ({ bytes }) => formatBytes(bytes) },
    { id: 'verified', title: 'Intact', width: 96, sortable: true, cell: (row) => <Intact row={row} verifying={verifying} /> },
    { id: 'restorable', title: 'Restorable', width: 96, sortable: true, cell: (row) => <Restorable row={row} verifying={verifying} /> },
    { id: 'until', title: 'Kept until', width: 96, className: 'sec', cell: (row) => <KeptUntil keep={row.keep} /> }
  ]
}

const STAYS = { 'unlimited': 'no limit', 'within-limits': 'within limits', 'needed': 'needed' } as const

function KeptUntil({ keep: { goes, pinned, stays, until, why } }: Pick<SnapshotRow, 'keep'>) {
  if (goes) return <span className="warn nowrap" title={visibleText(why)}>next prune</span>
  if (pinned) return <span title={visibleText(why)}>by hand</span>
  return <span className="clip" title={visibleText(why)}>{until === null ? STAYS[stays ?? 'unlimited'] : <Time at={until} style="day" />}</span>
}
