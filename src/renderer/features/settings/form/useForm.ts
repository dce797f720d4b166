import { useCallback, useEffect, useMemo, useState } from 'react'
import { formOf, nearestNode, nodeOnLine, pagesTo, type FormGroup, type FormNode, type Page, type Path } from '../../../../domain/form'
import type { JsonSchema } from '../../../../domain/views'
import { applyEdits, type Edit } from '../../../../domain/yaml-edit'
import { call } from '../../../stores/api'
import { notify } from '../../../stores/notices'
import { useFocusRequest, type FocusRequest } from './focus'
import type { TextSession } from '../text/session'
import type { Definition } from '../useDefinition'

export interface Form {
  /** The pages from the whole file to the one that is shown; empty until the schema and the text are there. */
  readonly pages: readonly Page[]
  /** The text is not YAML now: the form shows the last one that was. */
  readonly waits: boolean
  /** What is marked in both, the field that has the focus or that the text's cursor is in. */
  readonly marked: Path | null
  readonly problems: Definition['problems']
  /** Shows a page, or the page of a field and marks that. `focus`: also moves the keyboard there. */
  readonly goTo: (path: Path, focus?: boolean) => void
  readonly focus: FocusRequest
  /** A field got the focus: its lines are marked in the text. */
  readonly enter: (node: FormNode) => void
  /** Applies edits; why they cannot be, else null. While a field is typed in: to the text as it was before, in place of what was typed until now. */
  readonly edit: (edits: readonly Edit[], typedFrom?: string) => string | null
  readonly undo: () => void
  readonly redo: () => void
  /** Shows the text and puts the cursor on this line. */
  readonly toText: (line: number) => void
  readonly session: TextSession
}

/** The form of the text, and what it and the text have in common. */
export function useForm(definition: Definition, session: TextSession, showText: () => void): Form {
  const { text, problems } = definition
  const schema = useSchema()
  const model = useMemo(() => (schema === undefined ? undefined : formOf(text, schema, problems)), [text, schema, problems])
  const root = useLastGood(session, model?.root)
  const [at, setAt] = useState<Path>(() => places.get(session) ?? [])
  const [marked, setMarked] = useState<Path | null>(null)
  const focus = useFocusRequest()
  const { ask } = focus
  useEffect(() => void places.set(session, at), [session, at])
  const mark = useCallback((node: FormNode | null) => {
    setMarked(node?.path ?? null)
    session.mark(node?.lines ? { ...node.lines, quiet: 'members' in node || 'entries' in node || 'items' in node } : null)
  }, [session])
  const goTo = useCallback((path: Path, andFocus = true): void => {
    if (!root) return
    setAt(path)
    mark(nearestNode(root, path))
    if (andFocus) ask(path)
  }, [root, mark, ask])
  useEffect(() => session.onCursor((line) => {
    const node = root ? nodeOnLine(root, line) : null
    setMarked(node?.path ?? null)
    session.mark(null)
    if (node) setAt(node.path)
  }), [session, root])
  const edit = useCallback((edits: readonly Edit[], typedFrom?: string): string | null => {
    const result = applyEdits(typedFrom ?? session.text(), edits)
    if (!result.ok) return result.reason
    if (typedFrom === undefined) session.apply(result.steps)
    else session.replace(result.text, true)
    return null
  }, [session])
  return {
    pages: root ? pagesTo({ root }, at) : [], waits: model?.root === null, marked, problems, goTo, focus, session, edit,
    enter: mark,
    toText: (line) => {
      showText()
      setMarked(null)
      // A text that was hidden until now is drawn first.
      requestAnimationFrame(() => session.goTo(line, 1, true))
    },
    undo: () => took(session.canUndo(), session.undo, 'Nothing is left to take back.'),
    redo: () => took(session.canRedo(), session.redo, 'Nothing is left to do again.')
  }
}

/** Where the form was, while the text is kept. */
const places = new WeakMap<TextSession, Path>()

function took(can: boolean, act: () => void, otherwise: string): void {
  if (can) act()
  else notify(otherwise)
}

/** The last form that there was, while there is none. */
function useLastGood(session: TextSession, root: FormGroup | null | undefined): FormGroup | null {
  useEffect(() => {
    if (root) lastGood.set(session, root)
  }, [session, root])
  return root ?? lastGood.get(session) ?? null
}
const lastGood = new WeakMap<TextSession, FormGroup>()

let asked: Promise<JsonSchema> | undefined

/** It is the same for every project, so it is asked for once. */
function useSchema(): JsonSchema | undefined {
  const [schema, setSchema] = useState<JsonSchema>()
  useEffect(() => {
    let left = false
    asked ??= call('settings:schema')
    asked.then((answer) => left || setSchema(answer), (error: unknown) => {
      asked = undefined
      if (!left) notify(error instanceof Error ? error.message : String(error), 'failed')
    })
    return () => {
      left = true
    }
  }, [])
  return schema
}
