import { useState } from 'react'
import type { HistoryRow, HistoryView } from '../../../domain/views'
import { Button } from '../../components/Button'
import { Empty } from '../../components/Empty'
import { Table } from '../../components/Table'
import { UserText } from '../../components/UserText'
import { useNavigation } from '../../stores/navigation'
import { BESIDE_PANE, COLUMNS } from './columns'
import { RecordPane } from './RecordPane'
import type { History, HistoryFilter } from './useHistory'

export interface HistoryTableProps {
  readonly history: History
  readonly view: HistoryView
  readonly filter: HistoryFilter
  readonly onFilter: (filter: HistoryFilter) => void
  /** The run that is selected at first. */
  readonly sought: string | undefined
}

/** The chosen run stays chosen when records are added above it. */
interface Chosen {
  readonly runId: string | undefined
  readonly index: number
}

// One function for all renderings: the rows are then drawn again only when they change.
const rowClass = ({ trusted }: HistoryRow): string | undefined => (trusted ? undefined : 'history-distrusted')

/** The records, or what stands in their place. */
export function HistoryTable({ history, view, filter, onFilter, sought }: HistoryTableProps) {
  const go = useNavigation((state) => state.go)
  const [chosen, choose] = useState<Chosen>({ runId: sought, index: 0 })
  if (view.matching === 0) return <Nothing view={view} filter={filter} onFilter={onFilter} />
  const place = chosen.runId === undefined ? -1 : history.placeOf(chosen.runId)
  const selected = Math.min(place < 0 ? chosen.index : place, view.matching - 1)
  const select = (index: number): void => choose({ runId: history.rowAt(index)?.record.entry.runId, index })
  const open = (index: number): void => {
    const row = history.rowAt(index)
    if (row) go({ screen: 'result', runId: row.record.entry.runId })
  }
  const row = history.rowAt(selected)
  const isOpen = chosen.runId !== undefined && row !== undefined
  return (
    <div className={isOpen ? 'split history-split' : 'history-split'} onKeyDown={(event) => { if (event.key === 'Escape' && isOpen) { event.stopPropagation(); choose({ runId: undefined, index: selected }) } }}>
      <Table
        wide label="Rollbacks, newest first" columns={isOpen ? BESIDE_PANE : COLUMNS} rowCount={view.matching} rowAt={history.rowAt}
        rowClass={rowClass} selected={selected} onSelect={select} onOpen={open} onVisible={history.see}
      />
      {isOpen && <RecordPane key={row.record.number} row={row} allowedSigners={view.verified?.signatures.allowedSigners ?? null} onClose={() => choose({ runId: undefined, index: selected })} />}
    </div>
  )
}

function Nothing({ view, filter, onFilter }: Pick<HistoryTableProps, 'view' | 'filter' | 'onFilter'>) {
  const go = useNavigation((state) => state.go)
  if (view.total > 0) {
    const { text, environment } = filter
    return (
      <Empty title="No rollback matches" actions={<Button onClick={() => onFilter({ text: '', environment: null })}>Show all</Button>}>
        <p>No record{environment !== null && <> of <UserText>{environment}</UserText></>}{text !== '' && <> has “<UserText>{text}</UserText>” in its person, reason, version or run</>}.</p>
      </Empty>
    )
  }
  const what = view.unfinished.length > 0 ? 'A run is recorded here when it ends.' : 'Each run is recorded here when it ends: who, why, how long, and what was observed afterwards.'
  return (
    <Empty title="No rollback has ended yet" actions={<Button onClick={() => go({ screen: 'overview' })}>Open overview</Button>}>
      <p>{what} No record can be changed or taken out without being noticed.</p>
    </Empty>
  )
}
