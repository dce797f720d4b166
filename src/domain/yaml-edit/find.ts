/** Where a path leads in a document, and what stands in its way. */
import { isAlias, isMap, isPair, isSeq, type Document, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml'
import { nameOf, pairOf, resolved } from '../project/document'
import type { Path } from './types'

export type Holder = YAMLMap | YAMLSeq

/** How far a path leads through what stands at its own place. */
export interface Found {
  /** The deepest own collection on the way. */
  readonly holder: Holder | null
  /** How many parts of the path lead to the holder. */
  readonly depth: number
  /** Of the pair or item in the holder that the next part of the path names; -1 when there is none of its own. */
  readonly index: number
  /** What stops the path there: nothing, an alias, a value that comes by a merge, nothing there, or a value that holds nothing. */
  readonly stopped: 'no' | 'alias' | 'merged' | 'absent' | 'value'
}

export function find(document: Document, path: Path): Found {
  let node = document.contents as Node | null
  let found: Found = { holder: null, depth: 0, index: -1, stopped: 'no' }
  for (const [depth, part] of path.entries()) {
    if (isAlias(node)) return { ...found, stopped: 'alias' }
    if (!isMap(node) && !isSeq(node)) return { ...found, stopped: 'value' }
    const index = indexIn(node, part)
    found = { holder: node, depth, index, stopped: 'no' }
    if (index === -1) return { ...found, stopped: isMap(node) && pairOf(document, node, String(part)) !== null ? 'merged' : 'absent' }
    node = childOf(node, index)
  }
  return found
}

export function indexIn(holder: Holder, part: string | number): number {
  if (isMap(holder)) return holder.items.findIndex((pair) => nameOf(pair) === String(part))
  return typeof part === 'number' && Number.isInteger(part) && part >= 0 && part < holder.items.length ? part : -1
}

export const childOf = (holder: Holder, index: number): Node | null => {
  const item = holder.items[index] as Pair | Node | undefined
  return (isPair(item) ? (item.value as Node | null) : item) ?? null
}

/** The node at a path that is all its own; null when it is empty. */
export function nodeAt(document: Document, path: Path): Node | null {
  if (path.length === 0) return document.contents as Node | null
  const { holder, index, stopped } = find(document, path)
  return holder === null || stopped !== 'no' ? null : childOf(holder, index)
}

/** The collection at a path, without a way through an alias. */
export function holderAt(document: Document, path: Path): Holder | null {
  const node = nodeAt(document, path)
  return isMap(node) || isSeq(node) ? node : null
}

/** The value at a path as a program would read it, aliases and merges included. */
export function valueAt(document: Document, path: Path): unknown {
  let node = document.contents as Node | null
  for (const part of path) {
    const inside = resolved(document, node)
    if (isMap(inside)) node = (pairOf(document, inside, String(part))?.value as Node | null | undefined) ?? null
    else node = isSeq(inside) && typeof part === 'number' ? ((inside.items[part] as Node | undefined) ?? null) : null
  }
  return node === null ? null : (node.toJS(document) as unknown)
}
