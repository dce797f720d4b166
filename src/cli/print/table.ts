/** Rows in columns, as wide as they need; where the page is too narrow the widest are cut. */
import { stripControl } from '../../domain/text'
import { paintWith, piece, type Paint, type Piece } from './style'
import { cut, widthOf } from './width'

export type Cell = string | Piece
export interface TableOptions {
  readonly width: number
  readonly paint?: Paint
  readonly indent?: number
  /** Columns that are never cut: what is there to be copied. */
  readonly whole?: readonly number[]
}

const GAP = 2
const SHORTEST = 8
const asPiece = (cell: Cell): Piece => (typeof cell === 'string' ? piece(stripControl(cell)) : { ...cell, text: stripControl(cell.text) })

/** Without a header when it is empty. */
export function table(header: readonly string[], rows: readonly (readonly Cell[])[], options: TableOptions): readonly string[] {
  const head = header.map((text) => piece(text, 'dim'))
  const all = [...(head.length > 0 ? [head] : []), ...rows.map((row) => row.map(asPiece))]
  const widths = fitted(naturalWidths(all), options.width - (options.indent ?? 0), options.whole ?? [])
  const paint = options.paint ?? paintWith(false)
  return all.map((row) => ' '.repeat(options.indent ?? 0) + line(row, widths, paint))
}

const naturalWidths = (rows: readonly (readonly Piece[])[]): readonly number[] => {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  return Array.from({ length: columns }, (_, column) => Math.max(0, ...rows.map((row) => widthOf(row[column]?.text ?? ''))))
}

/** Takes what is too much from the widest columns. */
function fitted(widths: readonly number[], available: number, whole: readonly number[]): readonly number[] {
  const result = [...widths]
  const total = (): number => result.reduce((sum, width) => sum + width, 0) + GAP * Math.max(0, result.length - 1)
  while (total() > available) {
    const widest = result.map((width, column) => ({ width, column })).filter(({ column }) => !whole.includes(column)).sort((a, b) => b.width - a.width)[0]
    if (!widest || widest.width <= SHORTEST) break
    result[widest.column] = widest.width - 1
  }
  return result
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
