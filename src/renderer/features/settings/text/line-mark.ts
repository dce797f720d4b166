import { StateEffect, StateField, type EditorState, type Range } from '@codemirror/state'
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view'

export interface Lines {
  readonly from: number
  readonly to: number
  /** Only an edge: they are the page that the form is at. */
  readonly quiet?: boolean
}

/** Marks these lines in place of the former ones: they are what the form is at. */
export const setMarked = StateEffect.define<Lines | null>()

export const lineMark = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, transaction) => {
    const effect = transaction.effects.findLast((one) => one.is(setMarked))
    return effect ? marksOf(transaction.state, effect.value as Lines | null) : marks.map(transaction.changes)
  },
  provide: (field) => EditorView.decorations.from(field)
})

function marksOf({ doc }: EditorState, lines: Lines | null): DecorationSet {
  if (lines === null) return Decoration.none
  const marks: Range<Decoration>[] = []
  for (let line = Math.max(1, lines.from); line <= Math.min(lines.to, doc.lines); line += 1) marks.push(Decoration.line({ class: lines.quiet ? 'yaml-within' : 'yaml-marked' }).range(doc.line(line).from))
  return Decoration.set(marks)
}
