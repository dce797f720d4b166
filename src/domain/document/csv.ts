/** A table as CSV (RFC 4180, UTF-8, lines ended by CRLF) that no spreadsheet takes for formulas. */
import { stripControlLines } from '../text'
import type { DataTable, Value } from './model'

export const toCsv = ({ columns, rows }: DataTable): string =>
  [columns, ...rows].map((row) => row.map(field).join(',')).join('\r\n') + '\r\n'

function field(value: Value): string {
  if (typeof value !== 'string') return value === null ? '' : String(value)
  const text = harmless(stripControlLines(value))
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Spreadsheets compute what begins so, also in full width and after spaces. An apostrophe before it makes it text. */
const harmless = (text: string): string => (/^[\s']*[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text)
