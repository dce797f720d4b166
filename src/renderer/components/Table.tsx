import { memo, useEffect, useId, useLayoutEffect, useMemo, useRef, type CSSProperties, type KeyboardEvent, type MouseEvent, type ReactNode, type RefObject } from 'react'
import { nextRow, rangeWith } from './tableKeys'
import { useTemplate } from './tableColumns'
import { TableHead } from './TableHead'
import { useNarrow } from './useMedia'
import { visible } from './UserText'
import { rowsIn, useSight } from './useSight'
import { nothingHasFocus } from './regions'
import { isPlain } from './visible'

interface AnyColumn {
  readonly id: string
  readonly title: string
  /** Pixels, or a share of the rest: "1fr" (default). */
  readonly width?: number | `${number}fr`
  /** Figures, aligned at their end. */
  readonly numeric?: boolean
  /** Leaves below 1120 px. */
  readonly optional?: boolean
  readonly sortable?: boolean
  readonly className?: string
}

/** What stands in a cell: a text that a person or a program wrote ("–" when blank), or elements of our own. */
export type Column<Row> = AnyColumn & (
  | { readonly text: (row: Row) => string | null; /** In some rows instead of the text; undefined in the others. */ readonly cell?: (row: Row) => ReactNode }
  | { readonly cell: (row: Row) => ReactNode; readonly text?: undefined }
)

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
  /** Takes the focus when it appears, with this row in sight; not from where somebody types. */
  readonly startAt?: number | undefined
  /** Id of what a screen reader says besides the label. */
  readonly describedBy?: string
  /** The first and last column keep the distance of a screen's edge. */
  readonly wide?: boolean
}

const ROW = 28
/** Rows beyond what is in sight, for a quick wheel. */
const OVERSCAN = 4

/** A table for up to hundreds of thousands of rows: only those in sight exist. Arrow keys, Home, End, Page keys, Enter. */
export function Table<Row>(props: TableProps<Row>) {
  const { rowCount, selected = -1, onSelect, onOpen, label, wide } = props
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const narrow = useNarrow()
  const columns = useMemo(() => props.columns.filter((column) => !(narrow && column.optional)), [props.columns, narrow])
  const rows = useRows(scroller, rowCount, selected, props)
  useStart(scroller, props.startAt)
  const move = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW) - 2)
    if (event.key === 'Enter' && selected >= 0) onOpen?.(selected)
    const next = nextRow(event.key, selected, rowCount, page)
    if (next === undefined) return
    event.preventDefault()
    onSelect?.(next)
    if (scroller.current) bringIntoSight(scroller.current, next)
  }
  const selectedId = selected >= 0 && selected < rowCount ? `${id}-${selected}` : undefined
  return (
    <div
      ref={scroller} className={wide ? 'grid grid--wide scroll' : 'grid scroll'} role="grid" tabIndex={0} data-region
      aria-label={label} aria-describedby={props.describedBy} aria-rowcount={rowCount + 1} aria-colcount={columns.length} aria-activedescendant={selectedId}
      style={{ '--grid-columns': useTemplate(scroller, columns) } as CSSProperties} onKeyDown={move}
    >
      <TableHead columns={columns} sort={props.sort} onSort={props.onSort} />
      <div className="grid-body" role="rowgroup" style={{ height: rowCount * ROW }} onClick={onRow(onSelect)} onDoubleClick={onRow(onOpen)} onMouseOver={tellWhole} onMouseOut={forgetWhole}>
        {rows.map((index) => (
          <TableRow key={index} {...{ id: `${id}-${index}`, index, columns }} row={props.rowAt(index)} rowClass={props.rowClass} selected={index === selected} />
        ))}
      </div>
    </div>
  )
}

const cellAt = ({ target }: MouseEvent): HTMLElement | null => (target instanceof Element ? target.closest<HTMLElement>('[role="gridcell"]') : null)

/** The tooltip of a text that may be cut, while the pointer is on it: given to each cell with its text it would cost the frame of every key in a filter. */
function tellWhole(event: MouseEvent): void {
  const cell = cellAt(event)
  if (cell?.classList.contains('grid-text')) cell.title = cell.textContent
}

