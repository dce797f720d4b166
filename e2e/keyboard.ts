/** The keyboard alone. */
import type { Locator } from 'playwright/test'

/** Presses Tab, or Shift+Tab, until this has the focus. */
export async function tabTo(wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement).catch(() => false)) return
    await wanted.page().keyboard.press(key)
  }
  throw new Error(`${key} does not reach ${String(wanted)}`)
}
