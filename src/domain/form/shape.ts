/** What a form can show of a JSON Schema. A key with a schema that nobody thought of is shown as text, never lost. */
import type { JsonSchema } from '../views'

export type FieldKind = 'text' | 'number' | 'boolean' | 'choice' | 'duration' | 'amount' | 'texts' | 'program' | 'names' | 'map' | 'other'
export type Kind = FieldKind | 'group' | 'entries' | 'items'

export interface Shape {
  readonly kind: Kind
  readonly title: string | undefined
  readonly description: string
  /** What holds where nothing is set; undefined when nothing does. */
  readonly otherwise: unknown
  readonly choices: readonly (string | number)[]
  readonly integer: boolean
  readonly examples: readonly string[]
  /** `names`: the key whose entries they name. */
  readonly of: string
  /** `entries` and `items`: what one is called. */
  readonly word: string
  /** `items`: the key that stands for the whole where one is a text. */
  readonly short: string | null
  /** Of a group, and of what is in entries and items: one for each kind that it can be. */
  readonly forms: readonly JsonSchema[]
  /** The key that says which of the forms a map has; null where there is only one. */
  readonly kindKey: string | null
}

const NOTHING = { kindKey: null, choices: [], integer: false, examples: [], of: '', word: '', short: null, forms: [] }

export function shapeOf(given: JsonSchema): Shape {
  const schema = plain(given)
  const base = { ...NOTHING, title: schema.title, description: schema.description ?? '', otherwise: schema.default, examples: (schema.examples ?? []).map(String) }
  return { ...base, ...formOf(schema), ...kindOf(schema) }
}

/** What an adapter or a shared schema says about it outright. */
function formOf(schema: JsonSchema): Pick<Shape, 'of' | 'word' | 'short'> {
  return { of: schema['x-of'] ?? '', word: schema['x-entry'] ?? 'entry', short: schema['x-short'] ?? schema.items?.['x-short'] ?? null }
}

const SAID: ReadonlySet<string> = new Set(['duration', 'amount', 'program', 'names'] satisfies FieldKind[])

function kindOf(schema: JsonSchema): Pick<Shape, 'kind'> & Partial<Shape> {
  const said = schema['x-form']
  if (said !== undefined && SAID.has(said)) return { kind: said as FieldKind }
  const choices = schema.const !== undefined ? [schema.const] : schema.enum
  if (choices !== undefined) return { kind: 'choice', choices: choices.filter((one): one is string | number => typeof one === 'string' || typeof one === 'number') }
  if (schema.items !== undefined) return listKind(schema.items)
  if (schema.properties !== undefined || schema.oneOf !== undefined) return { kind: 'group', ...formsOf(schema) }
  if (typeof schema.additionalProperties === 'object') return recordKind(plain(schema.additionalProperties))
  const types = typesOf(schema)
  if (types.length === 1 && types[0] === 'boolean') return { kind: 'boolean' }
  if (types.length > 0 && types.every((type) => type === 'number' || type === 'integer')) return { kind: 'number', integer: types.every((type) => type === 'integer') }
  return { kind: isScalar(schema) ? 'text' : 'other' }
}

function listKind(items: JsonSchema): Pick<Shape, 'kind'> & Partial<Shape> {
  const item = plain(items)
  if (isScalar(item)) return { kind: 'texts' }
  const of = formsOf((item.anyOf ?? []).find((one) => !isScalar(one)) ?? item)
  return of.forms.length > 0 ? { kind: 'items', ...of } : { kind: 'other' }
}

function recordKind(value: JsonSchema): Pick<Shape, 'kind'> & Partial<Shape> {
  if (isScalar(value)) return { kind: 'map' }
  const of = formsOf(value)
  return of.forms.length > 0 ? { kind: 'entries', ...of } : { kind: 'other' }
}

function formsOf(schema: JsonSchema): Pick<Shape, 'forms' | 'kindKey'> {
  const forms = (schema.oneOf ?? [schema]).filter((one) => one.properties !== undefined)
  return { forms, kindKey: schema.oneOf === undefined ? null : firstConst(forms[0]) }
}
const firstConst = (form: JsonSchema | undefined): string | null => Object.entries(form?.properties ?? {}).find(([, property]) => property.const !== undefined)?.[0] ?? null

const SCALARS = new Set(['string', 'number', 'integer', 'boolean'])
const isScalar = (schema: JsonSchema): boolean => typesOf(schema).length > 0 && typesOf(schema).every((type) => SCALARS.has(type))

function typesOf(schema: JsonSchema): readonly string[] {
  const own = schema.type === undefined ? [] : [schema.type].flat()
  return [...own, ...(schema.anyOf ?? []).flatMap(typesOf)]
}

/** Without the null that stands for "not set". */
function plain(schema: JsonSchema): JsonSchema {
  const types = schema.type === undefined ? [] : [schema.type].flat()
  if (types.includes('null')) return { ...schema, type: types.filter((type) => type !== 'null') }
  const rest = schema.anyOf?.filter((one) => one.type !== 'null')
  if (rest === undefined || rest.length === schema.anyOf?.length) return schema
  const { anyOf: _, ...around } = schema
  return rest.length === 1 ? { ...rest[0], ...around } : { ...around, anyOf: rest }
}

/** `stopTimeout` → `Stop timeout` */
export function labelOf(key: string, shape: Pick<Shape, 'title'>): string {
  if (shape.title !== undefined) return shape.title
  const words = key.replace(/([a-z0-9])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}

/** What a map can be: `process`, `git`. Empty where that is no question. */
export const kindsOf = ({ forms, kindKey }: Pick<Shape, 'forms' | 'kindKey'>): readonly string[] => (kindKey === null ? [] : forms.map((form) => String(form.properties?.[kindKey]?.const ?? '')))

/** The form of a map that says so of itself; where it says nothing known, what all forms have in common. */
export function formFor(shape: Pick<Shape, 'forms' | 'kindKey'>, says: unknown): JsonSchema {
  const form = shape.kindKey === null ? shape.forms[0] : shape.forms[kindsOf(shape).indexOf(String(says))]
  return form ?? commonForm(shape.forms)
}

function commonForm(forms: readonly JsonSchema[]): JsonSchema {
  const shared = Object.entries(forms[0]?.properties ?? {}).filter(([key]) => forms.every((form) => form.properties?.[key] !== undefined))
  return { type: 'object', properties: Object.fromEntries(shared), required: (forms[0]?.required ?? []).filter((key) => forms.every((form) => form.required?.includes(key))) }
}
