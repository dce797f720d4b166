/** backstep.yaml as text, with what is wrong in it. */
export interface TextProblem {
  readonly line: number
  readonly column: number
  readonly message: string
  readonly severity: 'error' | 'warning'
  /** Text to put in place of the key or value, when there is a near one. */
  readonly correct: { readonly from: string; readonly to: string } | null
  /** The key or entry that it is about, also where that is missing; empty for the file as a whole. */
  readonly path: readonly (string | number)[]
}

export interface SettingsText { readonly path: string; readonly text: string; readonly digest: string; readonly exists: boolean; readonly problems: readonly TextProblem[] }

/** JSON Schema (2020-12) of backstep.yaml. `x-form`, `x-of`, `x-entry` and `x-short` say how a form shows it, see src/domain/form. */
export interface JsonSchema {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, JsonSchema>>
  readonly type?: string | readonly string[]
  readonly title?: string
  readonly description?: string
  readonly default?: unknown
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: JsonSchema | boolean
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>
  readonly propertyNames?: JsonSchema
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly examples?: readonly unknown[]
  /** `duration`, `program` (a program and its arguments) or `names` (of the things that `x-of` names). */
  readonly 'x-form'?: string
  /** For `names`: the key whose entries they are, `services`. */
  readonly 'x-of'?: string
  /** What one entry is called: `service`. */
  readonly 'x-entry'?: string
  /** The key that stands alone, where an entry is written as a text: `path`. */
  readonly 'x-short'?: string
}
