/** Every screen, in both appearances, has nothing that axe finds; and axe would find something. */
import { expect, test, type Page } from 'playwright/test'
import { expectNothing, found } from './axe'
import { createDemo, openDemo, type Demo } from './demo'
import { goTo, type Launched } from './launch'

let demo: Demo
let launched: Launched
test.describe.configure({ mode: 'default' })
test.beforeAll(async () => {
  demo = await createDemo()
  await demo.cli('rollback', '--env', 'staging', '--reason', 'Checkout answers 500', '--yes')
})
test.afterAll(() => demo.remove())
test.beforeEach(async () => {
  launched = await openDemo(demo)
})
test.afterEach(() => launched.close())

const SCREENS = ['Overview', 'Deployments', 'History', 'Snapshots', 'Settings'] as const

test('axe finds what is wrong', async () => {
  const { page } = launched
  await expect(page.getByRole('button', { name: 'Roll back… staging' })).toBeVisible()
  await page.evaluate(() => {
    const planted = document.createElement('button')
    planted.className = 'planted'
    document.getElementById('main')?.append(planted)
  })
  expect(await found(page)).toEqual([expect.stringContaining('button-name: .planted')])
  await page.evaluate(() => {
    const planted = document.querySelector<HTMLElement>('.planted')
    if (planted === null) return
    planted.textContent = 'seen in one appearance only'
    planted.style.cssText = 'color: light-dark(#000, #333); background: light-dark(#fff, #000)'
  })
  await expect(expectNothing(page, 'what is planted')).rejects.toThrow(/what is planted, dark[\s\S]*color-contrast: \.planted/)
  await page.evaluate(() => document.querySelector('.planted')?.remove())
})

test('the screens of a project and the start', async () => {
  const { page } = launched
  for (const screen of SCREENS) {
    await goTo(page, screen).click()
    await expect(page.getByRole('heading', { level: 1, name: screen })).toBeVisible()
    await settled(page)
    await expectNothing(page, screen)
  }
  for (const part of ['Identity', 'Encryption', 'Appearance', 'Programs', 'About']) {
    await page.getByRole('group', { name: 'Part' }).getByText(part).click()
    await settled(page)
    await expectNothing(page, `Settings, ${part}`)
  }
  await goTo(page, 'Deployments').click()
  await page.getByRole('button', { name: 'Record…' }).click()
  await expect(page.getByRole('dialog', { name: 'Record a deployment' })).toBeVisible()
  await expectNothing(page, 'Record')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectNothing(page, 'Palette')
  await page.keyboard.press('Escape')
  await goTo(page, 'Switch project').click()
  await expect(page.getByText('Recent projects')).toBeVisible()
  await expectNothing(page, 'Start')
})

test('the guide, also when a check blocks, a run and its result', async () => {
  const { page } = launched
  await page.getByRole('button', { name: 'Roll back… production' }).click()
  await expect(page.getByRole('group', { name: 'Summary of this rollback' }).getByText('main kept')).toBeVisible()
  await expectNothing(page, 'Target')
  for (const next of ['compare', 'checks']) await goOn(page, next)
  await expect(page.getByRole('button', { name: 'Continue to plan' })).toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^Last rollback/ }).click()
  await expect(page.getByRole('heading', { level: 2, name: 'staging serves v1.1.0' })).toBeVisible()
  await expectNothing(page, 'Result')
  await page.getByRole('button', { name: 'Output' }).click()
  await expect(page.getByRole('button', { name: 'See the result' })).toBeVisible()
  await expectNothing(page, 'Run')
  await page.getByRole('button', { name: 'See the result' }).click()
  await page.getByRole('button', { name: 'Undo…' }).click()
  await expect(page.getByRole('group', { name: 'Summary of this rollback' }).getByText('main kept')).toBeVisible()
  await expectNothing(page, 'Undo')
  for (const next of ['compare', 'checks', 'plan', 'confirm']) await goOn(page, next)
  await expect(page.getByRole('form', { name: 'Confirm' })).toBeVisible()
})

async function goOn(page: Page, next: string): Promise<void> {
  await page.getByRole('button', { name: `Continue to ${next}` }).click()
  await settled(page)
  await expectNothing(page, next)
}

/** Nothing is being read any more. */
async function settled(page: Page): Promise<void> {
  await expect(page.locator('.skeleton, [aria-busy="true"]')).toHaveCount(0)
}
