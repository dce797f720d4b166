/** A check that blocks, a plan that knows from an earlier run how long it takes, and its run in the middle. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { expect, test, type Page } from 'playwright/test'
import { createDemo, openDemo, type Demo } from './demo'
import type { Launched } from './launch'
import { picture } from './pictures'
import { inHand, runIn } from './rollback'
import { showsEnd } from './sight'

const WHY = 'Checkout answers 500'
let demo: Demo
let launched: Launched
test.beforeEach(async () => {
  // Short, so that commands stand in the pictures as they would in a project's own folder.
  demo = await createDemo('bs-')
})
test.afterEach(async () => {
  await launched.close()
  await demo.remove()
})
test.describe.configure({ timeout: 120_000 })
const goOn = (page: Page, ...steps: readonly string[]): Promise<void> => steps.reduce((before, next) => before.then(() => page.getByRole('button', { name: `Continue to ${next}` }).click()), Promise.resolve())

test('in pictures: a check that blocks says what is missing and what to do, and a way out unblocks it', async () => {
  const database = new DatabaseSync(path.join(demo.project, 'data/staging.db'))
  database.exec('ALTER TABLE orders DROP COLUMN amount')
  database.close()
  launched = await openDemo(demo)
  const { page } = launched
  await page.getByRole('button', { name: 'Roll back… staging' }).click()
  await goOn(page, 'compare', 'checks')
  await expect(page.getByRole('heading', { level: 2, name: '1 check blocks this rollback' })).toBeAttached()
  await expect(page.getByRole('heading', { name: 'v1.1.0 would fail on the present schema of main' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Evidence' })).toContainText('orders.amount')
  await expect(page.getByRole('button', { name: 'Continue to plan' })).toHaveAttribute('aria-disabled', 'true')
  await picture(page, 'guide-checks')
  await page.getByRole('button', { name: /Major version/ }).click()
  await expect(page.getByRole('region', { name: 'Evidence' })).toContainText(/From.*v2\.0\.0.*To.*v1\.1\.0/s)
  await page.getByRole('button', { name: /Schema fits the target/ }).click()
  await page.getByRole('button', { name: 'Restore the data' }).click()
  await expect(page.getByRole('heading', { name: 'No check blocks this rollback' })).toBeAttached()
})

test('in pictures: a plan tells the times of an earlier run to scale, and its run is drawn while it goes on', async () => {
  const done = JSON.parse(await demo.cli('rollback', '--env', 'staging', '--reason', WHY, '--yes', '--json')) as { runId: string }
  // It brings a broken release back, and ends with a code that says so.
  await demo.cli('undo', done.runId, '--yes').catch(() => undefined)
  expect(await demo.versionOf('api')).toBe('v2.0.0')
  const slow = slowNode()
  launched = await openDemo(demo, { PATH: `${slow.folder}${path.delimiter}${process.env['PATH'] ?? ''}` })
  const { page } = launched
  await page.getByRole('button', { name: 'Roll back… staging' }).click()
  await goOn(page, 'compare', 'checks', 'plan')
  await expect(page.getByRole('heading', { name: /^22 steps, about .*, services down for about / })).toBeVisible()
  await expect(page.getByText('not measured yet')).toHaveCount(0)
  await picture(page, 'guide-plan')
  await goOn(page, 'confirm')
  await page.getByRole('textbox', { name: /Why/ }).fill(WHY)
  await expect(page.getByText('You can cancel at any time.')).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(inHand(page, 'Wait until worker answers')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText(/^web v1\.1\.0 listens on \d+$/)).toBeVisible()
  expect(await showsEnd(runIn(page).getByText('Keep the registry and the state'))).toBe(true)
  await picture(page, 'run')
  slow.letGo()
  await expect(page.getByRole('heading', { level: 2, name: 'staging serves v1.1.0' })).toBeVisible({ timeout: 30_000 })
})

/** A `node` that begins with the worker only when it is let go, as on a machine that is slow. */
function slowNode(): { readonly folder: string; readonly letGo: () => void } {
  const folder = path.join(demo.project, '../bin')
  const held = path.join(folder, 'held')
  mkdirSync(folder)
  writeFileSync(held, '')
  writeFileSync(path.join(folder, 'node'), `#!/bin/sh\nwhile [ "$1" = worker.mjs ] && [ -e '${held}' ]; do sleep 0.02; done\nexec '${process.execPath}' "$@"\n`, { mode: 0o755 })
  return { folder, letGo: () => rmSync(held, { force: true }) }
}
