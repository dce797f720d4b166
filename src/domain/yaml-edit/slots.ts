/** Which part of the text each member of a collection takes. */
import { isMap, isPair, isScalar, isSeq, type CST, type Node, type Pair } from 'yaml'
import type { Holder } from './find'
import { lineStart } from './source'

export interface Slot {
  /** Where its key, its dash or its value begins. */
  readonly start: number
  /** Where its content ends: before spaces, a comment and the end of the line. */
  readonly end: number
  /** After its key and colon, or its dash: where a value could stand. */
  readonly after: number
}

export const isFlow = (node: unknown): boolean => (isMap(node) || isSeq(node)) && node.srcToken?.type === 'flow-collection'

type Token = CST.SourceToken
const EMPTY = new Set(['space', 'newline', 'comment', 'comma', 'byte-order-mark'])
const solid = (tokens: readonly Token[] | undefined): readonly Token[] => (tokens ?? []).filter((token) => !EMPTY.has(token.type))
const endOf = (token: Token): number => token.offset + token.source.length

/** Null where the text does not show them: then it is edited by hand. */
export function slotsOf(text: string, holder: Holder): readonly Slot[] | null {
  const slots = isMap(holder) ? holder.items.map((pair) => pairSlot(text, pair)) : itemSlots(text, holder)
  return slots.every((slot) => slot !== null) ? slots : null
}

function pairSlot(text: string, pair: Pair): Slot | null {
  const source = pair.srcToken
  const key = pair.key as Node | null
  if (source === undefined || !key?.range) return null
  const before = solid(source.start)[0]
  const sep = solid(source.sep).at(-1)
  const after = sep === undefined ? key.range[1] : endOf(sep)
  return { start: before?.offset ?? key.range[0], end: contentEnd(text, pair.value as Node | null, after), after }
}

function itemSlots(text: string, holder: Holder): readonly (Slot | null)[] {
  const token = holder.srcToken
  if (token === undefined || !('items' in token)) return holder.items.map(() => null)
  const items = token.items.filter((item) => item.value !== undefined || item.key !== undefined || solid(item.start).length > 0)
  return holder.items.map((item, index) => {
    const start = solid(items[index]?.start)
    const node = isPair(item) ? null : (item as Node)
    const begin = start[0]?.offset ?? node?.range?.[0]
    if (begin === undefined || !node?.range || items.length !== holder.items.length) return null
    const last = start.at(-1)
    const after = last === undefined ? begin : endOf(last)
    return { start: begin, end: contentEnd(text, node, after), after }
  })
}

/** Where the content of a node ends; `otherwise` for one that is empty. */
export function contentEnd(text: string, node: Node | null, otherwise: number): number {
  if (!node?.range || (isScalar(node) && node.srcToken === undefined)) return otherwise
  if ((isMap(node) || isSeq(node)) && !isFlow(node)) return slotsOf(text, node)?.at(-1)?.end ?? otherwise
  const end = node.range[1]
  return isScalar(node) && node.srcToken?.type === 'block-scalar' ? withoutLineEnd(text, end) : end
}

function withoutLineEnd(text: string, end: number): number {
  const before = text[end - 1] === '\n' ? end - 1 : end
  return text[before - 1] === '\r' && before < end ? before - 1 : before
}

/** The same with the comment lines right above that are indented alike: they go where it goes. */
export function withComments(text: string, slot: Slot, previous: Slot | null): Slot {
  let start = slot.start
  const indent = text.slice(lineStart(text, start), start)
  if (indent.trim() !== '') return slot
  for (;;) {
    const line = lineStart(text, start)
    const above = lineStart(text, line - 1)
    if (line === 0 || (previous !== null && above <= previous.end)) break
    const content = text.slice(above, line)
    if (!content.startsWith(`${indent}#`)) break
    start = above + indent.length
  }
  return { ...slot, start }
}
