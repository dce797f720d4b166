/** Edits of JSON text that keep the style around them: indentation, line endings, spaces after colons. */
import type { Json } from '../facts'
import type { RegistryLayout } from './find'
import { propertiesAt, type Property } from './scan'

/** Replaces `start` to `end` (UTF-16 units) with a text. */
export interface TextEdit { readonly start: number; readonly end: number; readonly text: string }
type Fields = Readonly<Record<string, Json>>

/** Sets members of the object at `start`: a value that is the same already stays as it is written; new members come last. */
export function setFields(text: string, start: number, fields: Fields): readonly TextEdit[] {
  const properties = propertiesAt(text, start)
  const last = properties.at(-1)
  const style = styleOf(text, start, last)
  const edits: TextEdit[] = []
  const added: string[] = []
  for (const [key, value] of Object.entries(fields)) {
    const present = properties.findLast((property) => property.key === key)
    if (present === undefined) added.push(`${style.before}${JSON.stringify(key)}${style.colon}${print(value, style)}`)
    else if (!same(text, present, value)) edits.push({ ...present.value, text: print(value, style) })
  }
  if (added.length === 0) return edits
  const at = last?.value.end ?? start + 1
  return [...edits, { start: at, end: at, text: `${last === undefined ? '' : ','}${added.join(',')}` }]
}

/** Adds an element to the list of records, written like the one before it. */
export function appendElement(text: string, { list, records }: RegistryLayout, record: Fields): TextEdit {
  const last = records.at(-1)
  if (last === undefined) return { start: list.start, end: list.end, text: firstElement(text, list.start, record) }
  const before = spaceBefore(text, last.start)
  const written = text.slice(last.start, last.end)
  const style = { ...styleOf(text, last.start, propertiesAt(text, last.start).at(-1)), before, compact: !/[\r\n]/.test(written) }
  return { start: last.end, end: last.end, text: `,${before}${print(record, style)}` }
}

interface Style {
  /** White space before a member, with its line break. */
  readonly before: string
  readonly colon: string
  readonly eol: string
  readonly unit: string
  readonly compact: boolean
}

function styleOf(text: string, start: number, last: Property | undefined): Style {
  const outer = lineIndent(text, start)
  const before = last === undefined ? '' : spaceBefore(text, last.at)
  const inner = /[^\r\n]*$/.exec(before)?.[0] ?? ''
  const unit = inner.startsWith(outer) && inner.length > outer.length ? inner.slice(outer.length) : '  '
  const colon = last === undefined ? ': ' : (/^\s*:\s*/.exec(text.slice(last.at + JSON.stringify(last.key).length, last.value.start))?.[0] ?? ':')
  return { before, colon, eol: text.includes('\r\n') ? '\r\n' : '\n', unit, compact: !/[\r\n]/.test(before) }
}

function print(value: Json, { before, colon, eol, unit, compact }: Style): string {
  if (!compact) return JSON.stringify(value, null, unit).replaceAll('\n', eol + (/[^\r\n]*$/.exec(before)?.[0] ?? ''))
  return colon === ':' ? JSON.stringify(value) : spaced(value)
}

/** One line with spaces: `{ "a": 1, "b": [1, 2] }`. */
function spaced(value: Json): string {
  if (isList(value)) return `[${value.map(spaced).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).filter(([, inner]) => inner !== undefined).map(([key, inner]) => `${JSON.stringify(key)}: ${spaced(inner)}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}
const isList = (value: Json): value is readonly Json[] => Array.isArray(value)

function firstElement(text: string, list: number, record: Fields): string {
  if (!/[\r\n]/.test(text.slice(0, list))) return `[${JSON.stringify(record)}]`
  const outer = lineIndent(text, list)
  const [eol, unit] = [text.includes('\r\n') ? '\r\n' : '\n', outer === '' ? '  ' : outer]
  const before = `${eol}${outer}${unit}`
  return `[${before}${print(record, { before, colon: ': ', eol, unit, compact: false })}${eol}${outer}]`
}

const spaceBefore = (text: string, at: number): string => /\s*$/.exec(text.slice(Math.max(0, at - 200), at))?.[0] ?? ''
const lineIndent = (text: string, at: number): string => {
  const line = text.slice(Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1, at)
  return /^\ufeff?([ \t]*)/.exec(line)?.[1] ?? ''
}

const same = (text: string, { value }: Property, wanted: Json): boolean =>
  JSON.stringify(JSON.parse(text.slice(value.start, value.end))) === JSON.stringify(wanted)
