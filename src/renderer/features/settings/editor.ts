import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { syntaxTree } from '@codemirror/language'
import { EditorState, type Extension, type Range, type Transaction } from '@codemirror/state'
import { Decoration, EditorView, highlightActiveLine, keymap, lineNumbers, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view'
import { problemMarks } from './editor-problems'

/** All that the editor is made of. Tab leaves it, as everywhere. */
export function editorExtensions(nonce: string, onChange: (transaction: Transaction) => void): Extension {
  return [
    EditorView.cspNonce.of(nonce),
    lineNumbers(),
    history(),
    highlightActiveLine(),
    EditorState.tabSize.of(2),
    keymap.of([...defaultKeymap, ...historyKeymap]),
    yaml(),
    yamlColours,
    problemMarks,
    EditorView.contentAttributes.of({ 'aria-label': 'Text of backstep.yaml', tabindex: '0', spellcheck: 'false', autocorrect: 'off', autocapitalize: 'off' }),
    EditorView.updateListener.of(({ docChanged, transactions }) => {
      const last = transactions.at(-1)
      if (docChanged && last) onChange(last)
    })
  ]
}

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
