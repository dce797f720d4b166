import { EditorSelection, type Transaction } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import type { TextProblem } from '../../../domain/views'
import { editorExtensions } from './editor'
import { setProblems } from './editor-problems'

export interface YamlEditorProps {
  readonly text: string
  readonly onChange: (text: string) => void
  readonly problems: readonly TextProblem[]
  /** Goes there whenever another object comes. */
  readonly jump: { readonly line: number; readonly column: number } | undefined
}

/** The text of backstep.yaml, to be edited. */
export function YamlEditor({ text, onChange, problems, jump }: YamlEditorProps) {
  const place = useRef<HTMLDivElement>(null)
  const editor = useRef<EditorView>(null)
  const latest = useRef({ text, onChange })
  /** Texts that were reported and have not come back yet: the editor is ahead of them. */
  const ahead = useRef<string[]>([])
  useEffect(() => {
    latest.current = { text, onChange }
  })
  useEffect(() => {
    if (place.current === null) return
    const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
    const changed = (transaction: Transaction): void => {
      const next = transaction.state.doc.toString()
      ahead.current.push(next)
      latest.current.onChange(latest.current.text.includes('\r\n') ? next.replaceAll('\n', '\r\n') : next)
    }
    const view = new EditorView({ parent: place.current, doc: plain(latest.current.text), extensions: editorExtensions(nonce, changed) })
    editor.current = view
    return () => {
      view.destroy()
      editor.current = null
    }
  }, [])
  useEffect(() => {
    const known = ahead.current.indexOf(plain(text))
    ahead.current = known < 0 ? [] : ahead.current.slice(known + 1)
    if (known < 0) replace(editor.current, plain(text))
  }, [text])
  useEffect(() => editor.current?.dispatch({ effects: setProblems.of(problems) }), [problems])
  useEffect(() => show(editor.current, jump), [jump])
  return <div ref={place} className="settings-editor" data-region />
}

/** The editor ends lines in its own way; those of the file are put back. */
const plain = (text: string): string => text.replace(/\r\n?/g, '\n')

/** Takes a text from outside (discard, correct, reload) as one change, so that it can be taken back. */
function replace(view: EditorView | null, text: string): void {
  if (view === null) return
  const now = view.state.doc.toString()
  if (now === text) return
  let from = 0
  while (from < Math.min(now.length, text.length) && now[from] === text[from]) from += 1
  let end = 0
  while (end < Math.min(now.length, text.length) - from && now[now.length - 1 - end] === text[text.length - 1 - end]) end += 1
  view.dispatch({ changes: { from, to: now.length - end, insert: text.slice(from, text.length - end) } })
}

function show(view: EditorView | null, jump: YamlEditorProps['jump']): void {
  if (view === null || jump === undefined) return
  const line = view.state.doc.line(Math.min(Math.max(1, jump.line), view.state.doc.lines))
  const at = Math.min(line.from + Math.max(0, jump.column - 1), line.to)
  view.dispatch({ selection: EditorSelection.cursor(at), effects: EditorView.scrollIntoView(at, { y: 'center' }) })
  view.focus()
}
