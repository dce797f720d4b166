import { useCallback, useEffect, useState } from 'react'
import { problemOf, type Problem } from '../../../domain/problem'
import type { SettingsText, TextProblem } from '../../../domain/views'
import { call } from '../../stores/api'
import { notify } from '../../stores/notices'
import { useCall } from '../../stores/useCall'
import { useChecked } from './useChecked'

interface Draft {
  /** The file that the text began from. */
  readonly base: SettingsText
  readonly text: string
}

export interface Definition {
  readonly base: SettingsText | undefined
  readonly text: string
  readonly setText: (text: string) => void
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

/** Texts that were left without saving, by project. */
const drafts = new Map<string, Draft>()

/** backstep.yaml and the text that shall take its place. */
export function useDefinition(project: string): Definition {
  const read = useCall('settings:read', project === '' ? null : { project }, { refreshOn: ['settings'], keep: true })
  const [draft, setDraft] = useState<Draft | undefined>(() => drafts.get(project))
  const [failed, setFailed] = useState<Problem>()
  const [saving, setSaving] = useState(false)
  const file = read.value
  useEffect(() => {
    if (file) setDraft((before) => (before === undefined || before.text === before.base.text ? { base: file, text: file.text } : before))
  }, [file])
  useEffect(() => {
    if (draft === undefined) return
    if (draft.text === draft.base.text) drafts.delete(project)
    else drafts.set(project, draft)
  }, [project, draft])
  const { problems, checking } = useChecked(project, draft?.base, draft?.text ?? '')
  const changed = draft !== undefined && draft.text !== draft.base.text
  const meanwhile = changed && file && file.digest !== draft.base.digest ? file : undefined
  const start = (base: SettingsText | undefined, text?: string): void => {
    setFailed(undefined)
    if (base) setDraft({ base, text: text ?? base.text })
  }
  const save = async (): Promise<void> => {
    if (draft === undefined) return
    setSaving(true)
    try {
      const saved = await call('settings:save', { project, text: draft.text, baseDigest: draft.base.digest })
      // What was typed while it was being saved stays.
      setDraft((before) => ({ base: saved, text: before === undefined || before.text === draft.text ? saved.text : before.text }))
      setFailed(undefined)
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
    base: draft?.base, text: draft?.text ?? '', changed, problems, checking, meanwhile, saving, save,
    setText: useCallback((text: string) => setDraft((before) => before && { ...before, text }), []),
    problem: failed ?? read.problem,
    discard: () => start(file ?? draft?.base),
    takeTheirs: () => start(meanwhile),
    keepMine: () => start(meanwhile, draft?.text),
    reload: () => {
      setFailed(undefined)
      read.reload()
    }
  }
}
