/** ⌘ on macOS, Ctrl elsewhere: in what is shown and in what is listened to. */

const platform = typeof navigator === 'undefined' ? '' : navigator.platform
export const isMac = /^Mac/.test(platform)

const SYMBOLS: Readonly<Record<string, string>> = {
  enter: '↵',
  esc: 'Esc',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  space: 'Space'
}
const ARIA: Readonly<Record<string, string>> = { enter: 'Enter', esc: 'Escape', up: 'ArrowUp', down: 'ArrowDown' }

/** "mod+k" → ⌘K or Ctrl K */
export function keyLabel(keys: string, mac = isMac): string {
  const words = keys.split('+').map((key) => {
    if (key === 'mod') return mac ? '⌘' : 'Ctrl'
    if (key === 'shift') return mac ? '⇧' : 'Shift'
    return SYMBOLS[key] ?? key.toUpperCase()
  })
  return words.join(mac ? '' : ' ')
}

/** "mod+k" → Meta+K or Control+K, for aria-keyshortcuts */
export function ariaKeys(keys: string, mac = isMac): string {
  const words = keys.split('+').map((key) => {
    if (key === 'mod') return mac ? 'Meta' : 'Control'
    return ARIA[key] ?? key.charAt(0).toUpperCase() + key.slice(1)
  })
  return words.join('+')
}

interface KeyPress {
  readonly key: string
  readonly metaKey: boolean
  readonly ctrlKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

const NAMES: Readonly<Record<string, string>> = { enter: 'Enter', esc: 'Escape', up: 'ArrowUp', down: 'ArrowDown', space: ' ' }

/** Does this key press say "mod+k"? */
export function pressed(event: KeyPress, keys: string, mac = isMac): boolean {
  const wanted = keys.split('+')
  const key = wanted.at(-1) ?? ''
  const mod = mac ? event.metaKey : event.ctrlKey
  const other = mac ? event.ctrlKey : event.metaKey
  if (event.altKey || other || mod !== wanted.includes('mod')) return false
  if (event.shiftKey !== wanted.includes('shift')) return false
  return event.key.toLowerCase() === (NAMES[key] ?? key).toLowerCase()
}