/** Another row may stand there by the next time. */
const forgetWhole = (event: MouseEvent): void => cellAt(event)?.removeAttribute('title')

const onRow = (act: ((index: number) => void) | undefined) => ({ target }: MouseEvent): void => {
  const row = target instanceof Element ? target.closest('[role="row"]') : null
  if (row) act?.(Number(row.getAttribute('aria-rowindex')) - 2)
}

/** The rows that exist: those in sight, and the selected one, so that aria-activedescendant names something. */
function useRows(scroller: RefObject<HTMLDivElement | null>, count: number, selected: number, { onVisible, turn }: Pick<TableProps<unknown>, 'onVisible' | 'turn'>): readonly number[] {
  const sight = useSight(scroller, ROW)
  const [first, last] = rowsIn(sight, ROW, count, 0)
  useEffect(() => onVisible?.(first, Math.max(first, last)), [onVisible, first, last])
  useTop(scroller, sight.atTop, turn)
  return useMemo(() => rangeWith(...rowsIn(sight, ROW, count, OVERSCAN), count, selected), [sight, count, selected])
}

// Where it stands is known without asking the page, which would have to lay out everything first.
function useTop(scroller: RefObject<HTMLDivElement | null>, atTop: boolean, turn: number | undefined): void {
  const there = useRef(atTop)
  useLayoutEffect(() => {
    there.current = atTop
  }, [atTop])
  useLayoutEffect(() => {
    if (!there.current && scroller.current) scroller.current.scrollTop = 0
  }, [scroller, turn])
}

function useStart(scroller: RefObject<HTMLDivElement | null>, row: number | undefined): void {
  const start = useRef(row)
  useEffect(() => {
    if (start.current === undefined || !scroller.current || !nothingHasFocus()) return
    bringIntoSight(scroller.current, start.current)
    scroller.current.focus()
  }, [scroller])
}

/** The head covers as much as a row at the top. */
function bringIntoSight(scroller: HTMLElement, index: number): void {
  const top = index * ROW
  const highest = top + ROW - (scroller.clientHeight - ROW)
  if (top < scroller.scrollTop) scroller.scrollTop = top
  else if (highest > scroller.scrollTop) scroller.scrollTop = highest
}

interface TableRowProps<Row> extends Pick<TableProps<Row>, 'columns' | 'rowClass'> {
  readonly id: string
  readonly index: number
  readonly row: Row | undefined
  readonly selected: boolean
}

/** Rendered again only when what it shows is another: other rows in the same places need no new elements. */
const TableRow = memo(PlainRow) as typeof PlainRow

function PlainRow<Row>({ id, index, row, rowClass, columns, selected }: TableRowProps<Row>) {
  const own = row === undefined ? undefined : rowClass?.(row)
  return (
    <div id={id} className={own === undefined ? 'grid-row' : `grid-row ${own}`} role="row" aria-rowindex={index + 2} aria-selected={selected} style={{ top: index * ROW }}>
      {columns.map((column) => (row === undefined ? cellOf(column, <span className="skeleton" />) : filledCell(column, row)))}
    </div>
  )
}

function filledCell<Row>(column: Column<Row>, row: Row): ReactNode {
  const own = column.cell?.(row)
  return column.text === undefined || own !== undefined ? cellOf(column, own) : textCell(column, column.text(row))
}

const cellOf = (column: AnyColumn, content: ReactNode): ReactNode => <div key={column.id} role="gridcell" className={cellClass(column)}>{content}</div>

/** The cell itself isolates the text's direction and cuts it at its end: elements of its own in every cell would cost a frame. */
function textCell(column: AnyColumn, text: string | null): ReactNode {
  const blank = text === null || text.trim() === ''
  const shown = blank ? '–' : text
  const dir = blank || isPlain(shown) ? undefined : 'auto'
  return <div key={column.id} role="gridcell" className={`${cellClass(column)} ${blank ? 'grid-blank' : 'grid-text'}`} dir={dir}>{visible(shown, 'one')}</div>
}

function cellClass({ numeric, className = '' }: AnyColumn): string {
  return `grid-cell${numeric ? ' num' : ''} ${className}`.trim()
}
