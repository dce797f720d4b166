/** For each primitive the ways to write it, the one that keeps most first. The caller reads the text again and takes the first that holds. */
import { isMap, isSeq, type Node } from 'yaml'
import { blockDrop, blockInsert, blockMove } from './block'
import { holderAt, nodeAt, type Holder } from './find'
import { flowDrop, flowInsert, reorder } from './flow'
import { placeFor } from './mutate'
import { afterDash, afterKey, oneLine } from './render'
import { isFlow, slotsOf, type Slot } from './slots'
import { lineEnd, type Source } from './source'
import { isBlock, quotesOf, spotAt, type Spot } from './spot'
import type { Path, Primitive, TextChange } from './types'
import { replaceWays } from './write'

type Ways = readonly (readonly TextChange[])[]
type Change<K extends Primitive['kind']> = Extract<Primitive, { kind: K }>

export function waysOf(source: Source, change: Primitive): Ways {
  switch (change.kind) {
    case 'add': return addWays(source, change)
    case 'insert': return insertWays(source, change)
    case 'replace': return at(source, change.path, (spot) => replaceWays(source, spot, change.value))
    case 'drop': return at(source, change.path, (spot) => dropWays(source, change.path, spot))
    case 'move': return at(source, change.path, (spot) => (isFlow(spot.holder) ? reorder(source.text, spot.slots, spot.index, change.to) : blockMove(source, spot.slots, spot.index, change.to, change.path.length === 1)))
    case 'rekey': return at(source, change.path, (spot) => rekeyWays(spot, change.to))
    case 'own': return at(source, change.path, ({ node }) => ownWays(source.text, node))
  }
}

function at(source: Source, path: Path, ways: (spot: Spot) => Ways): Ways {
  const spot = spotAt(source.text, source.document, path)
  return spot === null ? [] : ways(spot)
}

function addWays(source: Source, change: Change<'add'>): Ways {
  const map = holderAt(source.document, change.path)
  if (map === null) return firstWays(source, change)
  const slots = slotsOf(source.text, map)
  if (!isMap(map) || slots === null) return []
  const place = placeFor(map, change)
  if (!isFlow(map)) return blockInsert(source, slots, place, columnOf(map), pairText(source, change, columnOf(map)))
  const inBrackets = flowInsert(source.text, map, slots, place, `${oneLine(change.key, true)}: ${oneLine(change.value, true)}`)
  return slots.length > 0 || (change.open === 0 && isSmall(change)) ? inBrackets : [...unbracketed(source, change, map), ...inBrackets]
}

const isSmall = ({ value }: Change<'add'>): boolean => typeof value !== 'object' || value === null || oneLine(value, true).length <= 60
const pairText = (source: Source, { key, value, open }: Change<'add'>, indent: number): string => `${oneLine(key, false)}:${afterKey(value, indent, source, open)}`
const columnOf = ({ srcToken }: Holder): number => (srcToken !== undefined && 'indent' in srcToken ? srcToken.indent : 0)

/** `services: {}` becomes `services:` with its first member below. */
function unbracketed(source: Source, change: Change<'add'>, map: Holder): Ways {
  const { text, document, eol, step } = source
  const spot = change.path.length === 0 ? null : spotAt(text, document, change.path)
  if (spot === null) return change.path.length > 0 || !map.range ? [] : [[{ from: map.range[0], to: map.range[1], insert: pairText(source, change, 0) }]]
  if (spot.inFlow || isSeq(spot.holder)) return []
  const [indent, end] = [spot.indent + step, lineEnd(text, spot.slot.end)]
  return [[{ from: spot.slot.after, to: spot.slot.end, insert: '' }, { from: end, to: end, insert: `${eol}${' '.repeat(indent)}${pairText(source, change, indent)}` }]]
}

/** The first member of something empty: a key without a value, or the whole file. */
function firstWays(source: Source, change: Change<'add'>): Ways {
  const { text, document, eol, step } = source
  if (change.path.length === 0) {
    const start = text === '' || text === '\ufeff' || text.endsWith('\n') ? '' : eol
    return [[{ from: text.length, to: text.length, insert: `${start}${pairText(source, change, 0)}${eol}` }]]
  }
  const spot = spotAt(text, document, change.path)
  if (spot === null || nodeAt(document, change.path)?.srcToken !== undefined) return []
  if (spot.inFlow || isSeq(spot.holder)) return replaceWays(source, spot, { [change.key]: change.value })
  const [indent, end] = [spot.indent + step, lineEnd(text, spot.slot.after)]
  return [[{ from: end, to: end, insert: `${eol}${' '.repeat(indent)}${pairText(source, change, indent)}` }]]
}

function insertWays(source: Source, change: Change<'insert'>): Ways {
  const list = holderAt(source.document, change.path)
  const slots = isSeq(list) ? slotsOf(source.text, list) : null
  if (!isSeq(list) || slots === null) return []
  if (isFlow(list)) return flowInsert(source.text, list, slots, change.index, oneLine(change.value, true))
  const open = list.items.some((item) => isMap(item) && isBlock(item))
  return blockInsert(source, slots, change.index, columnOf(list), `- ${afterDash(change.value, columnOf(list), source, open)}`)
}

function dropWays(source: Source, path: Path, spot: Spot): Ways {
  const { holder, slots, index, node } = spot
  if (isFlow(holder)) return flowDrop(holder, slots, index)
  if (slots.length === 1) return emptied(source, path.slice(0, -1), holder, slots)
  return blockDrop(source, slots, index, isSeq(holder) || isMap(node))
}

/** What loses its last member is empty, not gone. */
function emptied(source: Source, path: Path, holder: Holder, [only]: readonly Slot[]): Ways {
  const nothing = isMap(holder) ? {} : []
  if (path.length > 0) return at(source, path, (spot) => [...besideComments(source, spot, slotsOf(source.text, holder) ?? [], oneLine(nothing, false)), ...replaceWays(source, spot, nothing)])
  return only === undefined ? [] : [[{ from: only.start, to: only.end, insert: oneLine(nothing, false) }]]
}

/** Comments above the member stay, under what is empty now. */
function besideComments(source: Source, { slot }: Spot, slots: readonly Slot[], nothing: string): Ways {
  const above = source.text.slice(lineEnd(source.text, slot.after), slots[0]?.start)
  return above.includes('#') ? blockDrop(source, slots, 0, false).map((drop) => [{ from: slot.after, to: slot.after, insert: ` ${nothing}` }, ...drop]) : []
}

function rekeyWays({ holder, index, inFlow }: Spot, to: string): Ways {
  const key = isMap(holder) ? (holder.items[index]?.key as Node | null | undefined) : null
  return key?.range ? [[{ from: key.range[0], to: key.range[1], insert: oneLine(to, inFlow, quotesOf(key)) }]] : []
}

const ownWays = (text: string, node: Node | null): Ways => (node?.range ? [[{ from: node.range[0], to: node.range[1], insert: `{ <<: ${text.slice(node.range[0], node.range[1])} }` }]] : [])
