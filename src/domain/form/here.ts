/** A place in the document while a form is made of it. */
import { isAlias, isMap, isSeq, visit, type Document, type Node, type Pair, type YAMLMap } from 'yaml'
import { nameOf, resolved } from '../project/document'
import { contentEnd, slotsOf } from '../yaml-edit/slots'
import type { Path, State } from './node'

export interface Here {
  readonly path: Path
  /** What stands there, aliases followed; null where nothing does. */
  readonly node: Node | null
  readonly state: 'set' | 'taken' | 'empty'
  readonly through: string | null
  /** Offsets of the key or dash and of the end of the value. */
  readonly range: readonly [number, number] | null
}

export interface Reading {
  readonly text: string
  readonly document: Document
  /** Offsets at which lines begin. */
  readonly starts: readonly number[]
  /** Lines of the aliases of an anchor. */
  readonly aliases: ReadonlyMap<string, readonly number[]>
}

export function readingOf(text: string, document: Document): Reading {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  const aliases = new Map<string, number[]>()
  visit(document, { Alias: (_key, alias) => void aliases.set(alias.source, [...(aliases.get(alias.source) ?? []), lineAt(starts, alias.range?.[0] ?? 0)]) })
  return { text, document, starts, aliases }
}

/** Line, from 1, of an offset. */
export function lineAt(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle
  }
  return low + 1
}

export const rootOf = ({ document, text }: Reading): Here => ({ path: [], node: document.contents as Node | null, state: document.contents === null ? 'empty' : 'set', through: null, range: [0, text.length] })

/** The keys of a map, those that it takes over too, in their order. */
export function keysOf({ document }: Reading, { node }: Here): readonly string[] {
  return isMap(node) ? Object.keys((node.toJS(document) ?? {}) as object) : []
}

export function childOf(reading: Reading, here: Here, part: string | number): Here {
  const path = [...here.path, part]
  const nothing: Here = { path, node: null, state: 'empty', through: null, range: null }
  if (isMap(here.node)) return memberOf(reading, here, here.node, String(part), nothing)
  if (!isSeq(here.node) || typeof part !== 'number') return nothing
  const slot = slotsOf(reading.text, here.node)?.[part]
  return valueOf(reading, here, nothing, here.node.items[part] as Node | null, slot === undefined ? null : [slot.start, slot.end])
}

function memberOf(reading: Reading, here: Here, map: YAMLMap, key: string, nothing: Here): Here {
  const own = map.items.find((pair) => nameOf(pair) === key)
  if (own !== undefined) return valueOf(reading, here, nothing, own.value as Node | null, rangeOf(reading, own))
  const merged = mergedPair(reading.document, map, key)
  if (merged === null) return nothing
  return { ...nothing, node: resolved(reading.document, merged.pair.value as Node | null), state: 'taken', through: here.through ?? merged.through, range: rangeOf(reading, merged.pair) }
}

function valueOf({ document }: Reading, here: Here, nothing: Here, value: Node | null, range: Here['range']): Here {
  const taken = here.state === 'taken' || isAlias(value)
  return { ...nothing, node: resolved(document, value), state: taken ? 'taken' : 'set', through: here.through ?? (isAlias(value) ? value.source : null), range }
}

function rangeOf({ text }: Reading, pair: Pair): Here['range'] {
  const key = pair.key as Node | null
  return key?.range ? [key.range[0], contentEnd(text, pair.value as Node | null, key.range[1])] : null
}

function mergedPair(document: Document, map: YAMLMap, key: string): { readonly pair: Pair; readonly through: string } | null {
  for (const merge of map.items.filter((pair) => nameOf(pair) === '<<')) {
    const sources = isSeq(merge.value) ? (merge.value.items as Node[]) : [merge.value as Node | null]
    for (const source of sources) {
      const from = resolved(document, source)
      if (!isMap(from) || from === map) continue
      const through = isAlias(source) ? source.source : ''
      const pair = from.items.find((one) => nameOf(one) === key)
      const found = pair === undefined ? mergedPair(document, from, key) : { pair, through }
      if (found !== null) return { pair: found.pair, through: through === '' ? found.through : through }
    }
  }
  return null
}

/** Anchors set at this place that others take over. */
export function sharedAt({ aliases }: Reading, { node, state }: Here): readonly { readonly anchor: string; readonly lines: readonly number[] }[] {
  const anchor = node !== null && 'anchor' in node && state === 'set' ? node.anchor : undefined
  const lines = anchor === undefined ? undefined : aliases.get(anchor)
  return anchor === undefined || lines === undefined ? [] : [{ anchor, lines }]
}

export const stateOf = (here: Here, otherwise: unknown): State => (here.state === 'empty' ? (otherwise === undefined || otherwise === null ? 'empty' : 'default') : here.state)
