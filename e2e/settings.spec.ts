/** Settings in the real window: form and text are one file, what is saved is exactly what was changed, and the keyboard is enough. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test, type Locator, type Page } from 'playwright/test'
import { expectNothing } from './axe'
import { launchApp, type Launched } from './launch'
import { picture } from './pictures'

const TEXT = `# The shop, as it runs on this machine
version: 1
name: shop

x-base: &base
  stopTimeout: 20s   # they finish their requests

environments:
  staging:
    services:
      # answers the shop
      api:
        <<: *base
        runtime: process
        command: [node, api.mjs]
        env: { PORT: "4100", TOKEN: $SHOP_TOKEN }   # see the wiki

      web:
        runtime: process
        command: [node, web.mjs]
        dependsOn: [api]
    databases:
      main: { engine: sqlite, path: data/main.db, usedBy: [api] }
    config: { files: [.env.staging] }
`
let folder: string
let launched: Launched
let page: Page
const file = (): string => readFileSync(path.join(folder, 'backstep.yaml'), 'utf8')
const press = async (...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key)
}

async function open(text: string | null): Promise<void> {
  folder = mkdtempSync(path.join(os.tmpdir(), 'backstep-settings-'))
  if (text === null) writeFileSync(path.join(folder, '.env.staging'), 'A=1\n')
  else writeFileSync(path.join(folder, 'backstep.yaml'), text)
  launched = await launchApp(text === null ? {} : { project: folder })
  page = launched.page
  await size(1280, 800)
}
async function size(width: number, height: number): Promise<void> {
  await launched.app.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w ?? 0, h ?? 0), [width, height])
  await page.waitForFunction(([w, h]) => innerWidth === w && innerHeight === h, [width, height])
}
async function openSettings(): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  await press('Control+k')
  await expect(page.getByRole('combobox', { name: 'Search or run a command' })).toBeFocused()
  await page.keyboard.type('Settings')
  await expect(page.getByRole('option')).toHaveCount(1)
  await press('Enter')
  await expect(formPage('Project')).toBeVisible()
}
test.afterEach(async () => {
  await launched.close()
  rmSync(folder, { recursive: true, force: true })
})

const formPage = (name: string): Locator => page.getByRole('region', { name, exact: true })
const form = (): Locator => page.locator('section[aria-label="Form"]')
const text = (): Locator => page.getByRole('textbox', { name: 'Text of backstep.yaml' })
const line = (content: string): Locator => page.locator('.cm-line').filter({ hasText: content })
const errors = (count: string): Locator => page.getByRole('status').filter({ hasText: count })

/** Presses Tab, or Shift+Tab, until this has the focus. */
async function tabTo(wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement).catch(() => false)) return
    await press(key)
  }
  throw new Error(`${key} does not reach ${String(wanted)}`)
}

