import { Dialog as Base } from '@base-ui/react/dialog'
import { useRef, type ReactNode, type RefObject } from 'react'
import type { Icon } from './icon'
import { Button } from './Button'
import { UserText } from './UserText'

export interface DialogAction {
  readonly label: string
  readonly onClick: () => void
  readonly danger?: boolean
  readonly disabledReason?: string | undefined
}

export interface DialogProps {
  readonly open: boolean
  /** Esc, a click beside it, and the safe answer all end here. */
  readonly onClose: () => void
  readonly title: ReactNode
  readonly icon?: Icon
  readonly children?: ReactNode
  /** The answer after which nothing is lost: primary, last. Closes the dialog. */
  readonly safe: string
  /** What the safe answer does besides closing. */
  readonly onSafe?: () => void
  /** The other answers, in the order shown. */
  readonly others?: readonly DialogAction[]
  readonly wide?: boolean
  /** A field that has to be filled in: it has the focus first. */
  readonly first?: RefObject<HTMLElement | null>
}

/** A question. The safe answer is the primary one, and has the focus where there is nothing to write. */
export function Dialog(props: DialogProps) {
  const { open, onClose, title, icon: Sign, children, wide, first } = props
  const safeButton = useRef<HTMLButtonElement>(null)
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="scrim" />
        <Base.Viewport className="dialog-place">
          <Base.Popup className={wide ? 'dialog dialog--wide' : 'dialog'} initialFocus={first ?? safeButton} data-dialog>
            <Base.Title className="dialog-title">
              {Sign && <Sign className="icon warn" aria-hidden="true" />}
              <span>{typeof title === 'string' ? <UserText>{title}</UserText> : title}</span>
            </Base.Title>
            {children !== undefined && <Base.Description render={<div />} className="dialog-body">{children}</Base.Description>}
            <Answers {...props} safeButton={safeButton} />
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  )
}

function Answers({ onClose, safe, onSafe, others, safeButton }: DialogProps & { readonly safeButton: RefObject<HTMLButtonElement | null> }) {
  const answerSafely = (): void => {
    onSafe?.()
    onClose()
  }
  return (
    <div className="dialog-actions">
      {others?.map((action) => (
        <Button key={action.label} kind={action.danger ? 'danger' : 'default'} disabledReason={action.disabledReason} onClick={action.onClick}>
          {action.label}
        </Button>
      ))}
      <Button ref={safeButton} kind="primary" onClick={answerSafely}>{safe}</Button>
    </div>
  )
}
