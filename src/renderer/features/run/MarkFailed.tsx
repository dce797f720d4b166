import { OctagonX } from 'lucide-react'
import { Dialog } from '../../components/Dialog'
import { TextArea } from '../../components/Field'
import { UserText } from '../../components/UserText'
import { useReason, type ReasonField } from '../../components/useReason'
import { LockedBanner } from '../takeover/LockedBanner'
import { WaitingBanner } from '../takeover/WaitingBanner'
import { markWords, type OtherWays } from './run-words'
import { useMarking, type Marking } from './useMarking'

interface MarkFailedProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly run: { readonly runId: string; readonly environment: string }
  readonly other: OtherWays
  readonly onMarked?: () => void
}

/** Ends an unfinished run in the records. What was typed stays when it is closed. */
export function MarkFailed({ open, ...props }: MarkFailedProps) {
  const reason = useReason()
  return open && <MarkDialog {...props} reason={reason} />
}

function MarkDialog({ onClose, run, other, onMarked, reason }: Omit<MarkFailedProps, 'open'> & { readonly reason: ReasonField }) {
  const marking = useMarking(run, () => {
    onClose()
    onMarked?.()
  })
  const mark = (): void => {
    const why = reason.take()
    if (why !== null) marking.mark(why)
  }
  const notNow = marking.busy ? 'It is being marked' : marking.since === null ? undefined : `Waiting until ${run.environment} is free`
  return (
    <Dialog open onClose={onClose} title="Mark this run as failed?" icon={OctagonX} safe="Leave it open" others={[{ label: 'Mark as failed', disabledReason: notNow, onClick: mark }]}>
      <p>{markWords(other)}</p>
      <TextArea label="Why" note="(required, goes into the history)" rows={2} required value={reason.value} error={reason.error} onChange={reason.set} />
      <Held environment={run.environment} marking={marking} />
    </Dialog>
  )
}

/** Somebody else holds the environment, or does not any more; any other refusal is said as it is. */
function Held({ environment, marking: { since, refused, free, wait, stop, look } }: { readonly environment: string; readonly marking: Marking }) {
  if (since !== null) return <WaitingBanner level={3} environment={environment} since={since} onStop={stop}>The run can be marked then. What you typed stays.</WaitingBanner>
  if (refused?.code === 'environment-locked') return <LockedBanner environment={environment} refused={refused} onWait={wait} onTaken={look} />
  if (refused !== null) return <p className="fail" role="alert"><UserText>{`${refused.message} ${refused.next}`}</UserText></p>
  return free && <p role="status"><UserText>{environment}</UserText> is free now. Nothing was marked yet.</p>
}