test('a port is changed and a probe added in the form, with the keyboard alone: the file has exactly that change', async () => {
  await open(TEXT)
  await openSettings()
  await tabTo(form().getByRole('button', { name: /^staging/ }))
  await press('Enter')
  await expect(formPage('environment staging')).toBeFocused()
  await tabTo(form().getByRole('button', { name: /^api/ }))
  await press('Enter')
  await expect(formPage('service api')).toBeFocused()

  await test.step('the port: the text follows with every key, the comment stays', async () => {
    await tabTo(form().getByRole('textbox', { name: 'PORT in Environment' }))
    await expect(line('env:')).toHaveClass(/yaml-marked/)
    await press('Control+a')
    await page.keyboard.type('4200')
    await expect(line('env:')).toHaveText('        env: { PORT: "4200", TOKEN: $SHOP_TOKEN }   # see the wiki')
  })
  await test.step('a probe', async () => {
    await tabTo(form().getByRole('button', { name: 'Add a probe' }))
    await press('Enter')
    await expect(form().getByRole('textbox', { name: 'Ask' })).toBeFocused()
    await expect(errors('1 error, not saved')).toBeVisible()
    await page.keyboard.type('http://127.0.0.1:4200/health')
    await expect(line('- { http:')).toHaveText('          - { http: "http://127.0.0.1:4200/health" }')
    await expect(errors('Changed, not saved')).toBeVisible()
  })
  await test.step('the change is shown, then saved', async () => {
    await press('Control+s')
    await expect(page.getByRole('dialog', { name: 'Save backstep.yaml?' })).toBeVisible()
    await expect(page.getByRole('dialog').getByText('3 lines added, 1 line removed')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Save', exact: true }).last()).toBeFocused()
    expect(file()).toBe(TEXT)
    await press('Enter')
    await expect(page.getByText('backstep.yaml is saved.')).toBeVisible()
    expect(file()).toBe(TEXT.replace('"4100"', '"4200"').replace('# see the wiki\n', '# see the wiki\n        health:\n          - { http: "http://127.0.0.1:4200/health" }\n'))
  })
  expect(launched.complaints).toEqual([])
})

test('an error that is typed in the text stands in the form at the same time, with its line, and is corrected from there', async () => {
  await open(TEXT)
  await openSettings()
  await line('dependsOn: [api]').click()
  await expect(formPage('service web')).toBeVisible()
  await press('Home', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'Delete')
  const said = '"dependOn" is not a key of a service. Did you mean "dependsOn"?'
  await expect(line('dependOn: [api]')).toBeVisible()
  await expect(page.locator('.yaml-note')).toHaveText(said)
  await expect(form().getByRole('group', { name: 'Starts after' }).getByText(said)).toBeVisible()
  await expect(form().getByText('Line 21:')).toBeVisible()
  await expect(errors('1 error, not saved')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save' })).toHaveAttribute('aria-disabled', 'true')
  await form().getByRole('button', { name: 'Correct to dependsOn' }).click()
  await expect(line('dependsOn: [api]')).toBeVisible()
  await expect(page.locator('.yaml-note')).toHaveCount(0)
  await expect(form().getByText('Line 21:')).toHaveCount(0)

  await test.step('one undo for both', async () => {
    await form().getByRole('combobox', { name: 'Runtime' }).focus()
    await press('Control+z')
    await expect(line('dependOn: [api]')).toBeVisible()
    await press('Control+z')
    await expect(page.getByText(/^\d+ lines$/)).toBeVisible()
    await press('Control+Shift+z')
    await expect(line('dependOn: [api]')).toBeVisible()
  })
  await test.step('while it is no YAML the form waits, and comes back', async () => {
    await text().press('Control+End')
    await page.keyboard.type('  [')
    await expect(form().getByText('The form waits for the text')).toBeVisible()
    await expect(form().getByText(/This is not YAML/)).toBeVisible()
    await press('Backspace')
    await expect(form().getByText('The form waits for the text')).toHaveCount(0)
  })
  await test.step('discarding asks, and can be taken back', async () => {
    await page.getByRole('button', { name: 'Discard…' }).click()
    await expect(page.getByRole('button', { name: 'Go on editing' })).toBeFocused()
    await press('Escape')
    await expect(line('dependOn: [api]')).toBeVisible()
    await page.getByRole('button', { name: 'Discard…' }).click()
    await page.getByRole('button', { name: 'Discard', exact: true }).click()
    await expect(line('dependsOn: [api]')).toBeVisible()
    await expect(page.getByText(/^\d+ lines$/)).toBeVisible()
    await text().press('Control+z')
    await expect(line('dependOn: [api]')).toBeVisible()
  })
  expect(file()).toBe(TEXT)
})

test('services are added, renamed, moved and taken out; what names them follows; all of it is one undo', async () => {
  await open(TEXT)
  await openSettings()
  await tabTo(form().getByRole('button', { name: /^staging/ }))
  await press('Enter')
  const rows = form().getByRole('region').locator('.form-entries').first().locator('.form-open')
  await tabTo(form().getByRole('button', { name: /^api/ }))
  await press('F2')
  await page.keyboard.type('core')
  await press('Enter')
  await expect(rows).toHaveText([/^core/, /^web/])
  await expect(line('dependsOn:')).toHaveText('        dependsOn: [core]')
  await expect(line('usedBy:')).toContainText('usedBy: [core]')
  await tabTo(form().getByRole('button', { name: /^core/ }))
  await press('Alt+ArrowDown')
  await expect(rows).toHaveText([/^web/, /^core/])
  await expect(form().getByRole('button', { name: /^core/ })).toBeFocused()
  await press('Home', 'Delete')
  await expect(rows).toHaveText([/^core/])
  await expect(page.getByText(/web is taken out of the text/)).toBeVisible()
  await press('Control+z')
  await expect(rows).toHaveText([/^web/, /^core/])
  await form().getByRole('button', { name: 'Add a service' }).click()
  await page.keyboard.type('web')
  await press('Enter')
  await expect(form().getByRole('alert')).toHaveText('There is a service "web" already.')
  await press('Control+a')
  await page.keyboard.type('mailer')
  await press('Enter')
  await expect(formPage('service mailer')).toBeVisible()
  await expect(form().getByText('A service needs "command".')).toBeVisible()
  await page.keyboard.type('node')
  await press('Enter')
  await page.keyboard.type('mailer.mjs')
  await expect(line('command: [node, mailer.mjs]')).toBeVisible()
  await expect(errors('Changed, not saved')).toBeVisible()
  for (let steps = 0; steps < 20 && !(await page.getByText(/^\d+ lines$/).isVisible()); steps++) await press('Control+z')
  await expect(page.getByText(`${TEXT.split('\n').length - 1} lines`, { exact: true })).toBeVisible()
})

test('what comes from an anchor is said and set here; two screens of one width, small ones switch', async () => {
  await open(TEXT)
  await openSettings()
  await line('<<: *base').click()
  await expect(formPage('service api')).toBeVisible()
  await expect(form().getByText('from &base, line 6')).toBeVisible()
  await form().getByRole('button', { name: 'Set here Stop timeout' }).click()
  await expect(page.locator('.cm-line').filter({ hasText: 'stopTimeout: 20s' })).toHaveCount(2)
  await size(1000, 640)
  await expect(text()).toBeHidden()
  await page.getByRole('group', { name: 'Shown' }).getByRole('button', { name: 'Text' }).click()
  await expect(text()).toBeVisible()
  await expect(formPage('service api')).toBeHidden()
  await text().press('Control+z')
  await expect(page.locator('.cm-line').filter({ hasText: 'stopTimeout: 20s' })).toHaveCount(1)
})

test('what another program saved meanwhile is not overwritten: both are kept until one is chosen', async () => {
  await open(TEXT)
  await openSettings()
  const theirs = TEXT.replace('name: shop', 'name: store')
  await tabTo(form().getByRole('textbox', { name: 'Name', exact: true }))
  await press('Control+a')
  await page.keyboard.type('market')
  await expect(line('name:')).toHaveText('name: market')
  await expect(errors('Changed, not saved')).toBeVisible()
  await press('Control+s')
  await expect(page.getByRole('dialog').getByText('1 line added, 1 line removed')).toBeVisible()
  writeFileSync(path.join(folder, 'backstep.yaml'), theirs)
  await press('Enter')
  await expect(page.getByRole('log', { name: 'Notices' }).getByText('backstep.yaml was changed by another program meanwhile. Nothing was saved.')).toBeVisible()
  const notice = page.getByRole('region', { name: 'Changed meanwhile' })
  await expect(notice).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toHaveAttribute('aria-disabled', 'true')
  await expect(line('name:')).toHaveText('name: market')
  expect(file()).toBe(theirs)
  await expectNothing(page, 'Settings, changed meanwhile')
  await tabTo(notice.getByRole('button', { name: 'Keep mine' }), 'Shift+Tab')
  await press('Enter')
  await expect(notice).toHaveCount(0)
  await expect(errors('Changed, not saved')).toBeVisible()
  await press('Control+s')
  await expect(page.getByRole('dialog').getByText('name: store')).toBeVisible()
  await press('Enter')
  await expect(page.getByText('backstep.yaml is saved.')).toBeVisible()
  expect(file()).toBe(TEXT.replace('name: shop', 'name: market'))
})

test('the environments come first; what is optional is a key away, and nothing is wrong with any page in either theme', async () => {
  await open(TEXT.replace('dependsOn', 'dependOn'))
  await openSettings()
  const titles = formPage('Project').locator('h2, legend')
  await expect(titles).toHaveText(['Environments', 'Only in the text'])
  await expect(form().getByRole('button', { name: /^staging/ })).toContainText('2 services, 1 database')
  await picture(page, 'settings-project')
  await expectNothing(page, 'Settings, project')
  await tabTo(form().getByRole('button', { name: '2 more settings: History, Snapshots' }))
  await press('Enter')
  await expect(form().getByRole('textbox', { name: 'Allowed signers' })).toBeFocused()
  await expect(titles).toHaveText(['Environments', 'History', 'Snapshots', 'Keep', 'Only in the text'])
  await tabTo(form().getByRole('textbox', { name: 'Age' }))
  await page.keyboard.type('90d')
  await expect(line('keep:')).toBeVisible()
  await expect(line('age: 90d')).toBeVisible()
  await expectNothing(page, 'Settings, everything of the project')
  await form().getByRole('button', { name: /^staging/ }).click()
  await expectNothing(page, 'Settings, environment')
  await form().getByRole('button', { name: /^web/ }).click()
  await picture(page, 'settings')
  await expectNothing(page, 'Settings, service')
  await size(1000, 640)
  await picture(page, 'settings-small')
  await expectNothing(page, 'Settings, small')
})
