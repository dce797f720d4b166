import { useRef, useState } from 'react'
import type { HistoryRow, HistoryView } from '../../../domain/views'
import type { RouteOf } from '../../app/routes'
import { Button } from '../../components/Button'
import { Empty } from '../../components/Empty'
import { Table } from '../../components/Table'
import { UserText } from '../../components/UserText'
import { keptOf, useKeep } from '../../stores/kept'
import { useNavigation } from '../../stores/navigation'
import { BESIDE_PANE, COLUMNS } from './columns'
import { RecordPane } from './RecordPane'
import type { History, HistoryFilter } from './useHistory'

export interface HistoryTableProps {
  readonly history: History
  readonly view: HistoryView
  readonly filter: HistoryFilter
  readonly onFilter: (filter: HistoryFilter) => void
  /** Its run is selected at first. */
  readonly route: RouteOf<'history'>
}

/** The chosen run stays chosen when records are added above it. */
interface Chosen {
  readonly runId: string | undefined
  readonly index: number
}

// One function for all renderings: the rows are then drawn again only when they change.
const rowClass = ({ trusted }: HistoryRow): string | undefined => (trusted ? undefined : 'history-distrusted')

/** The records, or what stands in their place. */
export function HistoryTable({ history, view, filter, onFilter, route }: HistoryTableProps) {
  const go = useNavigation((state) => state.go)
  const { chosen, choose, startAt } = useChosen(route, filter)
  const list = useRef<HTMLDivElement>(null)
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
  const close = (): void => {
    choose({ runId: undefined, index: selected })
    // What had it in the record is gone with it.
    list.current?.querySelector<HTMLElement>('[role="grid"]')?.focus()
  }
  return (
    <div ref={list} className={isOpen ? 'split history-split' : 'history-split'} onKeyDown={(event) => { if (event.key === 'Escape' && isOpen) { event.stopPropagation(); close() } }}>
      <Table
        wide label="Rollbacks, newest first" columns={isOpen ? BESIDE_PANE : COLUMNS} rowCount={view.matching} rowAt={history.rowAt}
        rowClass={rowClass} selected={selected} startAt={startAt} onSelect={select} onOpen={open} onVisible={history.see}
      />
      {isOpen && <RecordPane key={row.record.number} row={row} allowedSigners={view.verified?.signatures.allowedSigners ?? null} onClose={close} />}
    </div>
  )
}

/** What was chosen among the rows that this filter leaves, also when one comes back. */
function useChosen(route: RouteOf<'history'>, filter: HistoryFilter) {
  const place = `chosen ${JSON.stringify(filter)}`
  const [before] = useState(() => keptOf<Chosen | undefined>(route, place, undefined))
  const [chosen, choose] = useState<Chosen>(before ?? { runId: route.runId, index: 0 })
  useKeep(route, place, chosen)
  return { chosen, choose, startAt: before?.index }
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
