import { OctagonX } from 'lucide-react'
import { AbandonDialog, type AbandonDialogProps } from './AbandonDialog'
import { markWords, type OtherWays } from './run-words'

interface MarkFailedProps extends Pick<AbandonDialogProps, 'open' | 'onClose' | 'run' | 'onDone'> {
  readonly other: OtherWays
}

/** Ends an unfinished run in the records. */
export function MarkFailed({ other, ...dialog }: MarkFailedProps) {
  return (
    <AbandonDialog {...dialog} title="Mark this run as failed?" icon={OctagonX} safe="Leave it open" answer="Mark as failed">
      <p>{markWords(other)}</p>
    </AbandonDialog>
  )
}
