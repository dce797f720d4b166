import { useVirtualizer, type Range } from '@tanstack/react-virtual'
import { memo, useEffect, useId, useLayoutEffect, useMemo, useRef, type CSSProperties, type KeyboardEvent, type MouseEvent, type ReactNode, type RefObject } from 'react'
import { nextRow, rangeWith } from './tableKeys'
import { useTemplate } from './tableColumns'
import { TableHead } from './TableHead'
import { useNarrow } from './useMedia'

export interface Column<Row> {
  readonly id: string
  readonly title: string
  readonly cell: (row: Row) => ReactNode
  /** Pixels, or a share of the rest: "1fr" (default). */
  readonly width?: number | `${number}fr`
  /** Figures, aligned at their end. */
  readonly numeric?: boolean
  /** Leaves below 1120 px. */
  readonly optional?: boolean
  readonly sortable?: boolean
  readonly className?: string
}

export interface Sort {
  readonly column: string
  readonly descending: boolean
}

export interface TableProps<Row> {
  /** "Deployments, newest first" */
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rowCount: number
  /** Undefined while the row is still on its way. */
  readonly rowAt: (index: number) => Row | undefined
  /** A class for a row that differs from the others. */
  readonly rowClass?: (row: Row) => string | undefined
  /** Index of the selected row; -1 for none. */
  readonly selected?: number
  readonly onSelect?: (index: number) => void
  /** Enter or a double click. */
  readonly onOpen?: (index: number) => void
  readonly sort?: Sort
  readonly onSort?: (sort: Sort) => void
  /** Which rows are in sight: load them here. */
  readonly onVisible?: (first: number, last: number) => void
  /** Another value: other rows begin, and the first is in sight. */
  readonly turn?: number
  /** The first and last column keep the distance of a screen's edge. */
  readonly wide?: boolean
}

const ROW = 28
/** Rows beyond what is in sight, for a quick wheel. */
const OVERSCAN = 8

/** A table for up to hundreds of thousands of rows: only those in sight exist. Arrow keys, Home, End, Page keys, Enter. */
export function Table<Row>(props: TableProps<Row>) {
  const { rowCount, selected = -1, onSelect, onOpen, label, wide } = props
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const narrow = useNarrow()
  const columns = useMemo(() => props.columns.filter((column) => !(narrow && column.optional)), [props.columns, narrow])
  const virtual = useRows(scroller, rowCount, selected, props.onVisible)
  useTop(virtual, props.turn)
  const move = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW) - 2)
    if (event.key === 'Enter' && selected >= 0) onOpen?.(selected)
    const next = nextRow(event.key, selected, rowCount, page)
    if (next === undefined) return
    event.preventDefault()
    onSelect?.(next)
    virtual.scrollToIndex(next)
  }
  const selectedId = selected >= 0 && selected < rowCount ? `${id}-${selected}` : undefined
  return (
    <div
      ref={scroller} className={wide ? 'grid grid--wide scroll' : 'grid scroll'} role="grid" tabIndex={0} data-region
      aria-label={label} aria-rowcount={rowCount + 1} aria-colcount={columns.length} aria-activedescendant={selectedId}
      style={{ '--grid-columns': useTemplate(scroller, columns) } as CSSProperties} onKeyDown={move}
    >
      <TableHead columns={columns} sort={props.sort} onSort={props.onSort} />
      <div className="grid-body" role="rowgroup" style={{ height: virtual.getTotalSize() }} onClick={onRow(onSelect)} onDoubleClick={onRow(onOpen)}>
        {virtual.getVirtualItems().map(({ index, start }) => (
          <TableRow key={index} {...{ id: `${id}-${index}`, index, start, columns }} row={props.rowAt(index)} rowClass={props.rowClass} selected={index === selected} />
        ))}
      </div>
    </div>
  )
}

const onRow = (act: ((index: number) => void) | undefined) => ({ target }: MouseEvent): void => {
  const row = target instanceof Element ? target.closest('[role="row"]') : null
  if (row) act?.(Number(row.getAttribute('aria-rowindex')) - 2)
}

function useRows(scroller: RefObject<HTMLDivElement | null>, count: number, selected: number, onVisible: TableProps<unknown>['onVisible']) {
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: OVERSCAN,
    scrollPaddingStart: ROW,
    // The selected row always exists, so that aria-activedescendant names something.
    rangeExtractor: (range: Range) => rangeWith(range, selected)
  })
  const { startIndex = 0, endIndex = 0 } = virtual.range ?? {}
  useEffect(() => onVisible?.(startIndex, endIndex), [onVisible, startIndex, endIndex])
  return virtual
}

// Where it stands is known without asking the page, which would have to lay out everything first.
function useTop(virtual: ReturnType<typeof useRows>, turn: number | undefined): void {
  useLayoutEffect(() => {
    if ((virtual.scrollOffset ?? 0) > 0) virtual.scrollToOffset(0)
  }, [virtual, turn])
}

interface TableRowProps<Row> extends Pick<TableProps<Row>, 'columns' | 'rowClass'> {
  readonly id: string
  readonly index: number
  readonly start: number
  readonly row: Row | undefined
  readonly selected: boolean
}

/** Rendered again only when what it shows is another: other rows in the same places need no new elements. */
const TableRow = memo(PlainRow) as typeof PlainRow

function PlainRow<Row>({ id, index, start, row, rowClass, columns, selected }: TableRowProps<Row>) {
  const own = row === undefined ? undefined : rowClass?.(row)
  return (
    <div id={id} className={own === undefined ? 'grid-row' : `grid-row ${own}`} role="row" aria-rowindex={index + 2} aria-selected={selected} style={{ top: start }}>
      {columns.map((column) => (
        <div key={column.id} role="gridcell" className={cellClass(column)}>
          {row === undefined ? <span className="skeleton" /> : column.cell(row)}
        </div>
      ))}
    </div>
  )
}

function cellClass<Row>({ numeric, className = '' }: Column<Row>): string {
  return `grid-cell${numeric ? ' num' : ''} ${className}`.trim()
}
