/** The whole story in the real window: staging fails, goes back to what worked, and the record says so. What is claimed is asked from outside too. */
import { expect, test, type Page } from 'playwright/test'
import { expectNothing } from './axe'
import { createDemo, openDemo, openStart, type Demo } from './demo'
import { tabTo } from './keyboard'
import { goTo, type Launched } from './launch'
import { picture } from './pictures'
import { lane, outcome } from './rollback'
import { everShows, showsEnd } from './sight'

const WHY = 'Checkout answers 500'
let demo: Demo
let launched: Launched
const openOverview = async (): Promise<void> => {
  demo = await createDemo()
  launched = await openDemo(demo)
}
test.afterEach(async () => {
  await launched.close()
  await demo.remove()
})

const step = (page: Page, name: string) => page.getByRole('list', { name: 'Steps' }).locator('[aria-current="step"]').filter({ hasText: name })
const checkout = async (): Promise<number> => (await fetch(`${await demo.address('api')}/checkout`, { method: 'POST' })).status

test('staging fails, goes back to v1.1.0, and the way back from that is taken too', async () => {
  test.setTimeout(120_000)
  ;({ demo, launched } = await openStart())
  const { page } = launched

  await test.step('somebody who has nothing yet tries the demo', async () => {
    await page.getByRole('button', { name: /^Try the demo/ }).click()
    await expect(page.getByRole('status', { name: 'Creating the demo' })).toBeVisible()
    // Away from what will be there.
    await page.mouse.move(640, 780)
  })

  await test.step('the overview says what fails', async () => {
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible({ timeout: 30_000 })
    await expect(lane(page, 'staging').getByText('1 of 3 failing')).toBeVisible()
    await expect(lane(page, 'staging').getByText(/checkout answers 500/)).toBeVisible()
    await expect(lane(page, 'staging').getByRole('list', { name: 'Recent versions, oldest first' }).getByRole('listitem').last()).toContainText('v2.0.0')
    await expect(lane(page, 'staging').getByText(', current and failing')).toBeAttached()
    await expect(lane(page, 'production').getByText(/^Last rollback .*, in 1:14$/)).toBeVisible()
    await expect(lane(page, 'dev').getByText('No rollback recorded')).toBeVisible()
    expect(await checkout()).toBe(500)
    expect(await demo.versionOf('api')).toBe('v2.0.0')
    await picture(page, 'overview')
  })

  await test.step('the guide suggests the target and leads to the confirmation', async () => {
    await page.getByRole('button', { name: 'Roll back… staging' }).click()
    await expect(step(page, 'Target')).toBeVisible()
    await expect(page.getByRole('heading', { name: /^Back to v1\.1\.0, which ran healthy here/ })).toBeVisible()
    await expect(page.getByRole('row', { name: /^chosen v1\.1\.0/ })).toHaveAttribute('aria-selected', 'true')
    expect(await showsEnd(page.getByRole('gridcell', { name: 'No release of worker is there any more' }))).toBe(true)
    await expect(page.getByRole('row', { name: /Runs now, as the registry has it/ }).locator('.state--neutral')).toBeVisible()
    await expect(page.getByRole('group', { name: 'Summary of this rollback' }).getByText('main kept')).toBeVisible()
    await picture(page, 'guide-target')
    await page.getByRole('button', { name: 'Continue to compare' }).click()
    await expect(step(page, 'Compare')).toBeVisible()
    await expect(page.getByText('Commits that go away')).toBeVisible()
    await expect(page.getByText('Reading the file')).toHaveCount(0)
    const worker = page.getByRole('table').filter({ hasText: 'Comes back' }).getByRole('row').filter({ hasText: 'worker' }).getByRole('cell')
    for (const at of [1, 2]) expect(await showsEnd(worker.nth(at))).toBe(true)
    await picture(page, 'guide-compare')
    await page.getByRole('button', { name: 'Continue to checks' }).click()
    await expect(step(page, 'Checks')).toBeVisible()
    await expect(page.getByRole('heading', { name: 'No check blocks this rollback' })).toBeAttached()
    await page.getByRole('button', { name: 'Continue to plan' }).click()
    await expect(step(page, 'Plan')).toBeVisible()
    await expect(page.getByText('Only these commands run.')).toBeVisible()
    await page.getByRole('button', { name: 'Continue to confirm' }).click()
    await expect(step(page, 'Confirm')).toBeVisible()
  })

  await test.step('without a reason nothing starts; with one, Ctrl+Enter does', async () => {
    await expect(page.getByRole('heading', { name: 'staging goes back from v2.0.0 to v1.1.0' })).toBeVisible()
    await page.keyboard.press('Control+Enter')
    await expect(page.getByRole('textbox', { name: /Why/ })).toBeFocused()
    await page.getByRole('textbox', { name: /Why/ }).fill(WHY)
    await expect(page.getByRole('button', { name: 'Roll back', exact: true })).not.toHaveAttribute('aria-disabled')
    await picture(page, 'guide-confirm')
    await page.keyboard.press('Control+Enter')
    await expect(page.getByRole('navigation', { name: 'Phases and steps' })).toBeVisible()
  })

  await test.step('the result is true', async () => {
    await expect(outcome(page, 'staging serves v1.1.0')).toBeVisible({ timeout: 30_000 })
    expect(await demo.versionOf('api')).toBe('v1.1.0')
    expect(await demo.versionOf('web')).toBe('v1.1.0')
    expect(await demo.versionOf('worker')).toBe('v1.1.0')
    expect(await checkout()).toBe(200)
    await expect(page.getByText('Chain verified', { exact: true })).toBeVisible()
    await expect(page.getByRole('row').filter({ hasText: 'web runs' })).toContainText(/GET \/version → 200, v1\.1\.0/)
    await picture(page, 'result')
    await page.getByRole('button', { name: 'Output' }).click()
    await expect(page.getByRole('navigation', { name: 'Phases and steps' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'See the result' })).toBeVisible()
    await expect(page.getByText(/^api v1\.1\.0 listens on \d+$/)).toBeVisible()
    await page.getByRole('button', { name: 'See the result' }).click()
    await expect(outcome(page, 'staging serves v1.1.0')).toBeVisible()
  })

  await test.step('the history and the snapshots have it', async () => {
    await page.getByRole('navigation', { name: 'Where you are' }).getByRole('button', { name: 'History' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'History' })).toBeVisible()
    await expect(page.getByText('Chain verified', { exact: true })).toBeVisible()
    await expect(page.getByRole('grid').getByRole('row').filter({ hasText: WHY })).toContainText('staging')
    await picture(page, 'history')
    await goTo(page, 'Snapshots').click()
    await expect(page.getByRole('heading', { level: 1, name: 'Snapshots' })).toBeVisible()
    await expect(page.getByRole('grid').getByRole('row').filter({ hasText: 'staging' }).first()).toBeVisible()
    expect(await showsEnd(page.getByRole('gridcell', { name: 'deployment of v2.1.0-rc.1' }))).toBe(true)
    await picture(page, 'snapshots')
    const saidNone = await everShows(page, 'No deployment is chosen')
    await goTo(page, 'Deployments').click()
    await expect(page.getByRole('complementary', { name: /^Deployment \d{8}-/ })).toBeVisible()
    expect(await saidNone()).toBe(false)
    await page.getByRole('grid').getByRole('row').filter({ hasText: 'staging' }).filter({ hasText: 'way back' }).click()
    await expect(page.getByRole('complementary', { name: 'Deployment deploy-002' }).getByRole('button', { name: 'Compare…' })).toBeVisible()
    await picture(page, 'deployments')
    await goTo(page, 'Settings').click()
    const form = page.getByRole('region', { name: 'Form', exact: true })
    await form.getByRole('button', { name: /^staging/ }).click()
    await form.getByRole('button', { name: /^web/ }).click()
    await expect(page.getByRole('region', { name: 'service web', exact: true })).toBeVisible()
    await picture(page, 'settings')
    await page.getByRole('group', { name: 'Part' }).getByRole('button', { name: 'Appearance' }).click()
    await page.getByRole('radio', { name: /^Dark/ }).check()
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await page.getByRole('radio', { name: /^As the system/ }).check()
    await expect(page.locator('html')).not.toHaveAttribute('data-theme')
  })

  await test.step('the run is undone through the same guide', async () => {
    await goTo(page, 'Overview').click()
    await expect(lane(page, 'staging')).toContainText('v1.1.0')
    await expect(lane(page, 'staging').getByText('Running', { exact: true }).first()).toBeVisible()
    await lane(page, 'staging').getByRole('button', { name: /^Last rollback/ }).click()
    await page.getByRole('button', { name: 'Undo…' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Undo in staging' })).toBeVisible()
    await expect(page.getByRole('heading', { name: 'staging goes back to v2.0.0, as before this run' })).toBeVisible()
    await expect(page.getByRole('group', { name: 'Summary of this rollback' })).toContainText(/v1\.1\.0.*v2\.0\.0.*main kept/)
    for (const next of ['compare', 'checks', 'plan', 'confirm']) await page.getByRole('button', { name: `Continue to ${next}` }).click()
    await page.getByRole('textbox', { name: /Why/ }).fill('To see that there is a way back')
    await page.keyboard.press('Control+Enter')
    await expect(page.getByRole('heading', { level: 2, name: /^staging (serves|runs) v2\.0\.0|^The undo of staging to v2\.0\.0/ })).toBeVisible({ timeout: 30_000 })
    expect(await demo.versionOf('api')).toBe('v2.0.0')
    expect(await checkout()).toBe(500)
  })

  await test.step('another project is a step away', async () => {
    await page.getByRole('navigation', { name: 'Where you are' }).getByRole('button', { name: 'History' }).click()
    await goTo(page, 'Switch project').click()
    await expect(page.getByRole('heading', { level: 1, name: 'Backstep' })).toBeVisible()
    await expect(page.getByText('Recent projects')).toBeVisible()
    await expect(page.getByRole('button', { name: /^shop .*running.*seen today/ })).toBeVisible()
    await picture(page, 'start')
  })
  expect(launched.complaints).toEqual([])
})

test('the guide goes by keyboard alone', async () => {
  await openOverview()
  const { page } = launched
  const { keyboard } = page
  await expect(page.getByRole('button', { name: 'Roll back… staging' })).toBeVisible()
  await tabTo(page.getByRole('button', { name: 'Roll back… staging' }))
  await keyboard.press('Enter')
  await expect(page.getByRole('row', { name: /^chosen v1\.1\.0/ })).toBeVisible()
  await expect(page.getByRole('group', { name: 'Summary of this rollback' }).getByText('main kept')).toBeVisible()
  const targets = page.getByRole('grid', { name: 'Deployments of staging to go back to' })
  await expect(targets).toBeFocused()
  await expect(targets).toHaveAccessibleDescription(/^Back to v1\.1\.0/)
  await tabTo(page.getByRole('button', { name: 'Continue to compare' }))
  await keyboard.press('Enter')
  for (const name of ['Compare', 'Checks', 'Plan']) {
    await expect(step(page, name)).toBeVisible()
    await expect(page.getByRole('button', { name: /^Continue to/ })).not.toHaveAttribute('aria-disabled')
    await keyboard.press('Enter')
  }
  await expect(step(page, 'Confirm')).toBeVisible()
  const why = page.getByRole('textbox', { name: /Why/ })
  await expect(why).toBeFocused()
  await expect(why).toHaveAccessibleDescription('staging goes back from v2.0.0 to v1.1.0')
  await keyboard.press('Escape')
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  await tabTo(page.getByRole('button', { name: 'Roll back… staging' }))
  await keyboard.press('Enter')
  await expect(step(page, 'Confirm')).toBeVisible()
  await keyboard.press('Control+Enter')
  await expect(why).toBeFocused()
  await keyboard.type(WHY)
  await expect(page.getByText('You can cancel at any time.')).toBeVisible()
  await keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Roll back staging' })).toHaveCount(0)
  await expect(outcome(page, 'staging serves v1.1.0')).toBeVisible({ timeout: 30_000 })
  expect(await demo.versionOf('api')).toBe('v1.1.0')
})

test('a window that is loaded again in the middle of a run shows that run', async () => {
  await openOverview()
  const { page } = launched
  const proceed = demo.pause('worker')
  await page.getByRole('button', { name: 'Roll back… staging' }).click()
  for (const next of ['compare', 'checks', 'plan', 'confirm']) await page.getByRole('button', { name: `Continue to ${next}` }).click()
  await page.getByRole('textbox', { name: /Why/ }).fill(WHY)
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Rolling back staging to v1.1.0' })).toBeVisible()
  const run = page.getByText(/run \d{8}-\d{6}-[0-9a-f]{4}/)
  const id = /\d{8}-\d{6}-[0-9a-f]{4}/.exec(await run.innerText())?.[0] ?? ''
  await expectNothing(page, 'a run that goes on')
  await page.reload()
  await expect(page.getByText(id)).toBeVisible()
  await expect(page.getByRole('heading', { level: 1, name: 'Rolling back staging to v1.1.0' })).toBeVisible()
  proceed()
  await expect(page.getByRole('button', { name: 'See the result' }).or(outcome(page, 'staging serves v1.1.0')).first()).toBeVisible({ timeout: 30_000 })
  expect(await demo.versionOf('api')).toBe('v1.1.0')
})
