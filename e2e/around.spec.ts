/** Around a rollback: what is looked up, copied and gone back from, the project of last time, and a demo that is put back and removed. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'playwright/test'
import { createDemo, resize, type Demo } from './demo'
import { copied } from './history'
import { goTo, launchApp, type Launched } from './launch'
import { allServe, lane, outcome } from './rollback'

let demo: Demo
let userData: string
let launched: Launched
const open = async (project?: string): Promise<void> => {
  launched = await launchApp({ userData, env: demo.env, ...(project === undefined ? {} : { project }) })
  await resize(launched)
}
test.beforeEach(async () => {
  demo = await createDemo()
  userData = mkdtempSync(path.join(os.tmpdir(), 'backstep-around-'))
  await demo.cli('rollback', '--env', 'staging', '--reason', 'Checkout answers 500', '--yes')
  await open(demo.project)
})
test.afterEach(async () => {
  await launched.close()
  await demo.remove()
  rmSync(userData, { recursive: true, force: true })
})

test('deployments are filtered, output is searched, a snapshot is gone back to, and the demo ends as it began', async () => {
  await test.step('a deployment is found by what somebody types', async () => {
    const { page } = launched
    await goTo(page, 'Deployments').click()
    await expect(page.getByRole('searchbox')).toBeVisible()
    await page.keyboard.press('Control+f')
    await expect(page.getByRole('searchbox')).toBeFocused()
    await page.keyboard.type('1.2.0-rc.1')
    const rows = page.getByRole('grid', { name: /Deployments/ }).getByRole('row').filter({ hasText: /v\d/ })
    await expect(rows).toHaveCount(2)
    await expect(rows.filter({ hasText: 'staging' })).toContainText('Failed')
    await page.getByRole('searchbox').fill('nobody-deployed-this')
    await expect(rows).toHaveCount(0)
  })
  await test.step('the output of the run is searched', async () => {
    const { page } = launched
    await goTo(page, 'History').click()
    await page.getByRole('grid', { name: 'Rollbacks, newest first' }).getByRole('row').filter({ hasText: 'staging' }).click()
    await page.getByRole('button', { name: 'Open result' }).click()
    await page.getByRole('button', { name: 'Output' }).click()
    await page.getByRole('searchbox', { name: 'Search output' }).fill('listens')
    await expect(page.getByText(/^1 of \d+/)).toBeVisible()
    await expect(page.locator('mark').first()).toHaveText('listens')
  })
  await test.step('diagnostics are copied without secrets', async () => {
    const { page } = launched
    await page.getByRole('button', { name: 'See the result' }).click()
    await goTo(page, 'Settings').click()
    await page.getByRole('group', { name: 'Part' }).getByText('About').click()
    const diagnostics = await copied(launched, 'Copy diagnostics')
    expect(diagnostics).toContain('Backstep')
    expect(diagnostics).not.toMatch(/sk_|PAYMENT_API_KEY=/)
  })
  await test.step('the next start has the same project, and its snapshot leads back', async () => {
    await launched.close()
    await open()
    const { page } = launched
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
    await goTo(page, 'Snapshots').click()
    await page.getByRole('button', { name: 'Undo from here…' }).click()
    for (const next of ['compare', 'checks', 'plan', 'confirm']) await page.getByRole('button', { name: `Continue to ${next}` }).click()
    await page.getByRole('textbox', { name: /Why/ }).fill('To look at it again')
    await page.keyboard.press('Control+Enter')
    await expect(outcome(page, /^staging (serves|runs) v2\.0\.0/)).toBeVisible({ timeout: 30_000 })
    await allServe(demo, 'v2.0.0')
  })
  await test.step('the demo is put back to its beginning, and removed', async () => {
    const { page } = launched
    await goTo(page, 'Overview').click()
    await page.getByRole('button', { name: 'Reset…' }).click()
    await page.getByRole('button', { name: 'Reset the demo' }).click()
    await expect(lane(page, 'staging').getByText('No rollback recorded')).toBeVisible({ timeout: 30_000 })
    await expect(lane(page, 'staging').getByText('1 of 3 failing')).toBeVisible({ timeout: 30_000 })
    await page.getByRole('button', { name: 'Remove…' }).click()
    await page.getByRole('button', { name: 'Remove the demo' }).click()
    await expect(page.getByRole('button', { name: /^Try the demo/ })).toBeVisible({ timeout: 30_000 })
    expect(existsSync(demo.project)).toBe(false)
  })
})
