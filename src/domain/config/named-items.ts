/** Lists whose items have names of their own: `- name: DB_PASSWORD` with its `value`, or `- DB_PASSWORD=x`. */
import type { Tree } from './tree'

export interface NamedItem {
  readonly name: string
  /** What the name stands for, and where in the item; undefined when the item has only fields. */
  readonly own?: { readonly path: readonly string[]; readonly tree: Tree }
  /** What else the item says. */
  readonly fields: ReadonlyMap<unknown, Tree>
}

const ASSIGNED = /^([A-Za-z_][\w.]{0,200})=([^]*)$/
const NONE: ReadonlyMap<unknown, Tree> = new Map()

/** The items of a list by their names; null when one of them has none, or two have the same. */
export function namedItems(list: readonly Tree[]): readonly NamedItem[] | null {
  const items = list.map(itemOf).filter((item) => item !== null)
  return list.length > 0 && items.length === list.length && new Set(items.map(({ name }) => name)).size === list.length ? items : null
}

function itemOf(tree: Tree): NamedItem | null {
  if (typeof tree === 'string') {
    const name = assignmentOf(tree)?.name
    return name === undefined ? null : { name, own: { path: [], tree }, fields: NONE }
  }
  if (!(tree instanceof Map)) return null
  const map = tree as ReadonlyMap<unknown, Tree>
  const by = ['name', 'key'].find((field) => typeof map.get(field) === 'string' && map.get(field) !== '')
  const value = map.get('value')
  // Its parts could have the names of other fields.
  if (by === undefined || value instanceof Map) return null
  const fields = new Map([...map].filter(([field]) => field !== by && field !== 'value'))
  return { name: map.get(by) as string, ...(value === undefined ? {} : { own: { path: ['value'], tree: value } }), fields }
}

/** `NAME=value`, as it stands in lists of variables. */
export function assignmentOf(text: string): { readonly name: string; readonly value: string } | null {
  const [, name, value = ''] = ASSIGNED.exec(text) ?? []
  return name === undefined ? null : { name, value }
}

/** The name that a map gives to its `value`; null when it gives none. */
export function nameOfValue(map: ReadonlyMap<unknown, Tree>): string | null {
  const name = [map.get('name'), map.get('key')].find((one) => typeof one === 'string')
  return map.has('value') && typeof name === 'string' ? name : null
}
