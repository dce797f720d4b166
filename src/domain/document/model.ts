/**
 * A history, plan or result as a document: content without a form. Every format is made from it, so all say the same. Texts hold what
 * people and programs wrote as it is: making that harmless is each renderer's task.
 */

export type Tone = 'ok' | 'warning' | 'failed' | 'neutral'
/** A piece of text; `code` is for hashes, ids and commands. */
export type Piece = string | { readonly code: string } | { readonly strong: string }
export type Text = string | readonly Piece[]

/** Lines of one cell, each a text of its own. */
export interface Cell { readonly lines: readonly Text[]; readonly tone?: Tone }
export interface Column { readonly title: string; readonly numeric?: boolean }
export interface Item { readonly tone: Tone; readonly text: Text }
export interface NumberedStep { readonly number: number; readonly title: string; readonly note: string; readonly commands: readonly string[] }

export type Block =
  | { readonly kind: 'paragraph'; readonly text: Text }
  | { readonly kind: 'list'; readonly items: readonly Item[] }
  | { readonly kind: 'quote'; readonly text: string }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [label: string, value: Text])[] }
  | { readonly kind: 'table'; readonly columns: readonly Column[]; readonly rows: readonly (readonly Cell[])[] }
  | { readonly kind: 'steps'; readonly steps: readonly NumberedStep[] }

export interface Section {
  readonly title: string | null
  readonly blocks: readonly Block[]
  /** Left out where a document is pasted into a conversation. */
  readonly detail?: boolean
}
export interface Document {
  readonly title: string
  readonly tone: Tone
  /** The answer, in one sentence. */
  readonly lead: Text
  readonly sections: readonly Section[]
  /** What it is evidence of and when it was made, for the end. */
  readonly foot: Text
  /** True: its tables are wide. */
  readonly landscape: boolean
}

export type Value = string | number | boolean | null
/** One table for programs that read tables. */
export interface DataTable { readonly columns: readonly string[]; readonly rows: readonly (readonly Value[])[] }

/** Everything that is exported of one thing. */
export interface Export {
  /** `shop-staging-plan-7c1e9a04`: a file name without its ending. */
  readonly name: string
  readonly document: Document
  readonly table: DataTable
  /** The whole, with the field names that the engine has; it names its format and that format's version. */
  readonly data: { readonly format: string; readonly version: number } & Readonly<Record<string, unknown>>
}

export const cell = (...lines: readonly Text[]): Cell => ({ lines })
export const toned = (tone: Tone, ...lines: readonly Text[]): Cell => ({ lines, tone })
