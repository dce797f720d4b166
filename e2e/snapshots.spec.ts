/** Snapshots in the real window: verified at two levels, pruned after it was shown what goes, encrypted, and refused when damaged. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test, type Page } from 'playwright/test'
import { expectNothing } from './axe'
import { createDemo, openDemo, type Demo } from './demo'
import { goTo, type Launched } from './launch'
import { picture } from './pictures'

let demo: Demo
let launched: Launched
let runId: string
test.describe.configure({ mode: 'default' })
test.beforeAll(async () => {
  demo = await createDemo()
  const rollback = async (): Promise<string> => (JSON.parse(await demo.cli('rollback', '--env', 'staging', '--reason', 'Checkout answers 500', '--yes', '--json')) as { runId: string }).runId
  // Back at v2.0.0, whose checkout fails: that is exit 6.
  await demo.cli('undo', await rollback(), '--reason', 'Not this one', '--yes').catch((error: { readonly code?: unknown }) => { if (error.code !== 6) throw error })
  runId = await rollback()
  appendFileSync(path.join(demo.project, 'backstep.yaml'), '\nsnapshots: { keep: { count: 1 } }\n')
})
test.afterAll(() => demo.remove())
test.beforeEach(async () => {
  launched = await openDemo(demo)
})
test.afterEach(() => launched.close())

const grid = (page: Page) => page.getByRole('grid', { name: 'Snapshots' })
const rows = (page: Page) => grid(page).locator('.grid-body').getByRole('row')
/** Also of rows that are not drawn, being out of sight. */
const expectSnapshots = (page: Page, count: number): Promise<void> => expect(grid(page)).toHaveAttribute('aria-rowcount', String(count + 1))
const kept = async (): Promise<readonly { readonly keep: { readonly goes: boolean } }[]> => (JSON.parse(await demo.cli('snapshots', 'list', '--json')) as { rows: { keep: { goes: boolean } }[] }).rows
const notice = (page: Page) => page.getByRole('log', { name: 'Notices' })
const pane = (page: Page) => page.getByRole('complementary', { name: 'Snapshot of staging' })

test('verified, tried, pruned, encrypted, and refused when damaged', async () => {
  const { page } = launched
  await goTo(page, 'Snapshots').click()
  await expect(rows(page).first()).toContainText('staging')
  const before = (await kept()).length
  const going = (await kept()).filter(({ keep }) => keep.goes).length
  await expectSnapshots(page, before)

  await test.step('intact is one thing, restorable another', async () => {
    await expect(rows(page).first()).toContainText('Not tried')
    await page.getByRole('button', { name: 'Test all restores' }).click()
    await expect(notice(page)).toContainText(/(All \d+ snapshots are|The snapshot is) intact, and could be restored to try\./, { timeout: 60_000 })
    await expect(rows(page).filter({ hasText: 'Not tried' })).toHaveCount(0)
    await expect(pane(page).getByRole('heading', { name: 'Restored to try' })).toBeVisible()
    await expect(pane(page)).toContainText('restored and compared')
    await expect(pane(page)).toContainText('It is the way back from the newest successful run in staging.')
    await expectNothing(page, 'Snapshots')
    await picture(page, 'snapshots-restorable')
  })
  await test.step('what goes is shown first; Esc keeps everything', async () => {
    await page.getByRole('button', { name: 'Prune…' }).focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('list', { name: 'What goes' })).toContainText('Beyond the newest 1 of')
    await expect(dialog.getByRole('list', { name: 'What stays' })).toContainText('the way back')
    await expect(dialog.getByRole('button', { name: 'Keep everything' })).toBeFocused()
    await expectNothing(page, 'Prune')
    await picture(page, 'prune')
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
    await expectSnapshots(page, before)
  })
  await test.step('what is kept by hand does not go', async () => {
    await rows(page).filter({ hasText: 'next prune' }).first().click()
    await expect(page.getByText('Goes with the next prune.')).toBeVisible()
    await page.getByRole('button', { name: 'Keep it by hand' }).click()
    await expect(rows(page).filter({ hasText: 'by hand' })).toHaveCount(1)
    await page.getByRole('button', { name: 'Let the limits decide' }).click()
    await expect(rows(page).filter({ hasText: 'by hand' })).toHaveCount(0)
  })
  await test.step('exactly that is removed', async () => {
    await expect(rows(page).filter({ hasText: 'next prune' })).toHaveCount(going)
    await page.getByRole('button', { name: 'Prune…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: /^Remove/ }).click()
    await expect(notice(page)).toContainText(`${going} removed`)
    await expectSnapshots(page, before - going)
    expect(await kept()).toHaveLength(before - going)
  })
  await test.step('a key, and what was kept before is encrypted for it', async () => {
    await goTo(page, 'Settings').click()
    await page.getByRole('group', { name: 'Part' }).getByRole('button', { name: 'Encryption' }).click()
    await expect(page.getByRole('heading', { name: 'What is kept is not encrypted' })).toBeVisible()
    await page.getByRole('button', { name: 'Create a key' }).click()
    await expect(page.getByRole('heading', { name: 'What is kept is encrypted for 1 key' })).toBeVisible()
    await page.getByRole('button', { name: /^Encrypt what was kept before/ }).click()
    await expect(notice(page)).toContainText(/manifests? (or|and) snapshots? encrypted\./, { timeout: 30_000 })
    await expectNothing(page, 'Encryption')
    await picture(page, 'encryption')
    await goTo(page, 'Snapshots').click()
    await rows(page).first().click()
    await expect(pane(page)).toContainText('For 1 key; one is on this machine')
    await pane(page).getByRole('button', { name: 'Test restore' }).click()
    await expect(notice(page)).toContainText('The snapshot is intact, and could be restored to try.', { timeout: 30_000 })
  })
  await test.step('a damaged one is refused', async () => {
    const file = path.join(demo.project, '.deployments/rollback-snapshots', runId, 'database/main.sqlite.age')
    const bytes = readFileSync(file)
    bytes[bytes.length - 5] = (bytes[bytes.length - 5] ?? 0) ^ 1
    writeFileSync(file, bytes)
    await pane(page).getByRole('button', { name: 'Verify', exact: true }).click()
    await expect(notice(page)).toContainText('Of 1 snapshot: 1 not intact.', { timeout: 30_000 })
    await expect(rows(page).filter({ hasText: 'Damaged' })).toHaveCount(1)
    await expect(pane(page)).toContainText(`It fails verification: `)
    await expect(pane(page).getByRole('button', { name: 'Undo from here…' })).toHaveAttribute('aria-disabled', 'true')
    await expectNothing(page, 'A damaged snapshot')
    await picture(page, 'snapshots-damaged')
  })
  expect(launched.complaints).toEqual([])
})
