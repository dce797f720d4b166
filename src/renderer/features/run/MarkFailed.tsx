import { OctagonX } from 'lucide-react'
import { Dialog } from '../../components/Dialog'
import { TextArea } from '../../components/Field'
import { useReason } from '../../components/useReason'
import { markWords, type OtherWays } from './run-words'

interface MarkFailedProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly other: OtherWays
  readonly onMark: (reason: string) => void
}

/** Ends an unfinished run in the records. */
export function MarkFailed({ open, onClose, other, onMark }: MarkFailedProps) {
  const reason = useReason()
  const mark = (): void => {
    const why = reason.take()
    if (why === null) return
    onClose()
    onMark(why)
  }
  return (
    <Dialog open={open} onClose={onClose} title="Mark this run as failed?" icon={OctagonX} safe="Leave it open" others={[{ label: 'Mark as failed', onClick: mark }]}>
      <p>{markWords(other)}</p>
      <TextArea label="Why" note="(required, goes into the history)" rows={2} required value={reason.value} error={reason.error} onChange={reason.set} />
    </Dialog>
  )
}
