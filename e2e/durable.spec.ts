/** Runs that are killed, fail, are cancelled, taken over and undone, in the real window. What is claimed is asked of the services too. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test, type Page } from 'playwright/test'
import { expectNothing } from './axe'
import { createDemo, openDemo, resize, type Demo } from './demo'
import { enginePid, launchApp, type Launched } from './launch'
import { picture } from './pictures'
import { allServe, confirm, inHand, outcome, startRollback } from './rollback'
import { squat } from './runs'

const WHY = 'Checkout answers 500'
let demo: Demo
let launched: Launched
const children: ChildProcess[] = []
test.beforeEach(async () => {
  demo = await createDemo()
  launched = await openDemo(demo)
})
test.afterEach(async () => {
  await launched.close()
  // Of a window that was opened again on the same one, nobody else removes it.
  rmSync(launched.userData, { recursive: true, force: true })
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await demo.remove()
})
test.describe.configure({ timeout: 120_000 })

const decisions = (page: Page) => page.getByRole('region', { name: /failed|ended|waits|asked to stop|interrupted|taken over|not running|left with/i }).filter({ has: page.locator('.choices') })

async function confirmUndo(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: 'Undo in staging' })).toBeVisible()
  await confirm(page, 'Back to what ran')
}

test('the app is killed in the middle of a run; opened again, the run is on top, goes on, and ends as it should', async () => {
  const proceed = demo.pause('worker')
  await startRollback(launched.page, WHY)
  await expect(inHand(launched.page, 'Stop worker')).toBeVisible()
  const { app, userData } = launched
  const gone = once(app.process(), 'exit')
  app.process().kill('SIGKILL')
  await gone
  launched = await launchApp({ project: demo.project, env: demo.env, userData })
  await resize(launched)
  const { page } = launched
  const banner = page.getByRole('region', { name: 'Interrupted run of staging' })
  await expect(banner).toBeVisible()
  await expect(banner).toContainText(/stopped half-way/)
  await expect(page.locator('.overview > *').first()).toHaveAttribute('aria-label', 'Interrupted run of staging')
  await expect(page.getByRole('button', { name: 'Roll back… staging' })).toHaveAttribute('aria-disabled', 'true')
  await picture(page, 'overview-interrupted')
  await expectNothing(page, 'an interrupted run in the overview')
  await banner.getByRole('button', { name: 'Mark as failed…' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('navigation', { name: 'Project' }).getByRole('button', { name: 'Switch project' }).click()
  const interrupted = page.getByRole('region', { name: 'Interrupted run' })
  await expect(interrupted).toContainText(/A run in shop was interrupted at .*The rollback of staging to v1\.1\.0 stopped after step \d+ of \d+/)
  await expect(page.getByRole('button', { name: /^shop .*staging interrupted/ })).toBeVisible()
  await interrupted.getByRole('button', { name: 'Open shop' }).click()
  await expect(banner).toBeVisible()
  proceed()
  await banner.getByRole('button', { name: /^Resume at step/ }).click()
  await expect(outcome(page, 'staging serves v1.1.0')).toBeVisible({ timeout: 60_000 })
  await allServe(demo, 'v1.1.0')
})

test('only the engine is killed: the window lives, shows the run as interrupted, and goes on with it by keyboard', async () => {
  const { page, app } = launched
  const proceed = demo.pause('worker')
  await startRollback(page, WHY)
  await expect(inHand(page, 'Stop worker')).toBeVisible()
  const pid = await enginePid(app)
  process.kill(pid ?? 0, 'SIGKILL')
  await expect(page.getByText(/This run was interrupted/)).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('region', { name: 'Engine' })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible()
  await picture(page, 'run-interrupted')
  await expectNothing(page, 'an interrupted run')
  proceed()
  await page.keyboard.press('r')
  await expect(outcome(page, 'staging serves v1.1.0')).toBeVisible({ timeout: 60_000 })
  await allServe(demo, 'v1.1.0')
})

test('what somebody else changed is shown before an interrupted run goes on, and confirmed', async () => {
  const { page, app } = launched
  const proceed = demo.pause('worker')
  await startRollback(page, WHY)
  await expect(inHand(page, 'Stop worker')).toBeVisible()
  process.kill((await enginePid(app)) ?? 0, 'SIGKILL')
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible({ timeout: 30_000 })
  proceed()
  const file = path.join(demo.project, '.env.staging')
  writeFileSync(file, `${readFileSync(file, 'utf8')}ADDED_BY_HAND=1\n`)
  await demo.cli('record', '--env', 'staging', '--version', 'v2.1.0')
  await page.getByRole('button', { name: 'Resume' }).click()
  const news = page.getByRole('region', { name: /interrupted/ })
  await expect(news.getByText('.env.staging was changed')).toBeVisible()
  await expect(news.getByText('a deployment v2.1.0 was recorded meanwhile')).toBeVisible()
  await picture(page, 'run-resume-new')
  await expectNothing(page, 'what is new about going on')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible()
  await page.keyboard.press('r')
  await expect(news.getByText('.env.staging was changed')).toBeVisible()
  await page.keyboard.press('r')
  await expect(outcome(page, /^staging (serves|runs) v1\.1\.0/)).toBeVisible({ timeout: 60_000 })
  await allServe(demo, 'v1.1.0')
  expect(readFileSync(file, 'utf8')).not.toContain('ADDED_BY_HAND')
})

/** A run that waits has no step in hand that could be finished first. */
async function closingIsAsked(page: Page): Promise<void> {
  await launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  const question = page.getByRole('dialog', { name: 'A rollback waits for a decision' })
  await expect(question.getByRole('listitem')).toHaveText('shop, staging: Rollback to v1.1.0 waits for a decision')
  await expect(question.getByRole('button')).toHaveText(['Close, decide later', 'Decide now…', 'Keep open'])
  await page.keyboard.press('Escape')
  await expect(question).toHaveCount(0)
}

