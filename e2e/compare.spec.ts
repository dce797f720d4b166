/** What the guide says of a release folder that somebody changed, and of a service that is only down. */
import { appendFileSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test, type Page } from 'playwright/test'
import { found } from './axe'
import { createDemo, openDemo, type Demo } from './demo'
import type { Launched } from './launch'
import { inBothThemes, picture } from './pictures'

let demo: Demo
let launched: Launched
test.beforeEach(async () => {
  demo = await createDemo()
})
test.afterEach(async () => {
  await launched.close()
  await demo.remove()
})
const goOn = (page: Page, next: string): Promise<void> => page.getByRole('button', { name: `Continue to ${next}` }).click()

test('a changed release folder is marked in each step, and blocks until it is overridden', async () => {
  const folder = path.join(demo.project, 'deploy/staging/worker/v1.1.0')
  const file = readdirSync(folder).find((name) => name.endsWith('js'))
  appendFileSync(path.join(folder, file ?? ''), '\n// changed by hand\n')
  launched = await openDemo(demo)
  const { page } = launched
  await page.getByRole('button', { name: 'Roll back… staging' }).click()
  await expect(page.getByRole('row', { name: /^chosen v1\.1\.0/ })).toContainText('Changed since it was captured: folder deploy/staging/worker/v1.1.0')
  await picture(page, 'changed-target')
  await goOn(page, 'compare')
  await expect(page.getByText('1 release was changed')).toBeVisible()
  await picture(page, 'changed-compare')
  await goOn(page, 'checks')
  await expect(page.getByRole('heading', { name: 'v1.1.0 is not what it was any more' })).toBeVisible()
  await inBothThemes(page, async () => expect(await found(page)).toEqual([]))
  await picture(page, 'changed-checks')
  await page.getByRole('checkbox', { name: /Override this check/ }).check()
  await goOn(page, 'plan')
  await expect(page.getByText('Only these commands run.')).toBeVisible()
})

test('a service that is only down is started again, with nothing that differs', async () => {
  const { process: running } = JSON.parse(readFileSync(path.join(demo.project, '.deployments/services/production/api.json'), 'utf8')) as { process: { pid: number } }
  process.kill(running.pid, 'SIGKILL')
  launched = await openDemo(demo)
  const { page } = launched
  await page.getByRole('button', { name: 'Roll back… production' }).click()
  await page.getByRole('row').filter({ hasText: 'Runs now, as the registry has it' }).click()
  await goOn(page, 'compare')
  await expect(page.getByRole('heading', { name: 'Nothing differs in what is deployed, but there is something to do' })).toBeVisible()
  await expect(page.getByText('api does not run and is started again.')).toBeVisible()
  await inBothThemes(page, async () => expect(await found(page)).toEqual([]))
  await picture(page, 'down-compare')
  for (const next of ['checks', 'plan', 'confirm']) await goOn(page, next)
  await expect(page.getByRole('heading', { name: 'api is started' })).toBeVisible()
  await expect(page.getByText(/changes? release/)).toHaveCount(0)
  await picture(page, 'down-confirm')
})
