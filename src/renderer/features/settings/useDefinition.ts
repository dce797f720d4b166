import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { problemOf, type Problem } from '../../../domain/problem'
import type { SettingsText, TextProblem } from '../../../domain/views'
import { call } from '../../stores/api'
import { notify } from '../../stores/notices'
import { useCall } from '../../stores/useCall'
import { createTextSession, type TextSession } from './text/session'
import { useChecked } from './useChecked'

interface Draft {
  /** The file that the text began from. */
  readonly base: SettingsText
  readonly session: TextSession
}

export interface Definition {
  readonly base: SettingsText | undefined
  /** Undefined until the file was read. */
  readonly session: TextSession | undefined
  readonly text: string
  readonly changed: boolean
  readonly problems: readonly TextProblem[]
  /** The newest text has not been checked yet. */
  readonly checking: boolean
  /** The file as another program left it, when the text here also differs. */
  readonly meanwhile: SettingsText | undefined
  readonly saving: boolean
  /** Why the file could not be read, or not be saved. */
  readonly problem: Problem | undefined
  readonly save: () => Promise<void>
  readonly discard: () => void
  /** Takes the file as it is now. */
  readonly takeTheirs: () => void
  /** Keeps the text here, to be saved over the file as it is now. */
  readonly keepMine: () => void
  readonly reload: () => void
}

/** Texts by project, with what can be taken back: they outlive the screen. */
const drafts = new Map<string, Draft>()

/** backstep.yaml and the text that shall take its place. */
export function useDefinition(project: string): Definition {
  const read = useCall('settings:read', project === '' ? null : { project }, { refreshOn: ['settings'], keep: true })
  const [draft, setDraft] = useState<Draft | undefined>(() => drafts.get(project))
  const [failed, setFailed] = useState<Problem>()
  const [saving, setSaving] = useState(false)
  const text = useText(draft?.session)
  const file = read.value
  const begin = useCallback((base: SettingsText, wanted?: string): void => {
    const before = drafts.get(project)
    const next = { base, session: before?.session ?? createTextSession(base.text, document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '') }
    drafts.set(project, next)
    if (wanted !== undefined) next.session.replace(wanted)
    setDraft(next)
    setFailed(undefined)
  }, [project])
  useEffect(() => {
    const before = drafts.get(project)
    // What was typed stays; what was not follows the file.
    if (file && (before === undefined || before.session.text() === before.base.text)) begin(file, file.text)
  }, [project, file, begin])
  const { problems, checking } = useChecked(project, draft?.base, text)
  const changed = draft !== undefined && text !== draft.base.text
  const meanwhile = changed && file && file.digest !== draft.base.digest ? file : undefined
  const save = async (): Promise<void> => {
    if (draft === undefined) return
    setSaving(true)
    try {
      // What is typed while it is being saved stays.
      begin(await call('settings:save', { project, text, baseDigest: draft.base.digest }))
      notify('backstep.yaml is saved.', 'ok')
    } catch (error) {
      const problem = problemOf(error)
      setFailed(problem.code === 'definition-changed' ? undefined : problem)
      if (problem.code === 'definition-changed') notify('backstep.yaml was changed by another program meanwhile. Nothing was saved.', 'failed')
    }
    setSaving(false)
    read.reload()
  }
  return {
    base: draft?.base, session: draft?.session, text, changed, problems, checking, meanwhile, saving, save,
    problem: failed ?? read.problem,
    discard: () => draft && begin(file ?? draft.base, (file ?? draft.base).text),
    takeTheirs: () => meanwhile && begin(meanwhile, meanwhile.text),
    keepMine: () => meanwhile && begin(meanwhile),
    reload: () => {
      setFailed(undefined)
      read.reload()
    }
  }
}

const NOTHING = (): (() => void) => () => undefined

/** The text as it is now. */
function useText(session: TextSession | undefined): string {
  return useSyncExternalStore(session?.subscribe ?? NOTHING, () => session?.text() ?? '')
}
