import { ArrowDown, ArrowUp } from 'lucide-react'
import type { Column, Sort } from './Table'

export interface TableHeadProps<Row> {
  readonly columns: readonly Column<Row>[]
  readonly sort: Sort | undefined
  readonly onSort: ((sort: Sort) => void) | undefined
}

/** The head of a Table: it sticks, and sorts where that is possible. */
export function TableHead<Row>({ columns, sort, onSort }: TableHeadProps<Row>) {
  return (
    <div className="grid-head" role="rowgroup">
      <div role="row" aria-rowindex={1} className="grid-head-row">
        {columns.map((column) => {
          const direction = sort?.column === column.id ? (sort.descending ? 'descending' : 'ascending') : undefined
          return (
            <div key={column.id} role="columnheader" aria-sort={direction} className={column.numeric ? 'grid-cell num' : 'grid-cell'}>
              {column.sortable && onSort ? <SortButton column={column} sort={sort} onSort={onSort} /> : column.title}
            </div>
          )
        })}
      </div>
    </div>
  )
}

interface SortButtonProps<Row> {
  readonly column: Column<Row>
  readonly sort: Sort | undefined
  readonly onSort: (sort: Sort) => void
}

function SortButton<Row>({ column, sort, onSort }: SortButtonProps<Row>) {
  const active = sort?.column === column.id
  const Sign = active && !sort.descending ? ArrowUp : ArrowDown
  return (
    <button type="button" className="grid-sort" onClick={() => onSort({ column: column.id, descending: active ? !sort.descending : true })}>
      {column.title}
      {active && <Sign className="icon icon-14" aria-hidden="true" />}
    </button>
  )
}
