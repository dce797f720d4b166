/** Makes the form of a text from the schema of backstep.yaml. Nothing in it knows a key: a new one appears by itself. */
import { isMap, isScalar, isSeq } from 'yaml'
import type { JsonSchema, TextProblem } from '../views'
import { readOnce } from '../yaml-edit/source'
import type { Value } from '../yaml-edit'
import { childOf, keysOf, lineAt, readingOf, rootOf, sharedAt, stateOf, type Here, type Reading } from './here'
import type { FormEntries, FormField, FormGroup, FormItem, FormItems, FormModel, FormNode, OtherKey } from './node'
import { claimedBy, within } from './problems'
import { blankOf } from './blank'
import { formFor, kindsOf, labelOf, shapeOf, type FieldKind, type Shape } from './shape'

interface Making {
  readonly reading: Reading
  readonly problems: readonly TextProblem[]
  /** Of the maps around: what names can be named, by their key. */
  readonly names: ReadonlyMap<string, readonly string[]>
}

/** `problems` are those of the same text, as the schemas found them. */
export function formOf(text: string, schema: JsonSchema, problems: readonly TextProblem[]): FormModel {
  const { document } = readOnce(text)
  if (document === null || !(document.contents === null || isMap(document.contents))) return { root: null }
  const reading = readingOf(text, document)
  const root = groupOf({ reading, problems, names: new Map() }, rootOf(reading), schema, shapeOf(schema), '', true)
  return { root }
}

function nodeOf(making: Making, here: Here, schema: JsonSchema, required: boolean): FormNode {
  const shape = shapeOf(schema)
  const key = String(here.path.at(-1) ?? '')
  if (shape.kind === 'group') return groupOf(making, here, formFor(shape, null), shape, key, required)
  if (shape.kind === 'entries') return entriesOf(making, here, shape, key, required)
  if (shape.kind === 'items') return itemsOf(making, here, shape, key, required)
  return fieldOf(making, here, { ...shape, kind: shape.kind }, key, required)
}

function baseOf(making: Making, here: Here, shape: Shape, key: string, required: boolean) {
  const { reading } = making
  const lines = here.range === null ? null : { from: lineAt(reading.starts, here.range[0]), to: lineAt(reading.starts, Math.max(here.range[0], here.range[1] - 1)) }
  return {
    key, path: here.path, label: labelOf(key, shape), description: shape.description, required,
    state: stateOf(here, shape.otherwise), through: here.through, shared: sharedAt(reading, here), lines
  }
}

const writtenAt = ({ reading: { text } }: Making, { node, range }: Here): string => (node?.range ? text.slice(node.range[0], node.range[1]) : range === null ? '' : text.slice(...range))

function fieldOf(making: Making, here: Here, shape: Shape & { readonly kind: FieldKind }, key: string, required: boolean): FormField {
  const value = here.state === 'empty' || here.node === null ? undefined : (here.node.toJS(making.reading.document) as Value)
  const fits = value === undefined || value === null || fitsKind(value, shape.kind)
  const otherwise = (shape.otherwise ?? undefined) as Value | undefined
  return {
    ...baseOf(making, here, shape, key, required), kind: shape.kind, value: value ?? otherwise, otherwise, fits, written: fits ? '' : writtenAt(making, here),
    choices: shape.kind === 'names' ? (making.names.get(shape.of) ?? []) : shape.choices, integer: shape.integer, examples: shape.examples, of: shape.of,
    problems: [...within(making.problems, here.path), ...claimedBy(making.problems, here.path)]
  }
}

const isText = (value: unknown): boolean => typeof value !== 'object' || value === null
function fitsKind(value: Value, kind: FieldKind): boolean {
  if (kind === 'other') return false
  if (kind === 'texts' || kind === 'program' || kind === 'names') return Array.isArray(value) && value.every(isText)
  if (kind === 'map') return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isText)
  return kind === 'boolean' ? typeof value === 'boolean' : isText(value)
}

