/** The text of one project while it is edited: by keys in the editor and by the form, with one undo for both. It outlives the editor that shows it. */
import { redo, undo, undoDepth, redoDepth } from '@codemirror/commands'
import { ChangeSet, EditorSelection, EditorState, type StateCommand, type TransactionSpec } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { changed, type TextChange } from '../../../../domain/yaml-edit'
import type { TextProblem } from '../../../../domain/views'
import { editorExtensions } from './editor'
import { setProblems } from './problem-marks'
import { setMarked, type Lines } from './line-mark'
import { lineEndsOf, offsetIn, plainLines, textOf } from './line-ends'

export interface TextSession {
  text(): string
  canUndo(): boolean
  canRedo(): boolean
  undo(): void
  redo(): void
  /** Changes of the form, step by step, as one. */
  apply(steps: readonly (readonly TextChange[])[]): void
  /** Takes another text as one change. Those that follow each other while a field is typed in are one for undo. */
  replace(text: string, typing?: boolean): void
  /** Shows the editor there, until the returned function is called. */
  show(parent: HTMLElement): () => void
  /** Puts the cursor there, into sight. */
  goTo(line: number, column: number, focus: boolean): void
  setProblems(problems: readonly TextProblem[]): void
  /** Marks lines and brings them into sight; null marks none. */
  mark(lines: Lines | null): void
  /** Told after every change of the text. */
  subscribe(listener: () => void): () => void
  /** Told when a person moves the cursor of the text to another line. */
  onCursor(listener: (line: number) => void): () => void
}

/** `nonce` is that of the page, for the editor's styles. */
export function createTextSession(first: string, nonce = ''): TextSession {
  const changes = new Set<() => void>()
  const cursors = new Set<(line: number) => void>()
  let view: EditorView | null = null
  let state = EditorState.create({ doc: first, extensions: [EditorView.cspNonce.of(nonce), lineEndsOf(first), ...editorExtensions({ moved: (line) => cursors.forEach((tell) => tell(line)) })] })
  let cached = { doc: state.doc, text: first }

  const text = (): string => {
    const now = view?.state ?? state
    if (cached.doc !== now.doc) cached = { doc: now.doc, text: textOf(now) }
    return cached.text
  }
  const dispatch = (...specs: readonly TransactionSpec[]): void => {
    if (view !== null) view.dispatch(...specs)
    else take(state.update(...specs).state)
  }
  const take = (next: EditorState): void => {
    const before = state.doc
    state = next
    if (before !== next.doc) for (const tell of changes) tell()
  }
  const now = (): EditorState => view?.state ?? state
  const run = (command: StateCommand): void => void command({ state: now(), dispatch: (transaction) => (view === null ? take(transaction.state) : view.dispatch(transaction)) })

  return {
    text,
    canUndo: () => undoDepth(now()) > 0,
    canRedo: () => redoDepth(now()) > 0,
    undo: () => run(undo),
    redo: () => run(redo),
    apply: (steps) => dispatch(stepsAsOne(now(), text(), steps, false)),
    replace: (wanted, typing = false) => {
      const spec = replacing(text(), wanted)
      if (spec !== null) dispatch(stepsAsOne(now(), text(), [[spec]], typing))
    },
    show: (parent) => {
      const shown = new EditorView({
        parent, state,
        dispatchTransactions: (transactions, editor) => {
          editor.update(transactions)
          take(editor.state)
        }
      })
      view = shown
      return () => {
        state = shown.state
        view = null
        shown.destroy()
      }
    },
    goTo: (line, column, focus) => {
      const { doc } = now()
      const found = doc.line(Math.min(Math.max(1, line), doc.lines))
      const at = Math.min(found.from + Math.max(0, column - 1), found.to)
      dispatch({ selection: EditorSelection.cursor(at), effects: EditorView.scrollIntoView(at, { y: 'center' }) })
      if (focus) view?.focus()
    },
    setProblems: (problems) => dispatch({ effects: setProblems.of(problems) }),
    mark: (lines) => {
      const { doc } = now()
      const at = lines === null || lines.from > doc.lines ? null : doc.line(lines.from).from
      dispatch({ effects: [setMarked.of(lines), ...(at === null ? [] : [EditorView.scrollIntoView(at, { y: 'nearest', yMargin: 40 })])] })
    },
    subscribe: (listener) => listen(changes, listener),
    onCursor: (listener) => listen(cursors, listener)
  }
}

function listen<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

function stepsAsOne(state: EditorState, text: string, steps: readonly (readonly TextChange[])[], typing: boolean): TransactionSpec {
  let before = text
  let whole = ChangeSet.empty(state.doc.length)
  for (const step of steps) {
    const changes = step.map(({ from, to, insert }) => ({ from: offsetIn(before, from), to: offsetIn(before, to), insert: plainLines(state, insert) }))
    whole = whole.compose(ChangeSet.of(changes, whole.newLength))
    before = changed(before, step)
  }
  return { changes: whole, userEvent: typing ? 'input.type.form' : 'input.form' }
}

/** What differs between two texts, as one change. */
function replacing(now: string, wanted: string): TextChange | null {
  if (now === wanted) return null
  const most = Math.min(now.length, wanted.length)
  let from = 0
  while (from < most && now[from] === wanted[from]) from += 1
  let end = 0
  while (end < most - from && now.at(-1 - end) === wanted.at(-1 - end)) end += 1
  // Never between the two characters of a line end.
  if (from > 0 && now[from - 1] === '\r') from -= 1
  if (end > 0 && now.at(-end) === '\n' && (now.at(-1 - end) === '\r' || wanted.at(-1 - end) === '\r')) end -= 1
  return { from, to: now.length - end, insert: wanted.slice(from, wanted.length - end) }
}
