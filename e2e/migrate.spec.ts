/** A database that is migrated down: chosen in the guide, seen in every step, confirmed on its own, undone when its program fails. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test, type Page } from 'playwright/test'
import { found } from './axe'
import { createDemo, openDemo, type Demo } from './demo'
import type { Launched } from './launch'
import { inBothThemes, picture } from './pictures'
import { inHand } from './rollback'
import { rollbackOutside } from './runs'

let demo: Demo
let launched: Launched
test.beforeEach(async () => {
  demo = await createDemo()
  const definition = path.join(demo.project, 'backstep.yaml')
  const policy = 'path: data/staging.db, onRollback: restore'
  const text = readFileSync(definition, 'utf8')
  expect(text).toContain(policy)
  writeFileSync(definition, text.replace(policy, 'path: data/staging.db, onRollback: migrate, migrate: [node, tools/down.mjs, "${version}"]'))
  mkdirSync(path.join(demo.project, 'tools'))
  program('')
  launched = await openDemo(demo)
})
test.afterEach(async () => {
  await launched.close()
  await demo.remove()
})

/** Takes back what v2.0.0 added; then does what else is said. */
function program(then: string): void {
  writeFileSync(path.join(demo.project, 'tools/down.mjs'), `import { createRequire } from 'node:module'
const { DatabaseSync } = createRequire(import.meta.url)('../vendor/sqlite.node')
const database = new DatabaseSync('data/staging.db')
database.exec('DROP TABLE coupons')
console.log('coupons are gone')
${then}
database.exec('ALTER TABLE orders DROP COLUMN coupon')
console.log('down to', process.argv[2])
`)
}
const goOn = (page: Page, next: string): Promise<void> => page.getByRole('button', { name: `Continue to ${next}` }).click()

async function confirm(page: Page, losesData: boolean): Promise<void> {
  await page.getByRole('textbox', { name: /Why/ }).fill('Checkout answers 500')
  const loss = page.getByRole('checkbox', { name: /will be lost/ })
  if (losesData) await loss.check()
  else await expect(loss).toHaveCount(0)
  await page.keyboard.press('Control+Enter')
}

test('it goes down with the release, and the result says so', async () => {
  const { page } = launched
  await page.getByRole('button', { name: 'Roll back… staging' }).click()
  await page.getByRole('radio', { name: 'Migrate it down' }).check()
  await expect(page.getByRole('group', { name: 'Summary of this rollback' })).toContainText('main migrated down')
  await inBothThemes(page, async () => expect(await found(page)).toEqual([]))
  await picture(page, 'migrate-target')
  await goOn(page, 'compare')
  await expect(page.getByText(/main is migrated down by its own program/)).toBeVisible()
  await goOn(page, 'checks')
  await goOn(page, 'plan')
  await expect(page.getByText('Migrate main down to v1.1.0')).toBeVisible()
  await goOn(page, 'confirm')
  await page.getByRole('textbox', { name: /Why/ }).fill('Checkout answers 500')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('Tick that you know what will be lost.').first()).toBeVisible()
  await picture(page, 'migrate-confirm')
  await confirm(page, true)
  await expect(page.getByRole('heading', { level: 2, name: 'staging serves v1.1.0' })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('row').filter({ hasText: 'main' })).toContainText('migrated down')
  expect(await demo.versionOf('api')).toBe('v1.1.0')
})

test('its program fails: the decision says what state things are in, and the undo brings the data back', async () => {
  program(`for (let line = 1; line <= 40; line++) console.log('looking at order', line)
console.error('Error: order 41 has a coupon that nobody can place')
process.exit(3)`)
  const { page } = launched
  await page.getByRole('button', { name: 'Roll back… staging' }).click()
  await page.getByRole('radio', { name: 'Migrate it down' }).check()
  await expect(page.getByRole('group', { name: 'Summary of this rollback' })).toContainText('main migrated down')
  for (const next of ['compare', 'checks', 'plan', 'confirm']) await goOn(page, next)
  await confirm(page, true)
  const decision = page.locator('section.decision')
  await expect(decision).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText(/order 41 has a coupon/).first()).toBeVisible()
  await inBothThemes(page, async () => expect(await found(page)).toEqual([]))
  await picture(page, 'run-failed')
  await launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1000, 640))
  await page.waitForFunction(() => innerWidth === 1000 && innerHeight === 640)
  await picture(page, 'run-failed-small')
  await page.getByRole('button', { name: /^Undo/ }).click()
  for (const next of ['compare', 'checks', 'plan', 'confirm']) await goOn(page, next)
  await confirm(page, false)
  await expect(page.getByRole('heading', { level: 2, name: /^staging (serves|runs) v2\.0\.0|^The undo of staging/ })).toBeVisible({ timeout: 30_000 })
  expect(await demo.versionOf('api')).toBe('v2.0.0')
})

/** Prints what is put into the file `line`, until that is `done`. */
const PRINTS = `import { existsSync, readFileSync, rmSync } from 'node:fs'
for (let line = ''; line !== 'done'; await new Promise((resolve) => setTimeout(resolve, 20))) {
  if (!existsSync('line')) continue
  line = readFileSync('line', 'utf8')
  rmSync('line')
  console.log(line)
}`

test('what it prints in a run of the command line comes into the window while its step goes on', async () => {
  program(PRINTS)
  const { page } = launched
  const print = (text: string): void => {
    writeFileSync(path.join(demo.project, 'line.new'), text)
    renameSync(path.join(demo.project, 'line.new'), path.join(demo.project, 'line'))
  }
  const { child } = rollbackOutside(demo, 'Checkout answers 500', '--data', 'migrate')
  try {
    await page.getByRole('region', { name: 'Run of staging' }).getByRole('button', { name: 'Show' }).click({ timeout: 30_000 })
    await expect(inHand(page, 'Migrate main down')).toBeVisible({ timeout: 30_000 })
    for (const text of ['1 of 2 tables', '2 of 2 tables']) {
      print(text)
      await expect(page.getByText(text, { exact: true })).toBeVisible()
      await expect(inHand(page, 'Migrate main down')).toBeVisible()
    }
  } finally {
    print('done')
  }
  await expect(page.getByRole('heading', { level: 2, name: 'staging serves v1.1.0' })).toBeVisible({ timeout: 60_000 })
  await expect.poll(() => child.exitCode).toBe(0)
})
