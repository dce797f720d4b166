import { useState } from 'react'
import type { HolderView } from '../../../domain/holder'
import { Button } from '../../components/Button'
import { notify } from '../../components/Toast'
import { useNavigation } from '../../stores/navigation'
import { useReadOnly } from '../../stores/project'
import { TakeOverDialog } from './TakeOverDialog'

interface TakeOverButtonProps {
  readonly environment: string
  readonly holder: HolderView
  readonly large?: boolean
  readonly quiet?: boolean
  /** Nobody holds it now. */
  readonly onTaken?: () => void
}

/** Asks first; afterwards the run is open, with what can be done about it. */
export function TakeOverButton({ environment, holder, large, quiet, onTaken }: TakeOverButtonProps) {
  // As it was shown: what is confirmed is about that one, whoever holds it by then.
  const [shown, show] = useState<HolderView | null>(null)
  const go = useNavigation((navigation) => navigation.go)
  const readOnly = useReadOnly()
  const taken = (runId: string | null): void => {
    show(null)
    notify(`${environment} was taken over from ${(shown ?? holder).user}.`)
    onTaken?.()
    if (runId !== null) go({ screen: 'run', runId })
  }
  return (
    <>
      <Button kind={quiet ? 'quiet' : 'default'} large={large ?? false} disabledReason={readOnly} onClick={() => show(holder)}>Take over…</Button>
      {shown && <TakeOverDialog environment={environment} holder={shown} onClose={() => show(null)} onTaken={taken} />}
    </>
  )
}
