import { useEffect, useState } from 'react'
import { Button } from '../../components/Button'
import { State } from '../../components/State'
import { useKeys } from '../../components/useKeys'
import { formatAmount, formatCount } from '../../format'
import { notify } from '../../stores/notices'
import { DiscardDialog } from './DiscardDialog'
import { SaveDialog } from './SaveDialog'
import type { Definition } from './useDefinition'

/** Whether the text can be saved, and saving it. */
export function DefinitionActions({ definition }: { readonly definition: Definition }) {
  const [asking, ask] = useState<'save' | 'discard' | null>(null)
  const reason = whyNot(definition)
  const askToSave = useAskWhenChecked(definition.checking && definition.changed, () => {
    if (reason === undefined) ask('save')
    else notify(`Not saved. ${reason}.`)
  })
  useKeys({ 'mod+s': askToSave })
  return (
    <>
      <span role="status"><Condition definition={definition} /></span>
      <Button disabledReason={definition.changed ? undefined : 'Nothing was changed'} onClick={() => ask('discard')}>Discard…</Button>
      <Button kind="primary" shortcut="mod+s" disabledReason={reason} onClick={() => ask('save')}>Save</Button>
      {asking === 'save' && <SaveDialog definition={definition} onClose={() => ask(null)} />}
      {asking === 'discard' && <DiscardDialog definition={definition} onClose={() => ask(null)} />}
    </>
  )
}

/** Keys are quicker than the check of what was typed: what they ask for waits for it. */
function useAskWhenChecked(checking: boolean, ask: () => void): () => void {
  const [wanted, want] = useState(false)
  useEffect(() => {
    if (!wanted || checking) return
    want(false)
    ask()
  }, [wanted, checking, ask])
  return () => want(true)
}

const errorsOf = ({ problems }: Definition) => problems.filter(({ severity }) => severity === 'error')

function whyNot(definition: Definition): string | undefined {
  const [first] = errorsOf(definition)
  if (!definition.changed) return 'Nothing was changed'
  if (definition.saving) return 'It is being saved now'
  if (definition.checking) return 'It is being checked now'
  if (first) return `Line ${formatAmount(first.line)} has an error`
  return definition.meanwhile ? 'The file was changed meanwhile: choose which text stays' : undefined
}

function Condition({ definition }: { readonly definition: Definition }) {
  const errors = errorsOf(definition).length
  const saved = definition.changed ? ', not saved' : ''
  if (errors > 0) return <State kind="failed">{formatCount(errors, 'error')}{saved}</State>
  if (definition.meanwhile) return <State kind="warning">Changed in two places</State>
  return definition.changed ? <span className="t12 mut">Changed{saved}</span> : null
}
