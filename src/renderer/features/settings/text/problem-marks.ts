import { StateEffect, StateField, type EditorState, type Range } from '@codemirror/state'
import { Decoration, EditorView, WidgetType, type DecorationSet } from '@codemirror/view'
import type { TextProblem } from '../../../../domain/views'
import { visibleText } from '../../../components/visible'

/** Shows these problems in place of the former ones. */
export const setProblems = StateEffect.define<readonly TextProblem[]>()

/** Marks the lines with problems, and says below each what is wrong. */
export const problemMarks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, transaction) => {
    const effect = transaction.effects.findLast((one) => one.is(setProblems))
    return effect ? marksOf(transaction.state, effect.value as readonly TextProblem[]) : marks.map(transaction.changes)
  },
  provide: (field) => EditorView.decorations.from(field)
})

function marksOf({ doc }: EditorState, problems: readonly TextProblem[]): DecorationSet {
  const marks: Range<Decoration>[] = []
  for (const problem of problems) {
    const line = doc.line(Math.min(Math.max(1, problem.line), doc.lines))
    const bad = `yaml-bad yaml-bad--${problem.severity}`
    marks.push(Decoration.line({ class: bad }).range(line.from))
    marks.push(Decoration.widget({ widget: new Note(problem), side: 1, block: true }).range(line.to))
    const wrong = problem.correct?.from
    const at = wrong === undefined ? -1 : line.text.indexOf(wrong, Math.max(0, problem.column - 1))
    if (wrong !== undefined && at >= 0) marks.push(Decoration.mark({ class: 'yaml-wrong' }).range(line.from + at, line.from + at + wrong.length))
  }
  return Decoration.set(marks, true)
}

class Note extends WidgetType {
  readonly #problem: TextProblem
  constructor(problem: TextProblem) {
    super()
    this.#problem = problem
  }
  override eq(other: Note): boolean {
    return other.#problem.message === this.#problem.message && other.#problem.severity === this.#problem.severity
  }
  override toDOM(): HTMLElement {
    const note = document.createElement('div')
    note.className = `yaml-note yaml-bad--${this.#problem.severity}`
    note.textContent = visibleText(this.#problem.message)
    return note
  }
}
