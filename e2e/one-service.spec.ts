/** One service of a protected environment goes back although a check blocks: what it does not use is left alone. */
import { appendFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'playwright/test'
import { expectNothing } from './axe'
import { createDemo, openDemo, type Demo } from './demo'
import type { Launched } from './launch'
import { picture } from './pictures'
import { lane, outcome } from './rollback'

let demo: Demo
let launched: Launched
test.beforeEach(async () => {
  demo = await createDemo()
  appendFileSync(path.join(demo.project, 'deploy/production/worker/v1.0.0/worker.mjs'), '\n// changed by hand\n')
  launched = await openDemo(demo)
})
test.afterEach(async () => {
  await launched.close()
  await demo.remove()
})

test('the database of another is not spoken of, the check is overridden, the name is typed, and the rest runs on', async () => {
  const { page } = launched
  await page.getByRole('button', { name: 'Roll back… production' }).click()
  for (const other of ['api', 'web']) await page.getByRole('checkbox', { name: new RegExp(`^${other} `) }).uncheck()
  await expect(page.getByText('What goes back uses no database: nothing changes in it.')).toBeVisible()
  await expect(page.getByText(/stay as they are\./)).toBeVisible()
  await expectNothing(page, 'Target, one service')
  await picture(page, 'one-service-target')
  for (const next of ['compare', 'checks']) await page.getByRole('button', { name: `Continue to ${next}` }).click()
  await expect(page.getByRole('heading', { level: 2, name: '1 check blocks this rollback' })).toBeAttached()
  await expect(page.getByText('no database is used by what goes back')).toBeVisible()
  await page.getByRole('checkbox', { name: /Override this check/ }).check()
  for (const next of ['plan', 'confirm']) await page.getByRole('button', { name: `Continue to ${next}` }).click()
  await expect(page.getByText(/^Configuration as it is now, about/)).toBeVisible()
  await page.getByRole('textbox', { name: /Why/ }).fill('Orders are handed over twice')
  await expect(page.getByRole('button', { name: /^Roll back/ })).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('textbox', { name: /Type production to confirm/ }).fill('production')
  await expect(page.getByRole('button', { name: /^Roll back/ })).not.toHaveAttribute('aria-disabled')
  await picture(page, 'one-service-confirm')
  await page.keyboard.press('Control+Enter')
  await expect(outcome(page, /^production \(worker\) (serves|runs) v1\.0\.0/)).toBeVisible()
  await picture(page, 'one-service-result')
  await page.getByRole('button', { name: 'Overview' }).click()
  const production = lane(page, 'production')
  await expect(production.getByText(/1 of 3 serves? v1\.0\.0|2 of 3 serve v1\.1\.0/)).toBeVisible()
  await expect(production.getByText(/Last rollback of worker/)).toBeVisible()
  await picture(page, 'one-service-overview')
})
