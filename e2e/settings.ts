/** The Settings of a project whose backstep.yaml has a bit of everything. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test, type Locator, type Page } from 'playwright/test'
import { launchApp, type Launched } from './launch'

export const TEXT = `# The shop, as it runs on this machine
version: 1
name: shop

x-base: &base
  stopTimeout: 20s   # they finish their requests

environments:
  staging:
    services:
      # answers the shop
      api:
        <<: *base
        runtime: process
        command: [node, api.mjs]
        env: { PORT: "4100", TOKEN: $SHOP_TOKEN }   # see the wiki

      web:
        runtime: process
        command: [node, web.mjs]
        dependsOn: [api]
    databases:
      main: { engine: sqlite, path: data/main.db, usedBy: [api] }
    config: { files: [.env.staging] }
`

/** The window, opened anew in each story of a file, and what is seen in it. */
export interface Settings {
  /** Opens a window on a project with this backstep.yaml, at its Settings. */
  readonly open: (text: string) => Promise<Launched>
  readonly size: (width: number, height: number) => Promise<void>
  readonly press: (...keys: readonly string[]) => Promise<void>
  /** What backstep.yaml says now, and where it is. */
  readonly file: () => string
  readonly place: () => string
  readonly formPage: (name: string) => Locator
  readonly form: () => Locator
  readonly text: () => Locator
  readonly line: (content: string) => Locator
  readonly errors: (count: string) => Locator
}

export function useSettings(): Settings {
  let folder: string
  let launched: Launched
  test.afterEach(async () => {
    await launched.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const page = (): Page => launched.page
  const place = (): string => path.join(folder, 'backstep.yaml')
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page().keyboard.press(key)
  }
  const formPage = (name: string): Locator => page().getByRole('region', { name, exact: true })
  async function size(width: number, height: number): Promise<void> {
    await launched.app.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w ?? 0, h ?? 0), [width, height])
    await page().waitForFunction(([w, h]) => innerWidth === w && innerHeight === h, [width, height])
  }
  async function open(text: string): Promise<Launched> {
    folder = mkdtempSync(path.join(os.tmpdir(), 'backstep-settings-'))
    writeFileSync(place(), text)
    launched = await launchApp({ project: folder })
    await size(1280, 800)
    await expect(page().getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
    await press('Control+k')
    await expect(page().getByRole('combobox', { name: 'Search or run a command' })).toBeFocused()
    await page().keyboard.type('Settings')
    await expect(page().getByRole('option')).toHaveCount(1)
    await press('Enter')
    await expect(formPage('Project')).toBeVisible()
    return launched
  }
  return {
    open, size, press, place, formPage,
    file: () => readFileSync(place(), 'utf8'),
    form: () => page().locator('section[aria-label="Form"]'),
    text: () => page().getByRole('textbox', { name: 'Text of backstep.yaml' }),
    line: (content) => page().locator('.cm-line').filter({ hasText: content }),
    errors: (count) => page().getByRole('status').filter({ hasText: count })
  }
}
