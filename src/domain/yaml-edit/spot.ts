/** One member of a collection, with all that is needed to write in its place. */
import { isAlias, isMap, isScalar, isSeq, Scalar, type Document, type Node } from 'yaml'
import { childOf, find, type Holder } from './find'
import { isFlow, slotsOf, type Slot } from './slots'
import { lineStart } from './source'
import type { Path } from './types'

export interface Spot {
  readonly holder: Holder
  readonly index: number
  readonly slots: readonly Slot[]
  readonly slot: Slot
  readonly node: Node | null
  /** In brackets, or inside something that is. */
  readonly inFlow: boolean
  /** Column of its key or dash. */
  readonly indent: number
}

export function spotAt(text: string, document: Document, path: Path): Spot | null {
  const { holder, index, stopped } = find(document, path)
  const slots = holder === null || stopped !== 'no' ? null : slotsOf(text, holder)
  const slot = slots?.[index]
  if (!holder || !slots || !slot) return null
  const inFlow = path.some((_, depth) => isFlow(find(document, path.slice(0, depth + 1)).holder))
  return { holder, index, slots, slot, node: childOf(holder, index), inFlow, indent: slot.start - lineStart(text, slot.start) }
}

export const isEmpty = (node: Node | null): boolean => node === null || (isScalar(node) && node.srcToken === undefined)
export const isBlock = (node: Node | null): boolean => (isMap(node) || isSeq(node)) && !isFlow(node)
export const isLiteral = (node: Node | null): boolean => isScalar(node) && node.srcToken?.type === 'block-scalar'

export function quotesOf(node: Node | null): 'plain' | 'single' | 'double' {
  if (!isScalar(node) || isAlias(node)) return 'plain'
  return node.type === Scalar.QUOTE_SINGLE ? 'single' : node.type === Scalar.QUOTE_DOUBLE ? 'double' : 'plain'
}
