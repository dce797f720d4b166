/** The history in the real window: what is handed on of it, and what is seen when somebody changed it behind the program's back. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import { expect, test } from 'playwright/test'
import { textOfPdf } from '../tests/torture/secrets/pdf'
import { expectNothing } from './axe'
import { createDemo, openDemo, resize, type Demo } from './demo'
import { choose, copied, dropOn, exported, records, saveInto, stepsBack } from './history'
import { goTo, launchApp, root, type Launched } from './launch'
import { picture } from './pictures'
import { showsEnd } from './sight'

const WHY = 'Checkout answers <b>500</b>'
let demo: Demo
let launched: Launched
let folder: string
let runId: string
test.describe.configure({ mode: 'default' })
test.beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'backstep-exports-'))
  demo = await createDemo()
  runId = (JSON.parse(await demo.cli('rollback', '--env', 'staging', '--reason', WHY, '--yes', '--json')) as { runId: string }).runId
  // Back at v2.0.0, whose checkout fails: that is exit 6.
  await demo.cli('undo', runId, '--reason', '=Not this one', '--yes').catch((error: { readonly code?: unknown }) => { if (error.code !== 6) throw error })
})
test.afterAll(async () => {
  await demo.remove()
  rmSync(folder, { recursive: true, force: true })
})
test.beforeEach(async () => {
  launched = await openDemo(demo)
})
test.afterEach(() => launched.close())

test('history, result and plan are written where the person says', async () => {
  const { page } = launched
  await saveInto(launched, folder)
  await goTo(page, 'History').click()
  await expect(page.getByText('Chain verified', { exact: true })).toBeVisible()

  await test.step('a long sentence gives way to the badge beside it, and not the other way round', async () => {
    const words = page.getByText(/^2 records, none changed or missing/)
    await expect(words).toHaveAttribute('title', /^2 records, none changed or missing, .*checked \d\d:\d\d:\d\d$/)
    await words.evaluate((element) => element.prepend('12 signed by 2 people, 3 by keys that are not listed, '.repeat(3)))
    expect(await showsEnd(page.getByText('Chain verified', { exact: true }))).toBe(true)
  })
  await test.step('Escape goes back a step at a time, and what was filtered and chosen stays', () => stepsBack(page))
  await test.step('the menu goes by keyboard and has nothing that axe finds', async () => {
    await page.getByRole('button', { name: 'Export…' }).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('menuitem', { name: /^PDF/ })).toBeFocused()
    await expectNothing(page, 'Export')
    await picture(page, 'export')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('menu')).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Export…' })).toBeFocused()
  })
  await test.step('the history in each format', async () => {
    const csv = (await exported(page, 'Table (CSV)')).content.toString()
    expect(csv.split('\r\n')[0]).toMatch(/^record,run,environment/)
    expect(csv).toContain("'=Not this one")
    const json = JSON.parse((await exported(page, 'JSON')).content.toString()) as { records: readonly { record: { entry: { runId: string } } }[]; verified: { ok: boolean } }
    expect([json.records[0]?.record.entry.runId, json.records.length, json.verified.ok]).toEqual([runId, 2, true])
    const html = (await exported(page, 'Web page (HTML)')).content.toString()
    expect(html).toContain('Checkout answers &lt;b&gt;500&lt;/b&gt;')
    expect(html).toMatch(/\d\d:\d\d:\d\d (UTC|UTC[+-])/)
    const pdf = await exported(page, 'PDF')
    expect(pdf.name).toMatch(/^shop-history-.*\.pdf$/)
    expect(pdf.content.subarray(0, 5).toString()).toBe('%PDF-')
  })
  await test.step('its head, with which it can be compared later', async () => {
    const { name, content } = await exported(page, 'Head of the history (JSON)')
    expect(JSON.parse(content.toString())).toMatchObject({ format: 'backstep/history-head', number: 2 })
    expect(await demo.cli('history', 'verify', '--head', path.join(folder, name))).toContain('The head that was given is in this history')
    await compares(content.toString(), path.join(folder, name))
  })
  await test.step('a dialog that is closed writes nothing and says nothing', async () => {
    await saveInto(launched, '')
    await page.getByRole('button', { name: 'Export…' }).click()
    await page.getByRole('menuitem', { name: /^Table/ }).click()
    await expect(page.getByRole('button', { name: 'Export…' })).toBeEnabled()
    await expect(page.getByText('Exported to')).toHaveCount(0)
  })
  await test.step('a place that cannot be written is a sentence', async () => {
    await saveInto(launched, path.join(folder, 'not-there'))
    await page.getByRole('button', { name: 'Export…' }).click()
    await page.getByRole('menuitem', { name: /^Table/ }).click()
    await expect(page.getByRole('log', { name: 'Notices' })).toContainText('not-there')
    await page.getByRole('button', { name: 'Close notice' }).click()
    await saveInto(launched, folder)
  })
  await test.step('the result, and the plan as it is shown', async () => {
    await records(page).filter({ hasText: WHY }).dblclick()
    await expect(page.getByRole('button', { name: 'Undo…' })).toBeVisible()
    expect((await exported(page, 'PDF')).name).toBe(`shop-staging-result-${runId}.pdf`)
    await goTo(page, 'Overview').click()
    await page.getByRole('button', { name: 'Roll back… staging' }).click()
    for (const next of ['compare', 'checks', 'plan']) await page.getByRole('button', { name: `Continue to ${next}` }).click()
    const hash = await page.locator('.plan-hash code').getAttribute('title')
    expect((await exported(page, 'Web page (HTML)')).content.toString()).toContain(`${hash}</code>`)
  })
  expect(launched.complaints).toEqual([])
})

test('the command line prints a PDF without any display', async () => {
  const file = path.join(folder, 'from-the-terminal.pdf')
  expect(await demo.cli('result', runId, '--output', file)).toContain(`Wrote ${file}`)
  expect(textOfPdf(readFileSync(file))).toContain(WHY)
})

test('times are switched between the zones in one place, and what is copied says which', async () => {
  await launched.close()
  launched = await launchApp({ project: demo.project, env: { ...demo.env, TZ: 'Asia/Kathmandu' } })
  await resize(launched)
  const { page } = launched
  const markdown = (): Promise<string> => copied(launched, 'Copy as Markdown')
  const title = page.getByRole('heading', { level: 1 })
  await goTo(page, 'History').click()
  await records(page).filter({ hasText: WHY }).dblclick()
  await expect(title).toContainText('Rollback of staging')
  const inNepal = await title.innerText()
  expect(await markdown()).toMatch(/\d\d:\d\d:\d\d UTC\+5:45/)
  await page.getByRole('button', { name: 'Times in UTC+5:45' }).click()
  await expect(page.getByRole('button', { name: 'Times in UTC', exact: true })).toBeVisible()
  const minutes = (text: string): number => Number(/(\d\d):(\d\d)/.exec(text)?.[1]) * 60 + Number(/(\d\d):(\d\d)/.exec(text)?.[2])
  expect((minutes(inNepal) - minutes(await title.innerText()) + 24 * 60) % (24 * 60)).toBe(5 * 60 + 45)
  expect(await markdown()).toMatch(/\d\d:\d\d:\d\d UTC\b(?!\+)/)
  await page.keyboard.press('Escape')
  await goTo(page, 'Overview').click()
  await page.getByRole('button', { name: 'Roll back… staging' }).click()
  for (const next of ['compare', 'checks', 'plan']) await page.getByRole('button', { name: `Continue to ${next}` }).click()
  expect(await markdown()).toMatch(/, made .*\d\d:\d\d:\d\d UTC\. It runs only if/)
  expect(launched.complaints).toEqual([])
})

test('tampered history shown', async () => {
  const { page } = launched
  const head = await demo.cli('history', 'head', '--json')
  await goTo(page, 'History').click()
  await expect(page.getByText('Chain verified', { exact: true })).toBeVisible()
  await expect(records(page)).toHaveCount(2)
  const banner = page.getByRole('region', { name: 'History not verified' })

  await test.step('an event that was changed in the journal of a run, also shown by the result of that run', async () => {
    const tell = (from: string, to: string) => behind((database) => database.exec(`UPDATE events SET event = replace(event, '${from}', '${to}') WHERE run_id = (SELECT run_id FROM history WHERE number = 1)`))
    tell('"outcome":"done"', '"outcome":"failed"')
    await expect(banner).toContainText('is not as it was when record 1 was written.', { timeout: 15_000 })
    await expect(records(page).last()).toContainText('not trusted')
    await expect(records(page).first()).not.toContainText('not trusted')
    await records(page).last().click()
    await page.getByRole('complementary', { name: 'Record 1' }).getByRole('button', { name: 'Open result' }).click()
    await expect(page.getByRole('region', { name: 'Result not trusted' })).toBeVisible()
    await expectNothing(page, 'Result, not trusted')
    await picture(page, 'result-not-trusted')
    await page.getByRole('button', { name: 'Open the history' }).click()
    tell('"outcome":"failed"', '"outcome":"done"')
    await expect(page.getByText('Chain verified', { exact: true })).toBeVisible({ timeout: 15_000 })
  })
  await test.step('a record that was changed in the file', async () => {
    behind((database) => database.exec("UPDATE history SET record = replace(record, 'Checkout answers', 'Nothing but') WHERE number = 1"))
    await expect(page.getByText('Not verified', { exact: true })).toBeVisible({ timeout: 15_000 })
    await expect(banner).toContainText('nothing from record 1 on can be trusted')
    await expect(banner).toContainText('Record 1 was changed after it was written.')
    expect(await copied(launched, 'Copy what was found')).toMatch(/checked \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC[^]*- Record 1 was changed/)
    for (const row of await records(page).all()) await expect(row).toContainText('not trusted')
    await records(page).last().click()
    await expect(page.getByRole('complementary', { name: 'Record 1' })).toContainText('Not trusted')
    await expectNothing(page, 'History, tampered')
    await picture(page, 'history-tampered')
    await page.keyboard.press('Escape')
  })
  await test.step('nothing starts, and the command line says the same', async () => {
    await goTo(page, 'Overview').click()
    await page.getByRole('button', { name: 'Roll back… staging' }).click()
    for (const next of ['compare', 'checks']) await page.getByRole('button', { name: `Continue to ${next}` }).click()
    await expect(page.getByRole('button', { name: 'Continue to plan' })).toHaveAttribute('aria-disabled', 'true')
    await expect(page.getByRole('main')).toContainText('Record 1 was changed after it was written.')
    const refused = await demo.cli('history', 'verify').then(() => null, (error: { readonly code?: unknown; readonly stdout?: unknown }) => error)
    expect([refused?.code, String(refused?.stdout)]).toEqual([1, expect.stringContaining('Record 1 was changed after it was written.')])
    await page.keyboard.press('Escape')
  })
  await test.step('a tail that was cut, seen by what the registry has of it', async () => {
    await goTo(page, 'History').click()
    behind((database) => {
      database.exec("UPDATE history SET record = replace(record, 'Nothing but', 'Checkout answers') WHERE number = 1")
      database.exec('DELETE FROM history WHERE number = 2')
    })
    await expect(banner).toContainText('but the history ends with record 1: its end was cut off.', { timeout: 15_000 })
    await expect(records(page)).toHaveCount(1)
    await expect(records(page)).not.toContainText('not trusted')
    await expectNothing(page, 'History, cut')
    await page.getByRole('button', { name: 'Compare head…' }).click()
    await page.getByRole('textbox', { name: /^The head, or its hash/ }).fill(head)
    await page.getByRole('button', { name: 'Compare', exact: true }).click()
    await expect(page.getByRole('dialog').getByRole('status')).toContainText(/^The history is not as it was written[^]*The head that was given names record 2 of run .*, but the history ends with record 1: its end was cut off\./)
    await picture(page, 'compare-head-cut')
  })
  expect(launched.complaints).toEqual([])
})

/** The window compares with a head as well: pasted, or out of its file. */
async function compares(content: string, file: string): Promise<void> {
  const { page } = launched
  await page.getByRole('button', { name: 'Compare head…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Compare with a head' })
  const given = dialog.getByRole('textbox', { name: /^The head, or its hash/ })
  const said = dialog.getByRole('status')
  const compare = (): Promise<void> => dialog.getByRole('button', { name: 'Compare', exact: true }).click()
  await given.fill('not a hash')
  await compare()
  await expect(dialog.getByRole('alert')).toContainText('it is neither a hash of 64 digits')
  await choose(launched, demo.project)
  await dialog.getByRole('button', { name: 'Choose its file…' }).click()
  await expect(dialog.getByRole('alert')).toContainText(`${path.basename(demo.project)} is no file. Give the file that was exported`)
  await picture(page, 'compare-head-refused')
  await dropOn(page, given, path.join(root, 'package-lock.json'))
  await expect(dialog.getByRole('alert')).toContainText('package-lock.json is no head of a history: it is larger than 64 KiB.')
  await dropOn(page, given, file)
  await expect(said).toContainText('The head that was given is in this history, as it was then.')
  await choose(launched, file)
  await dialog.getByRole('button', { name: 'Choose its file…' }).click()
  await expect(said).toContainText('The head that was given is in this history, as it was then.')
  await expect(said).toContainText('2 records, none changed or missing. 2 records are not signed.')
  await expect(given).toHaveValue(content)
  await expectNothing(page, 'Comparing with a head')
  await picture(page, 'compare-head')
  await given.fill((JSON.parse(content) as { hash: string }).hash.replace(/^./, (digit) => (digit === 'a' ? 'b' : 'a')))
  await expect(said).toBeEmpty()
  await compare()
  await expect(said).toContainText('No record here has the hash of the head that was given: it is of another history, or this one was rewritten.')
  await page.keyboard.press('Escape')
}

/** As another program would, without a word to anybody. */
function behind(change: (database: DatabaseSyncInstance) => void): void {
  const database = new DatabaseSync(path.join(demo.project, '.deployments/backstep.db'), { timeout: 5_000 })
  try {
    change(database)
  } finally {
    database.close()
  }
}
