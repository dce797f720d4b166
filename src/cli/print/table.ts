/** Rows in columns, as wide as they need; the last column is cut at the width of the page. */
import { stripControl } from '../../domain/text'
import { paintWith, piece, type Paint, type Piece } from './style'
import { cut, widthOf } from './width'

export type Cell = string | Piece
export interface TableOptions { readonly width: number; readonly paint?: Paint; readonly indent?: number }

const GAP = 2
const SHORTEST = 8
const asPiece = (cell: Cell): Piece => (typeof cell === 'string' ? piece(stripControl(cell)) : { ...cell, text: stripControl(cell.text) })

/** Without a header when it is empty. */
export function table(header: readonly string[], rows: readonly (readonly Cell[])[], options: TableOptions): readonly string[] {
  const head = header.map((text) => piece(text, 'dim'))
  const all = [...(head.length > 0 ? [head] : []), ...rows.map((row) => row.map(asPiece))]
  const widths = fitted(naturalWidths(all), options.width - (options.indent ?? 0))
  const paint = options.paint ?? paintWith(false)
  return all.map((row) => ' '.repeat(options.indent ?? 0) + line(row, widths, paint))
}

const naturalWidths = (rows: readonly (readonly Piece[])[]): readonly number[] => {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  return Array.from({ length: columns }, (_, column) => Math.max(0, ...rows.map((row) => widthOf(row[column]?.text ?? ''))))
}

/** Takes what is too much from the widest columns. */
function fitted(widths: readonly number[], available: number): readonly number[] {
  const result = [...widths]
  const total = (): number => result.reduce((sum, width) => sum + width, 0) + GAP * Math.max(0, result.length - 1)
  while (total() > available) {
    const widest = result.indexOf(Math.max(...result))
    if ((result[widest] ?? 0) <= SHORTEST) break
    result[widest] = (result[widest] ?? 0) - 1
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
