/** The next change of one place that an edit still needs. */
import { isAlias, isMap, isSeq, type Document, type Node } from 'yaml'
import { nameOf } from '../project/document'
import { sameValue } from './equal'
import { find, holderAt, nodeAt, valueAt, type Found } from './find'
import { isFields, isList } from './render'
import type { Edit, Path, Primitive, Value } from './types'

export class Refusal extends Error {}
type EditOf<K extends Edit['kind']> = Extract<Edit, { kind: K }>

export interface Next {
  readonly change: Primitive
  /** Nothing is left to do after it. */
  readonly last: boolean
}

/** Null when nothing is left to do. */
export function nextOf(document: Document, edit: Edit): Next | null {
  const change = edit.kind === 'set' ? nextSet(document, edit) : null
  if (edit.kind === 'set') return change === null ? null : { change, last: false }
  const made = ownWay(document, edit.kind === 'insert' ? edit.path : edit.path.slice(0, -1))
  return made === null ? { change: onceOf(document, edit), last: true } : { change: made, last: false }
}

function onceOf(document: Document, edit: EditOf<'insert' | 'remove' | 'rename' | 'move'>): Primitive {
  if (edit.kind === 'insert') return insertOf(document, edit)
  const { holder, stopped } = find(document, edit.path)
  if (holder === null || stopped !== 'no') throw new Refusal(stopped === 'merged' ? 'This comes from another part of the file, which is taken over here. Change it there, or set it here.' : 'There is nothing there any more.')
  if (edit.kind === 'remove') return { kind: 'drop', path: edit.path }
  if (edit.kind === 'move') return { kind: 'move', path: edit.path, to: edit.to }
  if (isMap(holder) && holder.items.some((pair) => nameOf(pair) === edit.to)) throw new Refusal(`There is "${edit.to}" already.`)
  return { kind: 'rekey', path: edit.path, to: edit.to }
}

/** Makes what a path leads through its own, where it is taken over from elsewhere. */
function ownWay(document: Document, path: Path): Primitive | null {
  const found = find(document, [...path, ''])
  if (found.stopped !== 'alias' && found.stopped !== 'merged') return null
  return found.stopped === 'merged' && found.depth >= path.length ? null : ownOf(document, path.slice(0, found.stopped === 'merged' ? found.depth + 1 : depthOfAlias(document, path)), found)
}

function depthOfAlias(document: Document, path: Path): number {
  let depth = 1
  while (depth < path.length && !isAlias(nodeAt(document, path.slice(0, depth)))) depth += 1
  return depth
}

function ownOf(document: Document, path: Path, { stopped }: Found): Primitive {
  const value = valueAt(document, path) as Value
  const key = path.at(-1)
  if (stopped === 'merged' && key !== undefined) return { kind: 'add', path: path.slice(0, -1), key: String(key), value, order: [], open: 0 }
  return isFields(value) ? { kind: 'own', path } : { kind: 'replace', path, value }
}

function insertOf(document: Document, { path, index, value }: EditOf<'insert'>): Primitive {
  const list = holderAt(document, path)
  if (isSeq(list) && list.items.length > 0) return { kind: 'insert', path, index, value }
  const set = nextSet(document, { kind: 'set', path, value: [value] })
  if (set === null) throw new Refusal('There is nothing to add it to.')
  return set
}

function nextSet(document: Document, edit: EditOf<'set'>): Primitive | null {
  const { path, value } = edit
  if (path.length === 0) return nextInside(document, document.contents as Node | null, edit)
  const made = ownWay(document, path.slice(0, -1))
  if (made !== null) return made
  const { holder, depth, index, stopped } = find(document, path)
  if (stopped === 'value' || holder === null) return grown(document, edit, holder === null ? 0 : depth + 1)
  if (index !== -1) return nextInside(document, nodeAt(document, path), edit)
  const [key, ...rest] = path.slice(depth)
  if (isSeq(holder)) {
    if (key !== holder.items.length) throw new Refusal('There is no such entry in this list any more.')
    return { kind: 'insert', path: path.slice(0, depth), index: key, value: nested(rest, value) }
  }
  return { kind: 'add', path: path.slice(0, depth), key: String(key), value: nested(rest, value), order: rest.length === 0 ? (edit.order ?? []) : [], open: edit.open === true ? rest.length + 1 : 0 }
}

/** A map in the place of what holds nothing: nothing at all, or a single value. */
function grown(document: Document, { path, value, open, order }: EditOf<'set'>, depth: number): Primitive {
  const above = path.slice(0, depth)
  const [key, ...rest] = path.slice(depth)
  const node = nodeAt(document, above)
  if (key === undefined || typeof key === 'number') throw new Refusal('There is no such entry in this list any more.')
  const inside = nested(rest, value)
  if (node === null || node.srcToken === undefined) return { kind: 'add', path: above, key, value: inside, order: order ?? [], open: open === true ? rest.length + 1 : 0 }
  return { kind: 'replace', path: above, value: nested([key], inside) }
}

const nested = (path: Path, value: Value): Value => path.reduceRight<Value>((inside, part) => (typeof part === 'number' ? [inside] : Object.fromEntries([[part, inside]])), value)

/** What already is there stays: only what differs is changed. */
function nextInside(document: Document, node: Node | null, edit: EditOf<'set'>): Primitive | null {
  const { path, value } = edit
  const now = valueAt(document, path)
  if (sameValue(now, value)) return null
  if (isMap(node) && isFields(value)) return nextInMap(document, now as Readonly<Record<string, Value>>, edit, value)
  if (isSeq(node) && isList(value)) return nextInList(document, now as readonly Value[], edit, value)
  return { kind: 'replace', path, value }
}

function nextInMap(document: Document, now: Readonly<Record<string, Value>>, edit: EditOf<'set'>, value: Readonly<Record<string, Value>>): Primitive | null {
  const gone = Object.keys(now).find((key) => !Object.hasOwn(value, key))
  if (gone !== undefined) {
    if (find(document, [...edit.path, gone]).stopped !== 'no') throw new Refusal(`"${gone}" comes from another part of the file, which is taken over here. It can be removed there.`)
    return { kind: 'drop', path: [...edit.path, gone] }
  }
  const differs = Object.keys(value).find((key) => !Object.hasOwn(now, key) || !sameValue(now[key], value[key]))
  if (differs === undefined) return movedKey(edit.path, Object.keys(now), Object.keys(value))
  return nextSet(document, { kind: 'set', path: [...edit.path, differs], value: value[differs] ?? null, order: edit.order ?? [] })
}

function movedKey(path: Path, now: readonly string[], wanted: readonly string[]): Primitive | null {
  const place = wanted.findIndex((key, index) => key !== now[index])
  const key = wanted[place]
  return key === undefined ? null : { kind: 'move', path: [...path, key], to: place }
}

function nextInList(document: Document, now: readonly Value[], { path }: EditOf<'set'>, value: readonly Value[]): Primitive | null {
  let start = 0
  while (start < now.length && start < value.length && sameValue(now[start], value[start])) start += 1
  if (value.length > now.length) {
    if (now.length === 0) return { kind: 'replace', path, value }
    return { kind: 'insert', path, index: start, value: value[start] ?? null }
  }
  if (value.length < now.length) return { kind: 'drop', path: [...path, start] }
  return nextSet(document, { kind: 'set', path: [...path, start], value: value[start] ?? null })
}
