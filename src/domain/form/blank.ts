/** What a new entry begins with. */
import type { JsonSchema } from '../views'
import type { Value } from '../yaml-edit'
import { shapeOf } from './shape'

/** What it is, and empty places for what it must have; what has to be filled in by hand is not made up. */
export function blankOf(form: JsonSchema): Value {
  const required = Object.entries(form.properties ?? {}).filter(([key]) => form.required?.includes(key))
  return Object.fromEntries(required.flatMap(([key, schema]): (readonly [string, Value])[] => {
    const { kind, choices } = shapeOf(schema)
    if (schema.const !== undefined) return [[key, schema.const as Value]]
    if (kind === 'entries') return [[key, {}]]
    return kind === 'choice' && choices[0] !== undefined ? [[key, choices[0]]] : []
  }))
}
