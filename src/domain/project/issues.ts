/** Turns what a schema found into problems with a place and a sentence. */
import { z } from 'zod'
import type { JsonSchema, TextProblem } from '../views'
import { listOf } from '../text'
import type { Path, YamlText } from './document'
import { nearest } from './names'

type Issue = z.core.$ZodIssue

export interface Checking {
  readonly yaml: YamlText
  readonly problems: TextProblem[]
}

export function report(checking: Checking, path: Path, message: string, more: Partial<Pick<TextProblem, 'correct'>> & { readonly of?: 'key' | 'value' } = {}): void {
  const { of = 'key', correct = null } = more
  // Of a key that is missing, what is around it.
  const place = of === 'key' ? checking.yaml.place(path) : checking.yaml.valuePlace(path)
  checking.problems.push({ ...place, message, severity: 'error', correct, path })
}

/**
 * The value as the schema makes it, or null with its problems reported. `what` names the thing: `a service`. Which keys it knows
 * is asked only when there is something to say: telling that takes longer than checking.
 */
export function checkWith<T>(checking: Checking, schema: z.ZodType<T>, value: unknown, path: Path, what: string, knownKeys: () => readonly string[] = () => keysOf(schema)): T | null {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const known = knownKeys()
  const misspelled = misspelledIn(result.error.issues, known)
  for (const issue of result.error.issues) if (!misspelled(issue)) reportIssue(checking, issue, value, path, what, known, schema)
  return null
}

/** A key that is missing, or missed by a rule of several keys, because it is written otherwise: the other message says so, and where. */
function misspelledIn(issues: readonly Issue[], known: readonly string[]): (issue: Issue) => boolean {
  const meant = new Set(issues.flatMap((issue) => (issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys.map((key) => nearest(key, known)) : [])))
  return ({ code, path }) => (code === 'invalid_type' || code === 'custom') && path.length === 1 && meant.has(String(path[0]))
}

function reportIssue(checking: Checking, issue: Issue, value: unknown, base: Path, what: string, known: readonly string[], schema: z.ZodType): void {
  const inner = issue.path.filter((part): part is string | number => typeof part !== 'symbol')
  const path = [...base, ...inner]
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) unknownKey(checking, [...path, key], key, nameOf(inner, what), inner.length === 0 ? known : keysAt(schema, inner))
    return
  }
  const best = issue.code === 'invalid_union' ? deepest(issue) : null
  if (best !== null) return reportIssue(checking, { ...best, path: [...inner, ...best.path] }, value, base, what, known, schema)
  const found = valueAt(value, inner)
  if (found === undefined && inner.length > 0 && issue.code !== 'custom') return report(checking, path, `${capital(nameOf(inner.slice(0, -1), what))} needs "${String(inner.at(-1))}".`)
  report(checking, path, `${capital(nameOf(inner, what))} ${reasonOf(issue, found)}.`, { of: 'value' })
}

/** `"hosts"`, `an entry of "files"`, or what the whole is. */
function nameOf(path: Path, what: string): string {
  const key = path.findLast((part) => typeof part === 'string')
  return key === undefined ? what : typeof path.at(-1) === 'number' ? `an entry of "${key}"` : `"${key}"`
}

export function unknownKey(checking: Checking, path: Path, key: string, what: string, known: readonly string[]): void {
  const near = nearest(key, known)
  const hint = near === null ? (known.length > 0 ? ` It has ${listOf(known)}.` : '') : ` Did you mean "${near}"?`
  report(checking, path, `"${key}" is not a key of ${what}.${hint}`, { correct: near === null ? null : { from: key, to: near } })
}

// Of a choice, what the form that came furthest complains about.
function deepest(issue: Extract<Issue, { code: 'invalid_union' }>): Issue | null {
  const inside = issue.errors.flat().filter((error) => error.path.length > 0 || error.code === 'unrecognized_keys')
  return inside.sort((a, b) => b.path.length - a.path.length)[0] ?? null
}

function reasonOf(issue: Issue, found: unknown): string {
  switch (issue.code) {
    case 'invalid_type': return `is ${kindOf(found)}, expected ${EXPECTED[issue.expected] ?? issue.expected}`
    case 'invalid_union': return `is ${kindOf(found)}, which is not one of the forms that it can have`
    case 'invalid_value': return `is ${scalar(found)}, expected ${issue.values.map(String).join(' or ')}`
    case 'too_small': return found === '' || (Array.isArray(found) && found.length === 0) ? 'must not be empty' : `must be at least ${String(issue.minimum)}`
    case 'invalid_key': return issue.issues[0] ? reasonOf(issue.issues[0], found) : 'is not a name that it can have'
    case 'too_big': return `must be at most ${String(issue.maximum)}`
    case 'invalid_key': return plainly(issue.issues[0]?.message ?? issue.message)
    default: return plainly(issue.message)
  }
}

const plainly = (message: string): string => `${/^[a-z]/.test(message) ? '' : 'is not right: '}${message.replace(/\.$/, '')}`

const EXPECTED: Readonly<Record<string, string>> = { string: 'text', array: 'a list', object: 'keys with values', record: 'keys with values', number: 'a number', int: 'a whole number', boolean: 'true or false' }

const scalar = (value: unknown): string => (typeof value === 'string' ? `"${value.length > 40 ? `${value.slice(0, 40)}…` : value}"` : typeof value === 'number' || typeof value === 'boolean' ? String(value) : kindOf(value))

export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  return { string: 'text', number: 'a number', boolean: 'true or false', object: 'keys with values' }[typeof value as string] ?? 'something else'
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inside, part) => (typeof inside === 'object' && inside !== null && Object.hasOwn(inside, part) ? (inside as Record<string | number, unknown>)[part] : undefined), value)
}

/** The keys that a schema knows; empty when it cannot be told. */
export const keysOf = (schema: z.ZodType): readonly string[] => keysAt(schema, [])

function keysAt(schema: z.ZodType, path: Path): readonly string[] {
  const at = path.reduce<readonly JsonSchema[]>((inside, part) => inside.flatMap((one) => step(one, part)), alternatives(jsonSchemaOf(schema)))
  return at.flatMap((one) => Object.keys(one.properties ?? {}))
}

const alternatives = (schema: JsonSchema): readonly JsonSchema[] => [schema, ...(schema.anyOf ?? []).flatMap(alternatives)]

function step(schema: JsonSchema, part: string | number): readonly JsonSchema[] {
  const rest = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined
  const next = typeof part === 'number' ? schema.items : (schema.properties?.[part] ?? rest)
  return next === undefined ? [] : alternatives(next)
}

export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  try {
    return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as JsonSchema
  } catch {
    return {}
  }
}
