/** Rows in columns, as wide as they need; where the page is too narrow the least useful are left out, then the widest are cut. */
import { stripControl } from '../../domain/text'
import { paintWith, piece, type Paint, type Piece } from './style'
import { cut, widthOf, wrappedText } from './width'

export type Cell = string | Piece
export interface TableOptions {
  readonly width: number
  readonly paint?: Paint
  readonly indent?: number
  /** Columns that are never cut: what is there to be copied. */
  readonly whole?: readonly number[]
  /** Columns that are left out where the page is too narrow, the first of them first. */
  readonly least?: readonly number[]
  /** The last column is free text: it goes on below itself instead of being cut. A row may be several lines then. */
  readonly wraps?: boolean
}

const GAP = 2
const SHORTEST = 8
const asPiece = (cell: Cell): Piece => (typeof cell === 'string' ? piece(stripControl(cell)) : { ...cell, text: stripControl(cell.text) })

/** Without a header when it is empty. */
export function table(header: readonly string[], rows: readonly (readonly Cell[])[], options: TableOptions): readonly string[] {
  const head = header.map((text) => piece(text, 'dim'))
  const all = [...(head.length > 0 ? [head] : []), ...rows.map((row) => row.map(asPiece))]
  const natural = naturalWidths(all)
  const room = options.width - (options.indent ?? 0)
  const columns = columnsThatFit(natural, room, options.least ?? [])
  const widths = fitted(natural, columns, room, options.whole ?? [])
  const paint = options.paint ?? paintWith(false)
  return all.flatMap((row) => folded(columns.map((column) => row[column] ?? piece('')), widths, options.wraps === true).map((cells) => ' '.repeat(options.indent ?? 0) + line(cells, widths, paint)))
}

const naturalWidths = (rows: readonly (readonly Piece[])[]): readonly number[] => {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  return Array.from({ length: columns }, (_, column) => Math.max(0, ...rows.map((row) => widthOf(row[column]?.text ?? ''))))
}

const total = (widths: readonly number[]): number => widths.reduce((sum, width) => sum + width, 0) + GAP * Math.max(0, widths.length - 1)

function columnsThatFit(widths: readonly number[], available: number, least: readonly number[]): readonly number[] {
  let columns = widths.map((_, column) => column)
  for (const one of least) {
    if (total(columns.map((column) => widths[column] ?? 0)) <= available) break
    columns = columns.filter((column) => column !== one)
  }
  return columns
}

/** Takes what is too much from the widest columns. */
function fitted(natural: readonly number[], columns: readonly number[], available: number, whole: readonly number[]): readonly number[] {
  const result = columns.map((column) => ({ column, width: natural[column] ?? 0 }))
  while (total(result.map(({ width }) => width)) > available) {
    const widest = result.filter(({ column }) => !whole.includes(column)).sort((a, b) => b.width - a.width)[0]
    if (!widest || widest.width <= SHORTEST) break
    widest.width -= 1
  }
  return result.map(({ width }) => width)
}

/** The lines of a row: more than one where its last cell goes on. */
function folded(row: readonly Piece[], widths: readonly number[], wraps: boolean): readonly (readonly Piece[])[] {
  const last = row.at(-1)
  if (!wraps || last === undefined) return [row]
  const parts = wrappedText(last.text, widths.at(-1) ?? 0)
  return parts.map((text, index) => [...(index === 0 ? row.slice(0, -1) : row.slice(0, -1).map(() => piece(''))), { ...last, text }])
}

function line(row: readonly Piece[], widths: readonly number[], paint: Paint): string {
  return row
    .map(({ text, tone }, column) => {
      const shown = cut(text, widths[column] ?? 0)
      const last = column === row.length - 1
      return paint(shown, tone) + (last ? '' : ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(shown))))
    })
    .join(' '.repeat(GAP))
    .trimEnd()
}
