import { useEffect } from 'react'
import { somethingFloats } from '../components/floats'
import { pressed } from '../components/platform'
import { focusNextRegion } from '../components/regions'
import { useNavigation } from '../stores/navigation'
import { useUi } from '../stores/ui'
import { openFolder } from './openFolder'

/** Keys that work everywhere: palette, open folder, next region, one level back. */
export function useGlobalKeys(): void {
  useEffect(() => {
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  if (pressed(event, 'mod+k')) return take(event, () => useUi.getState().openPalette(true))
  if (pressed(event, 'mod+o')) return take(event, () => void openFolder())
  if (event.key === 'F6') return take(event, () => focusNextRegion(event.shiftKey))
  if (pressed(event, 'esc') && !somethingFloats()) afterScreen(event, goBack)
}

function take(event: KeyboardEvent, act: () => void): void {
  event.preventDefault()
  act()
}

// A screen that listens to the window too was added later and hears the key after us; it goes first all the same.
function afterScreen(event: KeyboardEvent, act: () => void): void {
  setTimeout(() => {
    if (!event.defaultPrevented) act()
  })
}

function goBack(): void {
  const field = document.activeElement
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) return field.blur()
  useNavigation.getState().back()
}
