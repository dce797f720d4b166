/** An environment that somebody else holds: waited for, taken over, and a plan that somebody has overtaken. What is claimed is asked of the services too. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test, type Locator, type Page } from 'playwright/test'
import { expectNothing } from './axe'
import { createDemo, openDemo, type Demo } from './demo'
import type { Launched } from './launch'
import { picture } from './pictures'
import { allServe, inHand, outcome } from './rollback'
import { holdsAlso, recordsOutside, rollbackOutside } from './runs'

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
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await demo.remove()
})
test.describe.configure({ timeout: 120_000 })

test('a run that the command line started is shown with who holds it, waited for, and taken over by typing the name', async () => {
  const { page } = launched
  const proceed = demo.pause('worker')
  const { child: cli, says } = rollbackOutside(demo, WHY)
  children.push(cli)
  await says(/▸ Stop worker/)
  cli.kill('SIGSTOP')
  const banner = page.getByRole('region', { name: 'Run of staging' })
  await expect(banner).toContainText(/goes on.*Held by .* on .* since/)
  await picture(page, 'overview-held')
  await page.getByRole('button', { name: 'Roll back… production' }).click()
  await page.keyboard.press('Escape')
  const letGo = holdsAlso(demo, 'production')
  await banner.getByRole('button', { name: 'Show' }).click()
  await expect(inHand(page, 'Stop worker')).toBeVisible()
  await page.getByRole('button', { name: 'Take over…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('note')).toHaveText('It holds production (run run-besides) as well. That is interrupted, too.')
  letGo()
  await dialog.getByRole('textbox', { name: /Why/ }).fill('The laptop it ran on hangs')
  await dialog.getByRole('textbox', { name: /Type staging/ }).fill('stagign')
  await dialog.getByRole('button', { name: 'Take over' }).click()
  await expect(dialog.getByText('This is not staging.')).toBeVisible()
  await picture(page, 'take-over')
  await expectNothing(page, 'a takeover')
  await dialog.getByRole('textbox', { name: /Type staging/ }).fill('staging')
  await dialog.getByRole('button', { name: 'Take over' }).click()
  await expect(page.getByRole('heading', { name: /This run was taken over from/ })).toBeVisible({ timeout: 30_000 })
  expect(cli.signalCode ?? (await once(cli, 'exit'))[1]).toBe('SIGKILL')
  await test.step('somebody records a deployment meanwhile: that is said, waited for, and what is left is confirmed then', async () => {
    const recording = await recordsOutside(demo)
    children.push(recording)
    await page.getByRole('button', { name: 'Resume' }).click()
    await expect(held(page)).toContainText(/held by .*recording a deployment.*Nothing was changed/)
    await picture(page, 'run-held')
    await held(page).getByRole('button', { name: 'Wait' }).click()
    await expect(waiting(page)).toContainText(/until staging is free.*Held by .*recording a deployment/)
    recording.kill('SIGKILL')
    proceed()
    await expect(page.getByText('Left to do, as it was confirmed')).toBeVisible({ timeout: 30_000 })
    await expectNothing(page, 'what is left to do')
    await page.keyboard.press('r')
  })
  await expect(outcome(page, 'staging serves v1.1.0')).toBeVisible({ timeout: 60_000 })
  await allServe(demo, 'v1.1.0')
})

const held = (place: Page | Locator): Locator => place.getByRole('region', { name: 'Held' })
const waiting = (place: Page | Locator): Locator => place.getByRole('region', { name: 'Waiting' })

test('an interrupted run is marked as failed once nobody else holds its environment', async () => {
  const { page } = launched
  demo.pause('worker')
  const { child: cli, says } = rollbackOutside(demo, WHY)
  children.push(cli)
  await says(/▸ Stop worker/)
  cli.kill('SIGKILL')
  const interrupted = page.getByRole('region', { name: 'Interrupted run of staging' })
  await interrupted.getByRole('button', { name: 'Mark as failed…' }).click({ timeout: 30_000 })
  const recording = await recordsOutside(demo)
  children.push(recording)
  const dialog = page.getByRole('dialog', { name: 'Mark this run as failed?' })
  const mark = dialog.getByRole('button', { name: 'Mark as failed' })
  await dialog.getByRole('textbox', { name: /Why/ }).fill('Repaired by hand')
  await mark.click()
  await expect(held(dialog)).toContainText(/held by .*recording a deployment.*Nothing was changed/)
  await held(dialog).getByRole('button', { name: 'Take over…' }).click()
  await expect(page.getByRole('dialog', { name: 'Take this environment over?' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(held(dialog).getByRole('button', { name: 'Take over…' })).toBeFocused()
  await held(dialog).getByRole('button', { name: 'Wait' }).click()
  await expect(waiting(dialog)).toContainText(/until staging is free.*Held by .*recording a deployment/)
  await expect(mark).toHaveAttribute('aria-disabled', 'true')
  await waiting(dialog).getByRole('button', { name: 'Stop waiting' }).click()
  await mark.click()
  await picture(page, 'mark-held')
  await expectNothing(page, 'a run that cannot be marked yet')
  await held(dialog).getByRole('button', { name: 'Wait' }).click()
  recording.kill('SIGKILL')
  await expect(dialog.getByRole('status')).toHaveText('staging is free now. Nothing was marked yet.', { timeout: 30_000 })
  await mark.click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByText('The run in staging is marked as failed.')).toBeVisible()
  await expect(interrupted).toHaveCount(0)
  expect(await demo.cli('history', '--json')).toContain('Repaired by hand')
})

/** The worker of v1.1.0 is not what was captured any more, which a check blocks; answers how to put it back. */
function changeRelease(): () => void {
  const file = path.join(demo.project, 'deploy/staging/worker/v1.1.0/worker.mjs')
  const before = readFileSync(file)
  appendFileSync(file, '\n// changed by hand\n')
  return () => writeFileSync(file, before)
}

