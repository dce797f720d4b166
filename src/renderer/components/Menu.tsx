import { useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react'
import { Button, type ButtonProps } from './Button'
import './menu.css'

export interface MenuProps extends Pick<ButtonProps, 'kind' | 'icon' | 'disabledReason'> {
  /** The words on the button. */
  readonly label: string
  /** Menu items. */
  readonly children: ReactNode
}

/** A button with a list of things to do: arrow keys move, Enter does it, Esc and a click elsewhere close. */
export function Menu({ label, children, ...button }: MenuProps) {
  const [open, setOpen] = useState(false)
  const trigger = useRef<HTMLButtonElement>(null)
  // A click on the button closes before it arrives: it must not open again.
  const wasOpen = useRef(false)
  const toggle = (): void => {
    setOpen(!wasOpen.current)
    wasOpen.current = false
  }
  return (
    <span className="menu-around" onPointerDown={() => { wasOpen.current = open }}>
      <Button {...button} ref={trigger} popup="menu" expanded={open} onClick={toggle}>{label}</Button>
      {open && <Popup label={label} trigger={trigger} onClose={() => setOpen(false)}>{children}</Popup>}
    </span>
  )
}

function Popup({ label, trigger, onClose, children }: { readonly label: string; readonly trigger: RefObject<HTMLButtonElement | null>; readonly onClose: () => void; readonly children: ReactNode }) {
  const menu = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const shown = menu.current
    const place = trigger.current?.getBoundingClientRect()
    if (!shown || !place) return
    shown.style.top = `${place.bottom + 4}px`
    shown.style.right = `${innerWidth - place.right}px`
    shown.showPopover()
    itemsOf(shown)[0]?.focus()
  }, [trigger])
  return (
    <div
      ref={menu} className="menu" role="menu" aria-label={label} popover="auto" tabIndex={-1}
      onToggle={({ newState }) => newState === 'closed' && onClose()} onClick={() => menu.current?.hidePopover()} onKeyDown={(event) => move(event, menu.current)}
    >
      {children}
    </div>
  )
}

export function MenuItem({ onChoose, children }: { readonly onChoose: () => void; readonly children: ReactNode }) {
  return <button type="button" className="menu-item" role="menuitem" tabIndex={-1} onClick={onChoose} onPointerMove={({ currentTarget }) => currentTarget.focus()}>{children}</button>
}

const itemsOf = (menu: HTMLElement): readonly HTMLElement[] => [...menu.querySelectorAll<HTMLElement>('[role="menuitem"]')]
const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count, ArrowUp: (at, count) => (at - 1 + count) % count, Home: () => 0, End: (_, count) => count - 1
}

/** Keys in an open menu are its own. */
function move(event: KeyboardEvent, menu: HTMLElement | null): void {
  if (menu === null) return
  event.stopPropagation()
  if (event.key === 'Escape' || event.key === 'Tab') {
    event.preventDefault()
    menu.hidePopover()
    return
  }
  const step = STEPS[event.key]
  if (step === undefined) return
  event.preventDefault()
  const items = itemsOf(menu)
  items[step(items.findIndex((item) => item === document.activeElement), items.length)]?.focus()
}
