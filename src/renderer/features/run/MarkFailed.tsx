import { OctagonX } from 'lucide-react'
import { Dialog } from '../../components/Dialog'
import { TextArea } from '../../components/Field'
import { useReason } from '../../components/useReason'
import { abandon } from './run-engine'

interface MarkFailedProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly project: string
  readonly runId: string
}

/** Ends an unfinished run in the records; nothing that runs is touched. */
export function MarkFailed({ open, onClose, project, runId }: MarkFailedProps) {
  const reason = useReason()
  const mark = (): void => {
    const why = reason.take()
    if (why === null) return
    onClose()
    void abandon(project, runId, why)
  }
  return (
    <Dialog open={open} onClose={onClose} title="Mark this run as failed?" icon={OctagonX} safe="Leave it open" others={[{ label: 'Mark as failed', onClick: mark }]}>
      <p>Nothing is changed or started. The run is recorded as failed, and a new rollback becomes possible. Its snapshot is kept, so it can still be undone.</p>
      <TextArea label="Why" note="(required, goes into the history)" rows={2} required value={reason.value} error={reason.error} onChange={reason.set} />
    </Dialog>
  )
}
