/** Pictures of the screens in both appearances. With BACKSTEP_SCREENSHOTS=1 (npm run screenshots) they go to docs/; with BACKSTEP_SCREENSHOTS=0 (npm test) nobody looks at them, and none is taken. */
import path from 'node:path'
import type { Page } from 'playwright/test'
import { root } from './launch'

export const THEMES = ['light', 'dark'] as const
const wanted = process.env['BACKSTEP_SCREENSHOTS']
const folder = path.join(root, wanted === '1' ? 'docs/screenshots' : 'test-results/screenshots')

/** Does something in the system's light and dark appearance, and leaves it light. */
export async function inBothThemes(page: Page, act: (theme: (typeof THEMES)[number]) => Promise<void>): Promise<void> {
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'))
    await act(colorScheme)
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
}

export async function picture(page: Page, name: string): Promise<void> {
  if (wanted !== '0') await inBothThemes(page, async (theme) => {
    await page.screenshot({ path: path.join(folder, `${name}-${theme}.png`), animations: 'disabled', caret: 'hide', scale: 'css' })
  })
}
