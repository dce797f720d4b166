import { useId, type MouseEvent, type ReactNode, type Ref } from 'react'
import type { Icon } from './icon'
import { Kbd } from './Kbd'
import { ariaKeys } from './platform'

export interface ButtonProps {
  readonly children: ReactNode
  readonly onClick?: (event: MouseEvent<HTMLButtonElement>) => void
  /** primary: the one next action of a screen. danger: only what loses data. */
  readonly kind?: 'default' | 'primary' | 'danger' | 'quiet'
  /** For the button that leaves a screen. */
  readonly large?: boolean
  readonly wide?: boolean
  readonly icon?: Icon
  /** Only the icon is seen; children are its accessible name. */
  readonly iconOnly?: boolean
  /** Why it cannot be pressed now. It stays focusable, and the reason is read out; show it beside the button too. */
  readonly disabledReason?: string | undefined
  /** A toggle. */
  readonly pressed?: boolean
  /** What it opens, and whether that is open. */
  readonly popup?: 'menu'
  readonly expanded?: boolean
  /** Shown as a chip and announced; listening to it is the screen's task. */
  readonly shortcut?: string
  readonly type?: 'button' | 'submit'
  readonly title?: string
  readonly describedBy?: string
  readonly className?: string
  /** -1 in lists that are moved through with arrow keys. */
  readonly tabIndex?: number
  readonly ref?: Ref<HTMLButtonElement>
}

/** A button. An ellipsis in its words means that something is asked first. */
export function Button(props: ButtonProps) {
  const { children, onClick, icon: Sign, iconOnly, disabledReason, pressed, shortcut } = props
  const reasonId = useId()
  const disabled = disabledReason !== undefined
  return (
    <button
      ref={props.ref}
      type={props.type ?? 'button'}
      className={classOf(props)}
      tabIndex={props.tabIndex}
      aria-disabled={disabled || undefined}
      aria-pressed={pressed}
      aria-haspopup={props.popup}
      aria-expanded={props.expanded}
      aria-keyshortcuts={shortcut === undefined ? undefined : ariaKeys(shortcut)}
      aria-describedby={disabled ? reasonId : props.describedBy}
      title={disabledReason ?? props.title}
      onClick={(event) => (disabled ? event.preventDefault() : onClick?.(event))}
    >
      {Sign && <Sign className="icon" aria-hidden="true" />}
      <span className={iconOnly ? 'sr' : undefined}>{children}</span>
      {shortcut !== undefined && <Kbd keys={shortcut} />}
      {disabled && <span id={reasonId} hidden>{disabledReason}</span>}
    </button>
  )
}

function classOf({ kind = 'default', large, wide, iconOnly, className }: ButtonProps): string {
  const names = ['btn']
  if (kind !== 'default') names.push(`btn--${kind}`)
  if (large) names.push('btn--large')
  if (wide) names.push('btn--wide')
  if (iconOnly) names.push('btn--icon')
  if (className) names.push(className)
  return names.join(' ')
}
