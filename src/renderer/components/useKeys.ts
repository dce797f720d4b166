import { useEffect, useRef } from 'react'
import { somethingFloats } from './floats'
import { pressed } from './platform'

/** Keys of a screen and what they do: `{ 'mod+enter': confirm, r: checkAgain }`. */
export type Keys = Readonly<Record<string, (() => void) | undefined>>

/** Listens while the screen is open. Keys without mod leave fields, buttons and whatever floats alone. */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || event.repeat || somethingFloats()) return
      const found = Object.entries(latest.current).find(([key]) => pressed(event, key))
      if (found?.[1] === undefined || (!found[0].startsWith('mod+') && belongsTo(event))) return
      event.preventDefault()
      found[1]()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}

const TYPING = 'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable="true"]'
const PRESSING = 'button, a[href], summary'

// A letter typed into a field is text; Enter on a button presses that button.
function belongsTo({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false
  return target.closest(TYPING) !== null || ((key === 'Enter' || key === ' ') && target.closest(PRESSING) !== null)
}
