/** The history screen, as people go it, and what is handed on from there. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, type Locator, type Page } from 'playwright/test'
import { goTo, type Launched } from './launch'

export const records = (page: Page) => page.getByRole('grid', { name: 'Rollbacks, newest first' }).getByRole('row').filter({ hasText: 'staging' })

export async function copied({ app, page }: Launched, button: string): Promise<string> {
  await app.evaluate(({ clipboard }) => clipboard.clear())
  await page.getByRole('button', { name: button }).click()
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).not.toBe('')
  return app.evaluate(({ clipboard }) => clipboard.readText())
}

/** The dialog of the system cannot be pressed by a test: it answers that the suggested name is taken. */
export const saveInto = ({ app }: Launched, into: string): Promise<void> => app.evaluate(({ dialog }, place) => {
  const answer = async (...given: readonly unknown[]) => {
    const { defaultPath = '' } = given.at(-1) as { readonly defaultPath?: string }
    return { canceled: place === '', filePath: place === '' ? '' : `${place}/${defaultPath.split('/').at(-1)}` }
  }
  dialog.showSaveDialog = answer as typeof dialog.showSaveDialog
}, into)

/** The same for a file to open. */
export const choose = ({ app }: Launched, file: string): Promise<void> => app.evaluate(({ dialog }, path) => {
  dialog.showOpenDialog = (async () => ({ canceled: false, filePaths: [path] })) as typeof dialog.showOpenDialog
}, file)

/** As the file manager of the system lets go of a file there. */
export async function dropOn(page: Page, place: Locator, file: string): Promise<void> {
  const { x = 0, y = 0 } = (await place.boundingBox()) ?? {}
  const session = await page.context().newCDPSession(page)
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: x + 20, y: y + 20, data: { items: [], files: [file], dragOperationsMask: 1 } })
  }
  await session.detach()
}

/** Chooses a line of the menu, and answers what the notice says was written. */
export async function exported(page: Page, format: string): Promise<{ readonly name: string; readonly content: Buffer }> {
  await page.getByRole('button', { name: 'Export…' }).click()
  await page.getByRole('menuitem').filter({ has: page.getByText(format, { exact: true }) }).click()
  const notice = page.getByRole('log', { name: 'Notices' }).getByText('Exported to')
  await expect(notice).toBeVisible({ timeout: 30_000 })
  const file = /Exported to (.+?)\. /.exec(await notice.innerText())?.[1] ?? ''
  await page.getByRole('button', { name: 'Close notice' }).click()
  return { name: path.basename(file), content: readFileSync(file) }
}

/** From History out and in again, by keyboard; then the same in Deployments. */
export async function stepsBack(page: Page): Promise<void> {
  const { keyboard } = page
  const filter = page.getByRole('searchbox')
  const overview = page.getByRole('heading', { level: 1, name: 'Overview' })
  await keyboard.press('Control+f')
  await keyboard.type('Not this one')
  await expect(records(page)).toHaveCount(1)
  await keyboard.press('Enter')
  await keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Result', exact: true })).toBeVisible()
  await keyboard.press('Escape')
  await expect(page.getByRole('grid')).toBeFocused()
  await expect(filter).toHaveValue('Not this one')
  await keyboard.press('Escape')
  await expect(filter).toBeFocused()
  await keyboard.press('Escape')
  await expect(records(page)).toHaveCount(2)
  await keyboard.press('Escape')
  await expect(overview).toBeVisible()
  await goTo(page, 'Deployments').click()
  await expect(page.getByRole('grid')).toBeVisible()
  await keyboard.press('Control+f')
  await keyboard.type('v1.0.0')
  await keyboard.press('ArrowDown')
  await keyboard.press('Escape')
  await expect(filter).toBeFocused()
  await expect(filter).toHaveValue('v1.0.0')
  await keyboard.press('Escape')
  await expect(filter).toHaveValue('')
  await keyboard.press('ArrowDown')
  await expect(page.getByRole('row', { selected: true })).toBeVisible()
  // What a narrow column cuts is in its tooltip.
  const cell = page.getByRole('row', { selected: true }).getByRole('gridcell').nth(4)
  // The rows may still be moving under a pointer that came once.
  await expect(async () => {
    await page.mouse.move(0, 0)
    await cell.hover()
    await expect(cell).toHaveAttribute('title', /\d/, { timeout: 1000 })
  }).toPass({ timeout: 15_000 })
  await page.mouse.move(0, 0)
  await expect(cell).not.toHaveAttribute('title')
  // Its commit is not known: the dash is as large as in every other column.
  await expect(page.getByRole('row', { selected: true }).getByRole('gridcell', { name: '–' })).toHaveCSS('font-size', '13px')
  // The newest is a rollback, which cannot be gone back to: its details take the focus.
  await keyboard.press('Enter')
  const pane = page.getByRole('complementary', { name: /^Deployment/ })
  await expect(pane).toBeFocused()
  await expect(pane.getByRole('definition').last()).toHaveText('rollback')
  await expect(pane.getByRole('term').last()).toHaveText('Strategy')
  await keyboard.press('Escape')
  await expect(page.getByRole('grid')).toBeFocused()
  await keyboard.press('Escape')
  await expect(overview).toBeVisible()
  await goTo(page, 'History').click()
}
