import type { KeyboardEvent } from 'react'
import { somethingFloats } from './floats'

/** Escape on a screen with a filter, a table and details: from the details to the table, from there to a filter that has text, and then out of the screen. */
export function stepBack(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'Escape' || event.defaultPrevented || somethingFloats() || !(event.target instanceof Element)) return
  const within = (selector: string): HTMLElement | null => event.currentTarget.querySelector<HTMLElement>(selector)
  const filter = within('input[type="search"]') as HTMLInputElement | null
  const next = event.target.closest('.pane') ? within('[role="grid"]') : event.target.closest('[role="grid"]') && filter?.value ? filter : null
  if (next === null) return
  event.preventDefault()
  event.stopPropagation()
  next.focus()
}
