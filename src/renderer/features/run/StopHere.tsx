import { CircleStop } from 'lucide-react'
import type { RunState } from '../../../domain/run'
import { Dialog } from '../../components/Dialog'
import { decide } from './run-engine'
import { stopWords } from './run-words'

interface StopHereProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly project: string
  readonly state: RunState
}

/** Ends the run and leaves everything as it is now. */
export function StopHere({ open, onClose, project, state }: StopHereProps) {
  const stop = (): void => {
    onClose()
    void decide(project, state.header.runId, 'stop')
  }
  return (
    <Dialog open={open} onClose={onClose} title="Stop here and leave everything as it is?" icon={CircleStop} safe="Keep waiting" others={[{ label: 'Stop here', onClick: stop }]}>
      {stopWords(state).map((words) => <p key={words}>{words}</p>)}
    </Dialog>
  )
}
