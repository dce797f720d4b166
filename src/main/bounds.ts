import type { Rectangle } from 'electron'

export const SMALLEST = { width: 1000, height: 640 } as const
const USUAL = { width: 1280, height: 800 } as const
/** So much of the title bar has to be within reach on some display. */
const IN_REACH = { width: 160, height: 40 } as const

/** Where the window opens: where it was, if that is still on a display; else in the middle, in its usual size. */
export function placement(remembered: Rectangle | null, displays: readonly Rectangle[]): Partial<Rectangle> & { width: number; height: number } {
  if (remembered === null) return USUAL
  const size = { width: Math.max(remembered.width, SMALLEST.width), height: Math.max(remembered.height, SMALLEST.height) }
  const home = displays.find((display) => inReach({ ...remembered, ...size }, display))
  if (!home) return fitting(size, displays[0])
  return { x: remembered.x, y: remembered.y, ...fitting(size, home) }
}

function inReach(window: Rectangle, display: Rectangle): boolean {
  const width = Math.min(window.x + window.width, display.x + display.width) - Math.max(window.x, display.x)
  const isBarOn = window.y >= display.y && window.y <= display.y + display.height - IN_REACH.height
  return width >= IN_REACH.width && isBarOn
}

// A display that became smaller does not cut the window off.
function fitting(size: { width: number; height: number }, display: Rectangle | undefined): { width: number; height: number } {
  if (!display) return size
  return { width: Math.min(size.width, Math.max(display.width, SMALLEST.width)), height: Math.min(size.height, Math.max(display.height, SMALLEST.height)) }
}