function groupOf(making: Making, here: Here, form: JsonSchema, shape: Shape, key: string, required: boolean): FormGroup {
  const inside = { ...making, names: new Map([...making.names, ...Object.keys(form.properties ?? {}).map((name) => [name, keysOf(making.reading, childOf(making.reading, here, name))] as const)]) }
  const fits = here.node === null || isMap(here.node) || isEmpty(here)
  const members = Object.entries(form.properties ?? {}).map(([name, property]) => nodeOf(inside, childOf(making.reading, here, name), property, form.required?.includes(name) ?? false))
  return {
    ...baseOf(making, here, shape, key, required), kind: 'group', fits, written: fits ? '' : writtenAt(making, here), members,
    others: fits ? othersOf(making, here, form, members) : [], problems: making.problems.filter(({ path }) => path.length === here.path.length && within([{ path }], here.path).length > 0)
  }
}

const isEmpty = ({ node }: Here): boolean => isScalar(node) && node.value === null

function othersOf(making: Making, here: Here, form: JsonSchema, members: readonly FormNode[]): readonly OtherKey[] {
  const shown = new Set(members.flatMap((member) => member.problems))
  return keysOf(making.reading, here).filter((name) => !Object.hasOwn(form.properties ?? {}, name)).flatMap((name) => {
    const child = childOf(making.reading, here, name)
    const problems = within(making.problems, child.path)
    // One that was meant for a field is told there.
    if (problems.length > 0 && problems.every((problem) => shown.has(problem))) return []
    return [{ key: name, path: child.path, line: child.range === null ? 1 : lineAt(making.reading.starts, child.range[0]), problems }]
  })
}

function entriesOf(making: Making, here: Here, shape: Shape, key: string, required: boolean): FormEntries {
  const fits = here.node === null || isMap(here.node) || isEmpty(here)
  const entries = keysOf(making.reading, here).map((name) => {
    const child = childOf(making.reading, here, name)
    const says = shape.kindKey === null ? null : textAt(making, child, shape.kindKey)
    return groupOf(making, child, withKinds(formFor(shape, says), shape), { ...shape, title: name, description: '', otherwise: undefined }, name, true)
  })
  const kinds = kindsOf(shape)
  const blank = Object.fromEntries(shape.forms.map((form, index) => [kinds[index] ?? '', blankOf(form)]))
  return { ...baseOf(making, here, shape, key, required), kind: 'entries', word: shape.word, kindKey: shape.kindKey, kinds, entries, blank, fits, written: fits ? '' : writtenAt(making, here), problems: exactly(making, here) }
}

function textAt({ reading }: Making, here: Here, key: string): string {
  const { node } = childOf(reading, here, key)
  return isScalar(node) ? String(node.value) : ''
}

/** What says which form it is can be chosen among all. */
function withKinds(form: JsonSchema, shape: Shape): JsonSchema {
  if (shape.kindKey === null) return form
  const { const: _, ...property } = form.properties?.[shape.kindKey] ?? {}
  return { ...form, properties: { ...form.properties, [shape.kindKey]: { ...property, type: 'string', enum: kindsOf(shape) } } }
}

function itemsOf(making: Making, here: Here, shape: Shape, key: string, required: boolean): FormItems {
  const form = formFor(shape, null)
  const fits = here.node === null || isSeq(here.node) || isEmpty(here)
  const count = isSeq(here.node) ? here.node.items.length : 0
  const items = Array.from({ length: count }, (_, index) => itemOf(making, childOf(making.reading, here, index), form, shape, index))
  const firstKey = shape.short ?? Object.keys(form.properties ?? {})[0] ?? ''
  return { ...baseOf(making, here, shape, key, required), kind: 'items', word: shape.word, short: shape.short, items, firstKey, fits, written: fits ? '' : writtenAt(making, here), problems: exactly(making, here) }
}

function itemOf(making: Making, here: Here, form: JsonSchema, shape: Shape, index: number): FormItem {
  const isShort = shape.short !== null && isScalar(here.node) && here.node.value !== null
  const item = groupOf(making, here, form, { ...shape, title: `${shape.word} ${index + 1}`, description: '', otherwise: undefined }, String(index), true)
  if (!isShort) return { ...item, isShort }
  const members = item.members.map((member) => (member.key === shape.short && 'value' in member ? { ...member, value: here.node?.toJS(making.reading.document) as Value, state: item.state, lines: item.lines, problems: [...member.problems, ...item.problems] } : member))
  return { ...item, isShort, fits: true, written: '', members, problems: [] }
}

const exactly = ({ problems }: Making, { path }: Here): readonly TextProblem[] => problems.filter((problem) => problem.path.length === path.length && within([problem], path).length > 0)
