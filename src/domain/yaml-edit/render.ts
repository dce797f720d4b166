/** Values as YAML text. */
import { Document } from 'yaml'
import type { Value } from './types'

export interface Looks { readonly eol: string; readonly step: number }
type Quotes = 'plain' | 'single' | 'double'

const WIDEST = 96
// They merge, begin or end a document, or are no text for readers of older YAML.
const SPECIAL = /^(<<$|---|\.\.\.|(?:yes|no|on|off)$|[-+]?\d[\d_]*(?::[0-5]?\d)+$|\d{4}-\d\d?-\d\d?)/i
// Would not be seen, or would end a line for some readers; joiners of scripts and emoji stay.
const UNSEEN = /(?![\u200c\u200d])[\p{Cf}\p{Zl}\p{Zp}\u0080-\u009f\ufeff]/gu

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value)
export const isFields = (value: Value): value is { readonly [key: string]: Value } => typeof value === 'object' && value !== null && !Array.isArray(value)

/** On one line; in quotes of this kind where a text needs or may have them. */
export function oneLine(value: Value, flow: boolean, quotes: Quotes = 'plain'): string {
  if (isList(value)) return `[${value.map((item) => oneLine(item, true)).join(', ')}]`
  if (isFields(value)) {
    const pairs = Object.entries(value).map(([key, inside]) => `${oneLine(key, true)}: ${oneLine(inside, true)}`)
    return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`
  }
  if (typeof value !== 'string' || (quotes === 'plain' && !SPECIAL.test(value) && !/[\r\n]/.test(value) && value.search(UNSEEN) === -1)) return plain(value, flow)
  return quotes === 'single' && !/\p{Cc}/u.test(value) && value.search(UNSEEN) === -1 ? `'${value.replaceAll("'", "''")}'` : quoted(value)
}

function plain(value: null | boolean | number | string, flow: boolean): string {
  const document = new Document(flow ? [value] : value, { merge: true })
  const text = document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: 1_000_000, collectionStyle: 'flow' }).replace(/\n$/, '')
  return flow ? text.slice(2, -2) : text
}

const quoted = (text: string): string => JSON.stringify(text).replace(UNSEEN, (letter) => {
  const code = letter.codePointAt(0) ?? 0
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
})

/** After `key:`, with what parts it from the colon; `indent` is that of the key. Maps are put on lines of their own for `open` levels, and when they are long. */
export function afterKey(value: Value, indent: number, looks: Looks, open = 0): string {
  if (fits(value) && !(open > 0 && isFields(value) && Object.keys(value).length > 0)) return ` ${oneLine(value, false)}`
  const inner = indent + looks.step
  return looks.eol + (isList(value) ? lines(value, inner, looks) : pairLines(value as Readonly<Record<string, Value>>, inner, looks, open - 1))
}

/** After `- `; `indent` is that of the dash. */
export function afterDash(value: Value, indent: number, looks: Looks, open = false): string {
  if (!isFields(value) || Object.keys(value).length === 0 || (!open && oneLine(value, false).length <= WIDEST)) return oneLine(value, false)
  return pairLines(value, indent + 2, looks).trimStart()
}

const lines = (list: readonly Value[], indent: number, looks: Looks): string => list.map((item) => `${' '.repeat(indent)}- ${afterDash(item, indent, looks)}`).join(looks.eol)

export const pairLines = (map: Readonly<Record<string, Value>>, indent: number, looks: Looks, open = 0): string =>
  Object.entries(map).map(([key, value]) => `${' '.repeat(indent)}${oneLine(key, false)}:${afterKey(value, indent, looks, open)}`).join(looks.eol)

// A list of maps reads better line by line.
function fits(value: Value): boolean {
  if (!isList(value) && !isFields(value)) return true
  const empty = Object.keys(value).length === 0
  return empty || (!(isList(value) && value.some(isFields)) && oneLine(value, false).length <= WIDEST)
}

/** A text of several lines after `|`, as it stood before; null where it cannot stand so. */
export function literal(text: string, indent: number, { eol, step }: Looks): string | null {
  const body = text.replace(/\n+$/, '')
  const rest = text.length - body.length
  if (!text.includes('\n') || rest > 1 || /^[\s]/.test(body) || /[^\S\n ]|\p{Cc}/u.test(body.replaceAll('\n', '')) || body === '') return null
  const padded = body.split('\n').map((line) => (line === '' ? '' : ' '.repeat(indent + step) + line)).join(eol)
  return `${rest === 1 ? '|' : '|-'}${eol}${padded}`
}
