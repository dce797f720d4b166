import { useRef, type ReactNode } from 'react'
import { Dialog } from './Dialog'
import { TextArea } from './Field'
import type { Icon } from './icon'
import { useReason } from './useReason'

export interface ReasonDialogProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  readonly icon: Icon
  /** What follows, before the reason is asked for. */
  readonly children: ReactNode
  readonly safe: string
  /** The answer that needs a reason. */
  readonly answer: string
  readonly onAnswer: (reason: string) => void
}

/** A question with one answer that needs a reason; without one it stays open and says so. */
export function ReasonDialog({ answer, onAnswer, children, ...question }: ReasonDialogProps) {
  const reason = useReason()
  const field = useRef<HTMLTextAreaElement>(null)
  const act = (): void => {
    const why = reason.take()
    if (why === null) return field.current?.focus()
    question.onClose()
    onAnswer(why)
  }
  return (
    <Dialog {...question} first={field} others={[{ label: answer, onClick: act }]}>
      {children}
      <TextArea ref={field} label="Why" note="(required, goes into the history)" rows={2} required value={reason.value} error={reason.error} onChange={reason.set} />
    </Dialog>
  )
}
