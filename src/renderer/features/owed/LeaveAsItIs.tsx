import { CircleStop } from 'lucide-react'
import { useState } from 'react'
import type { OwedUndo } from '../../../domain/views'
import { Button } from '../../components/Button'
import { notify } from '../../stores/notices'
import { useReadOnly } from '../../stores/project'
import { AbandonDialog } from '../run/AbandonDialog'

interface LeaveAsItIsProps {
  readonly owed: Pick<OwedUndo, 'runId' | 'environment'>
  readonly onLeft?: () => void
}

/** Asks why first; afterwards the undo of a run that failed is not asked for any more. */
export function LeaveAsItIs({ owed: { runId, environment }, onLeft }: LeaveAsItIsProps) {
  const [asked, ask] = useState(false)
  const readOnly = useReadOnly()
  const left = (): void => {
    notify(`The run in ${environment} is left as it is.`)
    onLeft?.()
  }
  return (
    <>
      <Button disabledReason={readOnly} onClick={() => ask(true)}>Leave as it is…</Button>
      <AbandonDialog open={asked} onClose={() => ask(false)} run={{ runId, environment, what: 'owed' }} title="Leave this run as it is?" icon={CircleStop} safe="Keep asking" answer="Leave as it is" onDone={left}>
        <p>No service is changed or started: everything stays as the run left it. Its undo is not asked for any more, and a new rollback becomes possible. Its snapshot is kept: you can undo it later.</p>
      </AbandonDialog>
    </>
  )
}
