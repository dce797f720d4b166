import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { syntaxTree } from '@codemirror/language'
import { EditorState, type Extension, type Range } from '@codemirror/state'
import { Decoration, EditorView, highlightActiveLine, keymap, lineNumbers, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view'
import { lineMark } from './line-mark'
import { problemMarks } from './problem-marks'

export interface EditorListener {
  /** A person moved the cursor to another line, from 1. */
  readonly moved: (line: number) => void
}

/** All that the editor is made of. Tab leaves it, as everywhere. */
export function editorExtensions({ moved }: EditorListener): readonly Extension[] {
  return [
    lineNumbers(),
    history(),
    highlightActiveLine(),
    EditorState.tabSize.of(2),
    keymap.of([...defaultKeymap, ...historyKeymap]),
    yaml(),
    yamlColours,
    lineMark,
    problemMarks,
    EditorView.contentAttributes.of({ 'aria-label': 'Text of backstep.yaml', tabindex: '0', spellcheck: 'false', autocorrect: 'off', autocapitalize: 'off' }),
    EditorView.updateListener.of(({ state, startState, selectionSet, transactions }) => {
      const line = lineOf(state)
      const went = (event: string): boolean => transactions.some((one) => one.isUserEvent(event))
      if (selectionSet && (went('select.pointer') || (went('select') && line !== lineOf(startState)))) moved(line)
    })
  ]
}

const lineOf = (state: EditorState): number => state.doc.lineAt(state.selection.main.head).number

const CLASSES: Readonly<Record<string, string>> = { Key: 'yaml-key', Comment: 'yaml-comment' }

/** Keys and comments by class, so that their colours are the theme's. */
const yamlColours = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet
    constructor(view: EditorView) {
      this.decorations = coloursOf(view)
    }
    update(update: ViewUpdate): void {
      if (update.docChanged || update.viewportChanged || syntaxTree(update.state) !== syntaxTree(update.startState)) this.decorations = coloursOf(update.view)
    }
  },
  { decorations: (plugin) => plugin.decorations }
)

function coloursOf(view: EditorView): DecorationSet {
  const marks: Range<Decoration>[] = []
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from, to,
      enter: (node) => {
        const name = CLASSES[node.name]
        if (name !== undefined && node.to > node.from) marks.push(Decoration.mark({ class: name }).range(node.from, node.to))
      }
    })
  }
  return Decoration.set(marks, true)
}
