import { useRef, type ReactNode } from 'react'
import { Dialog } from '../../components/Dialog'
import { TextArea } from '../../components/Field'
import type { Icon } from '../../components/icon'
import { UserText } from '../../components/UserText'
import { useReason, type ReasonField } from '../../components/useReason'
import { LockedBanner } from '../takeover/LockedBanner'
import { WaitingBanner } from '../takeover/WaitingBanner'
import { useAbandon, type Abandoned, type Abandoning } from './useAbandon'

export interface AbandonDialogProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly run: Abandoned
  readonly title: string
  readonly icon: Icon
  /** What follows from it, before the reason is asked for. */
  readonly children: ReactNode
  readonly safe: string
  /** The answer that gives the run up. */
  readonly answer: string
  readonly onDone?: () => void
}

/** Gives up a run where it stands, for a reason. It stays open until that is done; what was typed stays when it is closed. */
export function AbandonDialog({ open, ...props }: AbandonDialogProps) {
  const reason = useReason()
  return open && <Question {...props} reason={reason} />
}

function Question({ run, answer, children, onDone, reason, ...question }: Omit<AbandonDialogProps, 'open'> & { readonly reason: ReasonField }) {
  const field = useRef<HTMLTextAreaElement>(null)
  const abandoning = useAbandon(run, () => {
    question.onClose()
    onDone?.()
  })
  const act = (): void => {
    const why = reason.take()
    if (why === null) field.current?.focus()
    else abandoning.abandon(why)
  }
  const notNow = abandoning.busy ? 'It is being written down' : abandoning.since === null ? undefined : `Waiting until ${run.environment} is free`
  return (
    <Dialog open {...question} first={field} others={[{ label: answer, disabledReason: notNow, onClick: act }]}>
      {children}
      <TextArea ref={field} label="Why" note="(required, goes into the history)" rows={2} required value={reason.value} error={reason.error} onChange={reason.set} />
      <Held environment={run.environment} abandoning={abandoning} />
    </Dialog>
  )
}

/** Somebody else holds the environment, or does not any more; any other refusal is said as it is. */
function Held({ environment, abandoning: { since, refused, free, wait, stop, look } }: { readonly environment: string; readonly abandoning: Abandoning }) {
  if (since !== null) return <WaitingBanner level={3} environment={environment} since={since} onStop={stop}>The run can be marked then. What you typed stays.</WaitingBanner>
  if (refused?.code === 'environment-locked') return <LockedBanner environment={environment} refused={refused} onWait={wait} onTaken={look} />
  if (refused !== null) return <p className="fail" role="alert"><UserText>{`${refused.message} ${refused.next}`}</UserText></p>
  return free && <p role="status"><UserText>{environment}</UserText> is free now. Nothing was marked yet.</p>
}
