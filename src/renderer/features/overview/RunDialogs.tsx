import { useState } from 'react'
import { problemOf } from '../../../domain/problem'
import type { RunInProgress } from '../../../domain/views'
import { Dialog } from '../../components/Dialog'
import { TextArea } from '../../components/Field'
import { notify } from '../../components/Toast'
import { call } from '../../stores/api'
import { useProjectPath } from '../../stores/project'

interface RunDialogProps {
  readonly run: RunInProgress
  readonly onClose: () => void
}

/** Before an interrupted run is given up where it stands. */
export function AbandonDialog({ run, onClose }: RunDialogProps) {
  const project = useProjectPath()
  const [reason, setReason] = useState('')
  const abandon = async (): Promise<void> => {
    try {
      await call('run:abandon', { project, runId: run.runId, reason })
      notify(`The rollback of ${run.environment} is marked as failed.`)
    } catch (error) {
      notify(problemOf(error).message, 'failed')
    }
    onClose()
  }
  const missing = reason.trim() === '' ? 'A reason is needed' : undefined
  return (
    <Dialog open onClose={onClose} title={`Mark the rollback of ${run.environment} as failed?`} safe="Keep it open" others={[{ label: 'Mark as failed', onClick: () => void abandon(), disabledReason: missing }]}>
      <p>Nothing runs: {run.environment} stays as it is now, half-way. The history says so, and its snapshot is kept.</p>
      <TextArea label="Why" note="(required)" required value={reason} onChange={setReason} placeholder="What was found, what happens instead" />
    </Dialog>
  )
}
