import { useEffect, useRef } from 'react'
import type { TextProblem } from '../../../../domain/views'
import type { TextSession } from './session'

export interface YamlEditorProps {
  readonly session: TextSession
  readonly problems: readonly TextProblem[]
}

/** The text of backstep.yaml, to be edited. */
export function YamlEditor({ session, problems }: YamlEditorProps) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => (place.current === null ? undefined : session.show(place.current)), [session])
  useEffect(() => session.setProblems(problems), [session, problems])
  return <div ref={place} className="settings-editor" data-region />
}
