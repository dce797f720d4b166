const FOCUSABLE = 'a[href], button, input, select, textarea, [tabindex]:not([tabindex="-1"])'

/** F6 and Shift+F6: to the next part of the screen that is marked with data-region. */
export function focusNextRegion(backwards: boolean): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((region) => region.checkVisibility() && !region.closest('[inert]'))
  if (regions.length === 0) return
  const here = regions.findLastIndex((region) => region.contains(document.activeElement))
  const from = here === -1 && backwards ? 0 : here
  const next = regions[(from + (backwards ? -1 : 1) + regions.length) % regions.length]
  const target = next?.tabIndex === 0 ? next : next?.querySelector<HTMLElement>(FOCUSABLE)
  target?.focus()
}

/** The focus is nowhere, or only where a screen or a step begins. */
export function nothingHasFocus(): boolean {
  const { activeElement } = document
  return activeElement === null || activeElement === document.body || activeElement.matches('main, h1, h2')
}
