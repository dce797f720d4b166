/** What a person does in the form, as edits of the text. */
import type { Edit, Value } from '../yaml-edit'
import type { FormEntries, FormField, FormGroup, FormItem, FormItems, Path } from './node'
import { everyNode, leadsTo } from './walk'

/** Sets a field among its siblings; undefined takes away what is set. */
export function setField(group: FormGroup | FormItem, field: FormField, value: Value | undefined): readonly Edit[] {
  if ('isShort' in group && group.isShort) return setShort(group, field, value)
  if (value === undefined) return field.state === 'set' ? [{ kind: 'remove', path: field.path }] : []
  return [{ kind: 'set', path: field.path, value, order: group.members.map(({ key }) => key) }]
}

/** One that is written as a text stays one, as long as it has nothing else. */
function setShort(item: FormItem, field: FormField, value: Value | undefined): readonly Edit[] {
  const short = item.members.find(({ state }) => state === 'set')
  if (short === undefined || value === undefined) return []
  if (short.key === field.key) return [{ kind: 'set', path: item.path, value }]
  return [{ kind: 'set', path: item.path, value: { [short.key]: 'value' in short ? (short.value ?? '') : '', [field.key]: value } }]
}

/** The same value, set here instead of taken over. */
export const setHere = (group: FormGroup, field: FormField): readonly Edit[] => setField(group, field, field.value ?? null)

export const addEntry = (entries: FormEntries, name: string, kind: string): readonly Edit[] =>
  [{ kind: 'set', path: [...entries.path, name], value: entries.blank[kind] ?? Object.values(entries.blank)[0] ?? {}, open: true }]

export function addItem(items: FormItems, value: string): readonly Edit[] {
  return [{ kind: 'insert', path: items.path, index: items.items.length, value: items.short === null ? { [items.firstKey]: value } : value }]
}

/** What names it by its old name follows. */
export function renameEntry(around: FormGroup, entries: FormEntries, name: string, to: string): readonly Edit[] {
  const names = [...everyNode(around)].filter((node): node is FormField => node.kind === 'names' && node.of === entries.key && leadsTo(around.path, node.path))
  const follow = names.flatMap(({ path, value, state }): Edit[] => (Array.isArray(value) && value.includes(name) && state === 'set' ? [{ kind: 'set', path, value: (value as Value[]).map((one) => (one === name ? to : one)) }] : []))
  return [...follow, { kind: 'rename', path: [...entries.path, name], to }]
}

export const remove = (path: Path): readonly Edit[] => [{ kind: 'remove', path }]
export const move = (path: Path, to: number): readonly Edit[] => [{ kind: 'move', path, to }]

/** The list with one entry put elsewhere, set or taken out. */
export function listEdits(group: FormGroup, field: FormField, next: readonly Value[]): readonly Edit[] {
  const now = Array.isArray(field.value) ? (field.value as readonly Value[]) : []
  if (next.length === 0 && field.state === 'set' && !field.required) return [{ kind: 'remove', path: field.path }]
  const moved = field.state === 'set' ? movedOne(now, next) : null
  return moved === null ? setField(group, field, next) : [{ kind: 'move', path: [...field.path, moved.from], to: moved.to }]
}

function movedOne(now: readonly Value[], next: readonly Value[]): { readonly from: number; readonly to: number } | null {
  if (now.length !== next.length) return null
  const from = now.findIndex((one, index) => one !== next[index])
  if (from === -1) return null
  for (let to = 0; to < now.length; to += 1) {
    for (const source of [from, to]) {
      const target = source === from ? to : from
      const tried = [...now]
      tried.splice(target, 0, ...tried.splice(source, 1))
      if (target !== source && tried.every((one, index) => one === next[index])) return { from: source, to: target }
    }
  }
  return null
}
