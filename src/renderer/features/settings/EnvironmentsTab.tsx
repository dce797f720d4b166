import { useEffect, useState } from 'react'
import { Banner } from '../../components/Banner'
import { Button } from '../../components/Button'
import { Loading } from '../../components/Empty'
import { ProblemBanner, ProblemEmpty } from '../../components/ProblemView'
import { Segmented } from '../../components/Segmented'
import { useNarrow } from '../../components/useMedia'
import { FormPane } from './form/FormPane'
import { useForm } from './form/useForm'
import { useUndoKeys } from './form/useUndoKeys'
import { Missing } from './Missing'
import type { TextSession } from './text/session'
import { TextPane } from './text/TextPane'
import type { Definition } from './useDefinition'

export interface EnvironmentsTabProps {
  readonly definition: Definition
  /** The line to begin at. */
  readonly line: number | undefined
}

/** backstep.yaml as form and as text, side by side. */
export function EnvironmentsTab({ definition, line }: EnvironmentsTabProps) {
  const { base, session, problem } = definition
  if (base === undefined || session === undefined) {
    if (problem) return <ProblemEmpty problem={problem} actions={<Button onClick={definition.reload}>Read again</Button>} />
    return <Loading label="Reading backstep.yaml" lines={12} />
  }
  if (!base.exists && !definition.changed) return <Missing definition={definition} session={session} />
  return <Both definition={definition} session={session} line={line} />
}

type Side = 'form' | 'text'
const SIDES = [{ value: 'form', label: 'Form' }, { value: 'text', label: 'Text' }] as const

function Both({ definition, session, line }: EnvironmentsTabProps & { readonly session: TextSession }) {
  const narrow = useNarrow()
  const [side, setSide] = useState<Side>('form')
  const form = useForm(definition, session, () => setSide('text'))
  const { toText } = form
  useUndoKeys(form)
  useEffect(() => {
    if (line !== undefined) toText(line)
  }, [line]) // oxlint-disable-line react/exhaustive-deps -- only another line leads there, not an edit, after which toText is another
  const choice = narrow && <Segmented label="Shown" segments={SIDES} chosen={side} onChoose={setSide} />
  return (
    <>
      <Notices definition={definition} />
      <div className={narrow ? `settings-pair settings-pair--${side}` : 'settings-pair'}>
        <FormPane form={form}>{choice}</FormPane>
        <TextPane definition={definition} session={session}>{choice}</TextPane>
      </div>
    </>
  )
}

function Notices({ definition }: { readonly definition: Definition }) {
  const { meanwhile, problem } = definition
  if (meanwhile === undefined && problem === undefined) return null
  const actions = (
    <>
      <Button onClick={definition.takeTheirs}>Reload the file</Button>
      <Button onClick={definition.keepMine}>Keep mine</Button>
    </>
  )
  return (
    <div className="settings-notice">
      {meanwhile && (
        <Banner label="Changed meanwhile" title={meanwhile.exists ? 'backstep.yaml was changed by another program meanwhile.' : 'backstep.yaml was removed by another program meanwhile.'} actions={actions}>
          Nothing was saved. Reload it and lose what was typed here, or keep this text: saving then shows what it changes in the file as it is now.
        </Banner>
      )}
      {problem && <ProblemBanner problem={problem} actions={<Button onClick={definition.reload}>Read again</Button>} />}
    </div>
  )
}
