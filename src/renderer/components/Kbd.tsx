import { keyLabel } from './platform'

export interface KbdProps {
  /** "mod+k", "enter", "esc", "r": written as the system writes it. */
  readonly keys: string
}

/** A key to press. Decorative: the control it belongs to carries aria-keyshortcuts. */
export function Kbd({ keys }: KbdProps) {
  return <kbd aria-hidden="true">{keyLabel(keys)}</kbd>
}
