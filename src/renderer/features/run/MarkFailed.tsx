import { OctagonX } from 'lucide-react'
import { AbandonDialog, type AbandonDialogProps } from './AbandonDialog'
import { markWords, type OtherWays } from './run-words'

interface MarkFailedProps extends Pick<AbandonDialogProps, 'open' | 'onClose' | 'onDone'> {
  readonly run: { readonly runId: string; readonly environment: string }
  readonly other: OtherWays
}

/** Ends an unfinished run in the records. */
export function MarkFailed({ run: { runId, environment }, other, ...dialog }: MarkFailedProps) {
  return (
    <AbandonDialog {...dialog} run={{ runId, environment, what: 'unfinished' }} title="Mark this run as failed?" icon={OctagonX} safe="Leave it open" answer="Mark as failed">
      <p>{markWords(other)}</p>
    </AbandonDialog>
  )
}