test('a step fails; the run is undone through the guide, and the undo is undone', async () => {
  const { page } = launched
  const squatter = await squat(demo)
  await startRollback(page, WHY)
  const decision = decisions(page)
  await expect(decision).toBeVisible({ timeout: 60_000 })
  await expect(decision.getByRole('button', { name: /^(Retry step|Undo|Stop here)/ })).toHaveCount(3)
  for (const way of await decision.locator('.choice').all()) await expect(way).toBeInViewport({ ratio: 1 })
  await expect(decision.getByText('Then serves').first()).toBeVisible()
  await expect(decision).toContainText(/Read its log \/.+\/\.deployments\/logs\/staging\/\w+\.log\./)
  await picture(page, 'run-failed')
  await expectNothing(page, 'a decision')
  await closingIsAsked(page)
  await new Promise((resolve) => squatter.close(resolve))
  await page.keyboard.press('u')
  await confirmUndo(page)
  await expect(outcome(page, /^staging (serves|runs) v2\.0\.0|^The undo of staging to v2\.0\.0/)).toBeVisible({ timeout: 60_000 })
  await allServe(demo, 'v2.0.0')
  await page.getByRole('button', { name: 'Undo…' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Undo in staging' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Continue to compare' })).toBeVisible()
})

test('a run is cancelled where that is safe, goes on, and the undo of its undo brings it back', async () => {
  const { page } = launched
  const proceed = demo.pause('worker')
  await startRollback(page, WHY)
  await expect(inHand(page, 'Stop worker')).toBeVisible()
  await page.getByRole('button', { name: 'Cancel…' }).click()
  await expect(page.getByRole('dialog')).toContainText('changes what serves, so it is finished first')
  await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click()
  proceed()
  await expect(page.getByRole('heading', { name: /The run was asked to stop/ })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('button', { name: 'Go on' })).toBeVisible()
  await picture(page, 'run-cancelled')
  await page.keyboard.press('r')
  await expect(outcome(page, 'staging serves v1.1.0')).toBeVisible({ timeout: 60_000 })
  for (const [version, again] of [['v2.0.0', true], ['v1.1.0', false]] as const) {
    await page.getByRole('button', { name: 'Undo…' }).click()
    await confirmUndo(page)
    await expect(outcome(page, new RegExp(`^(The undo of )?staging (serves|runs|to) ${version.replaceAll('.', '\\.')}`))).toBeVisible({ timeout: 60_000 })
    await allServe(demo, version)
    if (again) await expect(page.getByRole('button', { name: 'Undo…' })).toBeEnabled()
  }
})
