import { CircleStop } from 'lucide-react'
import { Dialog } from '../../components/Dialog'
import { decide } from './run-engine'

interface StopHereProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly project: string
  readonly runId: string
}

/** Ends the run and leaves everything as it is now. */
export function StopHere({ open, onClose, project, runId }: StopHereProps) {
  const stop = (): void => {
    onClose()
    void decide(project, runId, 'stop')
  }
  return (
    <Dialog open={open} onClose={onClose} title="Stop here and leave everything as it is?" icon={CircleStop} safe="Keep waiting" others={[{ label: 'Stop here', onClick: stop }]}>
      <p>The run ends and is recorded as failed. What is stopped stays stopped, what was changed stays changed.</p>
      <p>Its snapshot is kept: you can undo the run later, or start a new rollback.</p>
    </Dialog>
  )
}
