/** A rollback of the command line was to undo itself and was killed before that: the window names it, and it is left as it is. */
import { expect, test } from 'playwright/test'
import { expectNothing } from './axe'
import { createDemo, openDemo, type Demo } from './demo'
import { tabTo } from './keyboard'
import { goTo, type Launched } from './launch'
import { picture } from './pictures'
import { owingUndo } from './runs'

const WHY = 'Repaired by hand at 04:10'
let demo: Demo
let launched: Launched
test.beforeEach(async () => {
  demo = await createDemo()
  await owingUndo(demo, 'Checkout answers 500')
  launched = await openDemo(demo)
})
test.afterEach(async () => {
  await launched.close()
  await demo.remove()
})

test('an undo that never began is named on the overview, in the result and by a check, and is left as it is with a reason', async () => {
  const { page } = launched
  const banner = page.getByRole('region', { name: 'Undo owed in staging' })
  const dialog = page.getByRole('dialog', { name: 'Leave this run as it is?' })
  const why = dialog.getByRole('textbox', { name: /^Why/ })
  const leave = page.getByRole('button', { name: 'Leave as it is…' })
  await test.step('on top of the overview, with the way to its undo, and it can be thought over', async () => {
    await expect(banner).toContainText('The rollback to v1.1.0 failed and was to be undone; its undo has not begun.')
    await picture(page, 'overview-owed')
    await expectNothing(page, 'an undo that is owed')
    await banner.getByRole('button', { name: 'Undo…' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Undo in staging' })).toBeVisible()
    await page.keyboard.press('Escape')
    await tabTo(leave)
    await page.keyboard.press('Enter')
    await expect(why).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
    await expect(leave).toBeFocused()
  })
  await test.step('above its result', async () => {
    await banner.getByRole('button', { name: 'Show' }).click()
    await expect(page.getByRole('region', { name: 'Result', exact: true }).getByRole('button', { name: 'Leave as it is…' })).toBeVisible()
    await page.keyboard.press('Escape')
  })
  await test.step('in the checks of a new rollback, where the same is asked and what was blocked is free at once', async () => {
    await page.getByRole('button', { name: 'Roll back… staging' }).click()
    for (const next of ['compare', 'checks']) await page.getByRole('button', { name: `Continue to ${next}` }).click()
    await expect(page.getByRole('heading', { name: 'Decide about the run that failed first' })).toBeVisible()
    await picture(page, 'guide-owed')
    await page.getByRole('button', { name: 'Undo…' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Undo in staging' })).toBeVisible()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Roll back… staging' }).click()
    await leave.click()
    await tabTo(dialog.getByRole('button', { name: 'Leave as it is' }))
    await page.keyboard.press('Enter')
    await expect(dialog.getByText('Write why.')).toBeVisible()
    await expect(why).toBeFocused()
    await picture(page, 'leave-as-it-is')
    await expectNothing(page, 'leaving a run as it is')
    await page.keyboard.type(WHY)
    await tabTo(dialog.getByRole('button', { name: 'Leave as it is' }))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Decide about the run that failed first' })).toHaveCount(0)
    await expect(page.getByRole('heading', { level: 2, name: 'No check blocks this rollback' })).toBeAttached()
  })
  await test.step('nothing asks for it any more, and the history says who left it and why', async () => {
    await page.keyboard.press('Escape')
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
    await expect(banner).toHaveCount(0)
    await goTo(page, 'History').click()
    await page.getByRole('grid', { name: 'Rollbacks, newest first' }).getByRole('row').filter({ hasText: 'staging' }).click()
    const left = new RegExp(`It was to be undone and is left as it is by .*: ${WHY}\\.`)
    await expect(page.getByRole('complementary', { name: 'Record 1' })).toContainText(left)
    await picture(page, 'history-owed-left')
    await page.getByRole('button', { name: 'Open result' }).click()
    await expect(page.getByRole('region', { name: 'Still to look at' })).toContainText(left)
    await expect(banner).toHaveCount(0)
  })
  expect(launched.complaints).toEqual([])
})