test('a plan that does not hold any more is refused with what changed, and the way is to the new one, or to what blocks that', async () => {
  const { page } = launched
  await page.getByRole('button', { name: 'Roll back… staging' }).click()
  for (const next of ['compare', 'checks', 'plan', 'confirm']) await page.getByRole('button', { name: `Continue to ${next}` }).click()
  await page.getByRole('textbox', { name: /Why/ }).fill(WHY)
  await expect(page.getByRole('button', { name: 'Roll back', exact: true })).not.toHaveAttribute('aria-disabled')
  const file = path.join(demo.project, '.env.staging')
  writeFileSync(file, `${readFileSync(file, 'utf8')}ADDED_BY_HAND=1\n`)
  await page.keyboard.press('Control+Enter')
  const banner = page.getByRole('region', { name: 'Not started' })
  await expect(banner).toContainText('.env.staging was changed')
  await picture(page, 'guide-stale')
  await expectNothing(page, 'a plan that is refused')
  await banner.getByRole('button', { name: 'See the new plan' }).click()
  await expect(page.getByText('Only these commands run.')).toBeVisible()
  await page.getByRole('button', { name: 'Continue to confirm' }).click()
  const restore = changeRelease()
  await page.keyboard.press('Control+Enter')
  await banner.getByRole('button', { name: 'See the checks' }).click()
  await expect(page.getByRole('heading', { level: 2, name: '1 check blocks this rollback' })).toBeAttached()
  await picture(page, 'guide-stale-blocked')
  restore()
  await page.keyboard.press('r')
  for (const next of ['plan', 'confirm']) await page.getByRole('button', { name: `Continue to ${next}` }).click()
  await expect(page.getByRole('textbox', { name: /Why/ })).toHaveValue(WHY)
  await page.keyboard.press('Control+Enter')
  await expect(outcome(page, 'staging serves v1.1.0')).toBeVisible({ timeout: 60_000 })
})

test('the guide waits for a run that goes on, and makes its plan on what that run has left', async () => {
  const { page } = launched
  const proceed = demo.pause('worker')
  const { child: cli, says } = rollbackOutside(demo, WHY)
  children.push(cli)
  await page.getByRole('button', { name: 'Roll back… staging' }).click()
  await says(/▸ Stop worker/)
  // However slow the machine is: it holds the environment until it is let on.
  cli.kill('SIGSTOP')
  await page.getByRole('button', { name: 'Continue to compare' }).click()
  await page.getByRole('button', { name: 'Continue to checks' }).click()
  await expect(page.getByRole('heading', { name: 'staging is held by another run' })).toBeVisible({ timeout: 30_000 })
  await picture(page, 'guide-held')
  await expectNothing(page, 'a run that goes on, in the checks')
  await page.getByRole('button', { name: 'Wait', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Waiting' })).toContainText('until staging is free')
  proceed()
  const gone = once(cli, 'exit')
  cli.kill('SIGCONT')
  await gone
  await expect(page.getByRole('region', { name: 'Waiting' })).toHaveCount(0, { timeout: 30_000 })
  await expect(page.getByText(/v1\.1\.0 already runs/).first()).toBeVisible({ timeout: 30_000 })
})
