import { OctagonX } from 'lucide-react'
import { ReasonDialog } from '../../components/ReasonDialog'
import { markWords, type OtherWays } from './run-words'

interface MarkFailedProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly other: OtherWays
  readonly onMark: (reason: string) => void
}

/** Ends an unfinished run in the records. */
export function MarkFailed({ open, onClose, other, onMark }: MarkFailedProps) {
  return (
    <ReasonDialog open={open} onClose={onClose} title="Mark this run as failed?" icon={OctagonX} safe="Leave it open" answer="Mark as failed" onAnswer={onMark}>
      <p>{markWords(other)}</p>
    </ReasonDialog>
  )
}
