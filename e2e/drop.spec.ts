/** Folders that are dropped onto the Start screen, as the file manager of the system does it. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'playwright/test'
import { expectNothing } from './axe'
import { launchApp, type Launched } from './launch'

let folder: string
let launched: Launched
test.beforeEach(async () => {
  folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'backstep-drop-')))
  mkdirSync(path.join(folder, 'shop é'))
  mkdirSync(path.join(folder, 'empty'))
  writeFileSync(path.join(folder, 'shop é', 'backstep.yaml'), 'version: 1\nname: dropped shop\nenvironments:\n  dev:\n    services:\n      api: { runtime: process, command: [node, api.mjs] }\n')
  launched = await launchApp()
})
test.afterEach(async () => {
  await launched.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Held over the window and, but for the last argument, let go there. */
async function drag(names: readonly string[], types: readonly ('dragEnter' | 'dragOver' | 'drop' | 'dragCancel')[] = ['dragEnter', 'dragOver', 'drop']): Promise<void> {
  const session = await launched.page.context().newCDPSession(launched.page)
  const data = { items: [], files: names.map((name) => path.join(folder, name)), dragOperationsMask: 1 }
  for (const type of types) await session.send('Input.dispatchDragEvent', { type, x: 600, y: 300, data })
  await session.detach()
}

test('one folder is opened; a file, several things and a folder without a project say what to do', async () => {
  const { page } = launched
  const problem = page.getByRole('region', { name: 'Problem' })
  await expect(page.getByText('No project was opened yet')).toBeVisible()

  await drag(['shop é/backstep.yaml'])
  await expect(problem).toContainText('"backstep.yaml" is a file, not a folder. Nothing was opened.')
  await expect(problem).toContainText('Drop the folder of the project: the one that has backstep.yaml in it.')
  await expectNothing(page, 'Start after a file was dropped')
  await drag(['shop é', 'empty'])
  await expect(problem).toContainText('2 things were dropped. One project is opened at a time.')
  await drag(['empty'])
  await expect(problem).toContainText('has neither backstep.yaml nor .deployments')
  await expect(page.getByRole('button', { name: 'Set up this folder' })).toBeVisible()

  await drag(['shop é'], ['dragEnter', 'dragOver'])
  await expect(page.locator('.start--dropping')).toBeVisible()
  await drag(['shop é'], ['drop'])
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  await expect(page).toHaveTitle(/dropped shop/)
  expect(launched.complaints).toEqual([])
})
