/** The form of a text, as plain data: what there is to set, what is set, where it stands and what is wrong with it. */
import type { TextProblem } from '../views'
import type { Value } from '../yaml-edit'
import type { FieldKind } from './shape'

export type Path = readonly (string | number)[]

/** set: it stands here. taken: it comes from another part of the file, by an alias or a merge. default: nothing stands, a default holds. empty: nothing at all. */
export type State = 'set' | 'taken' | 'default' | 'empty'

interface Base {
  /** Its key, or its number in a list. */
  readonly key: string
  readonly path: Path
  readonly label: string
  readonly description: string
  readonly required: boolean
  readonly state: State
  /** The anchor that it is taken over from: `base`. */
  readonly through: string | null
  /** Anchors of its own that other places take over: what is changed here changes there. */
  readonly shared: readonly { readonly anchor: string; readonly lines: readonly number[] }[]
  /** First and last line, from 1; of what is taken over, where it stands. */
  readonly lines: { readonly from: number; readonly to: number } | null
  /** False: what stands there has another form. It is shown as it is written and edited in the text. */
  readonly fits: boolean
  /** As it is written, where that does not fit. */
  readonly written: string
  readonly problems: readonly TextProblem[]
}

export interface FormField extends Base {
  readonly kind: FieldKind
  /** What holds: set, taken over or the default. */
  readonly value: Value | undefined
  /** What would hold if it were not set; undefined when nothing would. */
  readonly otherwise: Value | undefined
  /** Of a choice; of names, the names that there are. */
  readonly choices: readonly (string | number)[]
  readonly integer: boolean
  readonly examples: readonly string[]
  /** `names`: the key of what they name, `services`. */
  readonly of: string
}

export interface FormGroup extends Base {
  readonly kind: 'group'
  readonly members: readonly FormNode[]
  /** Keys that the form does not know, with their lines. */
  readonly others: readonly OtherKey[]
}

export interface OtherKey { readonly key: string; readonly path: Path; readonly line: number; readonly problems: readonly TextProblem[] }

/** Maps by name: environments, services, databases. */
export interface FormEntries extends Base {
  readonly kind: 'entries'
  /** `service` */
  readonly word: string
  /** The key that says what one is (`runtime`), and what it can be. */
  readonly kindKey: string | null
  readonly kinds: readonly string[]
  readonly entries: readonly FormGroup[]
  /** A new one of each kind; the only one where there are no kinds. */
  readonly blank: Readonly<Record<string, Value>>
}

/** Maps in a list: probes, files. One may be written as a text alone, then it has only the key `short`. */
export interface FormItems extends Base {
  readonly kind: 'items'
  readonly word: string
  readonly short: string | null
  readonly items: readonly FormItem[]
  /** The first key of an entry, that a new one begins with. */
  readonly firstKey: string
}
export interface FormItem extends FormGroup { readonly isShort: boolean }

export type FormNode = FormField | FormGroup | FormEntries | FormItems

export interface FormModel {
  /** Null while the text cannot be read. */
  readonly root: FormGroup | null
}
