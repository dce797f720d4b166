/** What an edit means, said on the document instead of on the text: the text must come to the same. */
import { isMap, isPair, isSeq, Pair, Scalar, visit, type Document, type Node } from 'yaml'
import { nameOf } from '../project/document'
import { find, holderAt, indexIn, type Holder } from './find'
import type { Primitive, Value } from './types'

/** False where the path leads to nothing that can be changed so. */
export function mutate(document: Document, change: Primitive): boolean {
  if (change.kind === 'own') return true
  if (change.kind === 'add' || change.kind === 'insert') return grow(document, change)
  const last = change.path.at(-1)
  if (last === undefined) return change.kind === 'replace' && ((document.contents = created(document, change.value)), true)
  const holder = holderAt(document, change.path.slice(0, -1))
  const index = holder === null ? -1 : indexIn(holder, last)
  return holder !== null && index !== -1 && changeItem(document, holder, index, change)
}

type Change<K extends Primitive['kind']> = Extract<Primitive, { kind: K }>

function grow(document: Document, change: Change<'add' | 'insert'>): boolean {
  if (change.kind === 'insert') {
    const list = holderAt(document, change.path)
    if (!isSeq(list) || change.index < 0 || change.index > list.items.length) return false
    list.items.splice(change.index, 0, created(document, change.value))
    return true
  }
  const pair = new Pair(keyOf(change.key), created(document, change.value))
  const map = holderAt(document, change.path)
  if (isMap(map)) {
    map.items.splice(placeFor(map, change), 0, pair)
    return true
  }
  const made = document.createNode({}) as Node
  if (!put(document, change.path, made) || !isMap(made)) return false
  made.items.push(pair)
  return true
}

/** Before which member a new key stands: after the last of those that come before it in the order, else at the end. */
export function placeFor(map: Holder, { key, order }: Pick<Change<'add'>, 'key' | 'order'>): number {
  const place = order.indexOf(key)
  if (place === -1) return map.items.length
  const before = new Set([...order.slice(0, place), '<<'])
  const last = map.items.findLastIndex((pair) => isPair(pair) && before.has(nameOf(pair)))
  return last === -1 ? map.items.length : last + 1
}

function put(document: Document, path: readonly (string | number)[], node: Node): boolean {
  if (path.length === 0) return (document.contents = node), true
  const { holder, index, stopped } = find(document, path)
  if (holder === null || stopped !== 'no') return false
  setItem(holder, index, node)
  return true
}

function setItem(holder: Holder, index: number, node: Node): void {
  const item = holder.items[index]
  const old = (isPair(item) ? item.value : item) as Node | null
  // What others take over by name is what stands there now.
  if (old !== null && 'anchor' in old && old.anchor !== undefined && 'anchor' in node) node.anchor = old.anchor
  if (isPair(item)) item.value = node
  else holder.items[index] = node
}

function changeItem(document: Document, holder: Holder, index: number, change: Change<'replace' | 'drop' | 'move' | 'rekey'>): boolean {
  if (change.kind === 'replace') setItem(holder, index, created(document, change.value))
  else if (change.kind === 'rekey') (holder.items[index] as Pair).key = keyOf(change.to)
  else {
    const [item] = holder.items.splice(index, 1)
    if (change.kind === 'move') {
      if (change.to < 0 || change.to > holder.items.length) return false
      // It was taken out of this very list, of pairs or of nodes.
      holder.items.splice(change.to, 0, item as never)
    }
  }
  return true
}

function created(document: Document, value: Value): Node {
  const node = document.createNode(value, { aliasDuplicateObjects: false }) as Node
  visit(node, { Pair: (_index, pair) => void (pair.key = keyOf(nameOf(pair))) })
  return node
}

/** A key that is a text also where it would merge. */
function keyOf(name: string): Scalar {
  const key = new Scalar(name)
  key.type = Scalar.QUOTE_DOUBLE
  return key
}
