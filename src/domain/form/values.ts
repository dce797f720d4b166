/** Between what is typed and what stands in the file. */
import type { Value } from '../yaml-edit'
import type { FormField } from './node'

/** What a value looks like in a field. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** What is typed as the value that the field holds. What is no number stays text: the check says what is wrong with it. */
export function typedValue(field: Pick<FormField, 'kind' | 'choices'>, text: string): Value {
  if (field.kind === 'choice') return field.choices.find((choice) => String(choice) === text) ?? text
  return field.kind === 'number' ? asNumber(text) : text
}

/** A number stays a number when one was there. */
export const like = (before: unknown, text: string): Value => (typeof before === 'number' ? asNumber(text) : typeof before === 'boolean' && /^(true|false)$/.test(text) ? text === 'true' : text)

// Only what looks the same again: else it would change under the hand that types it.
const asNumber = (text: string): Value => (/^-?\d+(\.\d+)?$/.test(text) && String(Number(text)) === text ? Number(text) : text)

/** The name in `$NAME`, which is read from the environment or the secret store; null for anything else. */
export const referenceIn = (value: unknown): string | null => (typeof value === 'string' ? (/^\$([A-Za-z_][A-Za-z0-9_]*)$/.exec(value)?.[1] ?? null) : null)
