/** Ways to write another value in the place of one; the caller reads the results again and takes the first that holds. */
import { findNodeAtLocation } from 'jsonc-parser'
import { isAlias, isNode, type Document } from 'yaml'
import type { Entry, Format } from './entries'
import { quotedEnv, readEnv } from './env'
import { readIni, type IniFormat } from './ini'
import { accountOf, withAccount } from './address'
import { jsonRoot, yamlDocument } from './tree'

type Write = () => string
interface Range { readonly start: number; readonly end: number }

/** From the one that keeps most of how both texts are written, to the one that always can. */
export function candidates(format: Format, text: string, target: Entry, todayText: string, now: Entry, wanted: Entry, isAddress: boolean): readonly Write[] {
  const put = (make: (old: string, today: string) => string): Write => () => {
    const [place, from] = [rangeOf(format, text, target), rangeOf(format, todayText, now)]
    const old = text.slice(place.start, place.end)
    return text.slice(0, place.start) + withEnd(make(old, todayText.slice(from.start, from.end)), old) + text.slice(place.end)
  }
  const first = isAddress ? put((old, today) => withAccount(old, accountOf(today) ?? '') ?? today) : put((_old, today) => today)
  const plain = wanted.type === 'string' ? JSON.stringify(wanted.value) : wanted.value
  if (format === 'env') return [first, put(() => wanted.value), put(() => `'${wanted.value}'`), put(() => quotedEnv(wanted.value))]
  if (format === 'ini' || format === 'toml') return [first, put(() => wanted.value), put(() => JSON.stringify(wanted.value)), put(() => `'${wanted.value}'`)]
  return format === 'json' ? [first, put(() => plain)] : [first, put(() => plain), () => setInDocument(text, wanted)]
}

/** The text that a way gives, or none where it cannot. */
export function rewritten(write: Write): readonly string[] {
  try {
    return [write()]
  } catch {
    return []
  }
}

// A block of YAML ends with its line; a value in its place does too.
function withEnd(value: string, old: string): string {
  const end = /\r?\n$/.exec(old)?.[0] ?? ''
  return value.replace(/\r?\n$/, '') + end
}

function rangeOf(format: Format, text: string, entry: Entry): Range {
  const range = format === 'env' ? envRange(text, entry) : format === 'ini' || format === 'toml' ? iniRange(format, text, entry) : format === 'json' ? jsonRange(text, entry) : yamlRange(text, entry)
  if (range === null) throw new Error('no place in the text')
  return range
}

const envRange = (text: string, entry: Entry): Range | null => readEnv(text)?.findLast((item) => item.key === entry.key) ?? null

const iniRange = (format: IniFormat, text: string, { path }: Entry): Range | null =>
  readIni(text, format)?.findLast(({ section, key }) => key === path.at(-1) && section === (path.length === 1 ? '' : path[0])) ?? null

function jsonRange(text: string, entry: Entry): Range | null {
  const node = findNodeAtLocation(jsonRoot(text), entry.path.map((part) => (typeof part === 'number' ? part : String(part))))
  return node === undefined ? null : { start: node.offset, end: node.offset + node.length }
}

function yamlRange(text: string, entry: Entry): Range | null {
  const node = yamlDocument(text).getIn(entry.path, true)
  return isNode(node) && node.range ? { start: node.range[0], end: node.range[1] } : null
}

function setInDocument(text: string, wanted: Entry): string {
  const document = yamlDocument(text)
  ownOn(document, wanted.path)
  document.setIn(wanted.path, wanted.type === 'string' ? wanted.value : (JSON.parse(wanted.value) as unknown))
  return document.toString({ lineWidth: 0 })
}

/** What an alias on the way stands for is written out: nothing can be changed behind one. */
function ownOn(document: Document, path: readonly unknown[]): void {
  for (let length = 1; length < path.length; length++) {
    const place = path.slice(0, length)
    const node = document.getIn(place, true)
    if (isAlias(node)) document.setIn(place, document.createNode(node.resolve(document)?.toJS(document, { mapAsMap: true })))
  }
}
