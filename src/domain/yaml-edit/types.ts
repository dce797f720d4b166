/** Edits of a YAML text that change as few bytes as can be. */
export type Path = readonly (string | number)[]
/** What YAML's core schema can hold. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value }

/** In place of [from, to) of a text comes `insert`. */
export interface TextChange { readonly from: number; readonly to: number; readonly insert: string }

export type Edit =
  /** Missing maps on the way are made. `order` are the keys of the innermost map in the order in which they should stand; `open` puts new maps on lines of their own. */
  | { readonly kind: 'set'; readonly path: Path; readonly value: Value; readonly order?: readonly string[]; readonly open?: boolean }
  | { readonly kind: 'remove'; readonly path: Path }
  | { readonly kind: 'rename'; readonly path: Path; readonly to: string }
  /** To this place among its siblings, from 0. */
  | { readonly kind: 'move'; readonly path: Path; readonly to: number }
  /** A new item of a list, before the one with this number. */
  | { readonly kind: 'insert'; readonly path: Path; readonly index: number; readonly value: Value }

export type EditResult =
  /** `steps` lead from the old text to the new one; the offsets of each are those of the text before it. */
  | { readonly ok: true; readonly text: string; readonly steps: readonly (readonly TextChange[])[] }
  /** A sentence for the operator. */
  | { readonly ok: false; readonly reason: string }

/** What one edit is made of: each changes one place. */
export type Primitive =
  | { readonly kind: 'replace'; readonly path: Path; readonly value: Value }
  | { readonly kind: 'add'; readonly path: Path; readonly key: string; readonly value: Value; readonly order: readonly string[]; /** So many levels of maps are put on lines of their own. */ readonly open: number }
  | { readonly kind: 'insert'; readonly path: Path; readonly index: number; readonly value: Value }
  | { readonly kind: 'drop'; readonly path: Path }
  | { readonly kind: 'move'; readonly path: Path; readonly to: number }
  | { readonly kind: 'rekey'; readonly path: Path; readonly to: string }
  /** An alias of a map becomes a map of its own that takes the other over. */
  | { readonly kind: 'own'; readonly path: Path }
