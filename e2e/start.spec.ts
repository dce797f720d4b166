/** The Start screen: what was last seen of each project, and a run that waits for somebody, also with ugly names and in a small window. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'playwright/test'
import { endServices } from '../tests/support/service/end'
import { expectNothing } from './axe'
import { resize } from './demo'
import { launchApp, type Launched } from './launch'
import { inBothThemes, picture } from './pictures'
import { everShows } from './sight'

const UGLY = `${'preproduction-in-a-region-far-away-'.repeat(6)}\u202eevil`
let folder: string
let launched: Launched
test.beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'backstep-start-'))
  writeFileSync(path.join(folder, 'state.json'), JSON.stringify({ recent: [
    seen('shop', ['dev', 'interrupted'], ['staging', 'failing'], ['production', 'drift']),
    seen('billing', ['staging', 'running'], ['production', 'running']),
    seen(UGLY, [UGLY, 'waiting'], [`${UGLY}2`, 'unknown'], [`${UGLY}3`, 'in-progress'], [`${UGLY}4`, 'stopped']),
    older('reports'),
    { ...seen('mailer', ['dev', 'running']), path: path.join(folder, 'gone') }
  ] }))
  launched = await launchApp({ userData: folder, env: { XDG_DATA_HOME: path.join(folder, 'data') } })
  await resize(launched)
})
test.afterEach(async () => {
  await launched.close()
  rmSync(folder, { recursive: true, force: true })
})

/** As an earlier version wrote it. */
function older(name: string) {
  const at = path.join(folder, name.slice(0, 30))
  mkdirSync(at, { recursive: true })
  writeFileSync(path.join(at, 'backstep.yaml'), `version: 1\nname: ${name.slice(0, 30)}\nenvironments: {}\n`)
  return { path: at, name, openedAt: '2025-11-21T09:00:00.000Z', environments: 2 }
}

function seen(name: string, ...lanes: readonly (readonly [environment: string, state: string])[]) {
  const [environment, state] = lanes[0] ?? ['', '']
  const run = { environment, kind: 'full', to: name === UGLY ? UGLY : 'v2.0.0', at: name === UGLY ? '2025-11-20T02:47:00.000Z' : '2025-11-21T02:47:00.000Z', stepsDone: 9, stepsTotal: 34, ...(state === 'waiting' ? { status: state } : {}) }
  return { ...older(name), seen: { at: '2025-11-21T09:30:00.000Z', lanes: lanes.map(([of, is]) => ({ environment: of, state: is })), run: state === 'interrupted' || state === 'waiting' ? run : null } }
}

test('projects show the states in which they were last seen, when that was, and the run that was interrupted', async () => {
  const { page } = launched
  const recent = (name: string) => page.getByRole('button', { name: new RegExp(`^${name} `) })
  await expect(recent('shop')).toHaveAccessibleName(/dev interrupted.*staging failing.*production drift.*seen 21 Nov/)
  await expect(recent('shop').getByRole('time')).toHaveAttribute('title', /^Seen 21 Nov 2025 \d\d:\d\d:\d\d UTC/)
  await expect(recent('billing')).toHaveAccessibleName(/2 running/)
  await expect(recent('reports')).toHaveAccessibleName(/2 environments/)
  await expect(recent('mailer')).toHaveAccessibleName(/Folder not found/)
  await expect(page.getByText('States are from the last time each project was open. Opening one observes it again.')).toBeVisible()
  const banner = page.getByRole('region', { name: 'Interrupted run' })
  await expect(banner).toContainText(/A run in shop was interrupted on 21 Nov 2025 .*The rollback of dev to v2\.0\.0 stopped after step 9 of 34\. It was last seen on 21 Nov 2025/)
  await picture(page, 'start-seen')
  await expectNothing(page, 'the states of recent projects')
  await banner.getByRole('button', { name: 'Open shop' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  expect(launched.complaints).toEqual([])
})

test('the last project of the list is forgotten by key, and the keys go on with the one before it', async () => {
  const { page } = launched
  const recent = (name: string) => page.getByRole('button', { name: new RegExp(`^${name} `) })
  await expect(recent('shop')).toBeFocused()
  await page.keyboard.press('End')
  await expect(recent('mailer')).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(recent('mailer')).toHaveCount(0)
  await expect(recent('reports')).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowDown')
  await expect(recent('reports')).toBeFocused()
  await test.step('a project that nobody chose here, as at a start with --project, is said to be opened', async () => {
    const saysSo = await everShows(page, 'Opening reports …')
    await launched.app.evaluate(({ BrowserWindow }, project) => BrowserWindow.getAllWindows()[0]?.webContents.send('navigate', { screen: 'overview', runId: null, project }), path.join(folder, 'reports'))
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
    expect(await saysSo()).toBe(true)
  })
})

test('a demo that is ready while another project is open says so, and leaves that one in its place', async () => {
  const { page } = launched
  try {
    await page.getByRole('button', { name: /^Try the demo/ }).click()
    await expect(page.getByRole('status', { name: 'Creating the demo' })).toBeVisible()
    await page.getByRole('button', { name: /^billing / }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
    await expect(page.getByRole('log', { name: 'Notices' })).toContainText(/The demo is ready in .*demo/, { timeout: 30_000 })
    await expect(page.getByRole('navigation', { name: 'Project' })).toContainText('billing')
  } finally {
    endServices(path.join(folder, 'data/backstep/demo'))
  }
})

test('names without end leave each state in sight, in the smallest window too', async () => {
  const { page, app } = launched
  await page.getByRole('button', { name: /^shop/ }).focus()
  await page.getByRole('button', { name: 'Forget shop' }).click()
  await expect(page.getByRole('region', { name: 'Run that waits' })).toContainText(/\[U\+202E\]evil waits for a decision since 20 Nov 2025 .* waits after step 9 of 34/)
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1000, 640))
  await page.waitForFunction(() => innerWidth === 1000 && innerHeight === 640)
  for (const word of ['waiting', 'rolling back', 'unknown', '1 more']) await expect(page.getByText(word, { exact: true })).toBeInViewport({ ratio: 1 })
  await expect(page.getByRole('button', { name: /^Open preproduction/ })).toBeInViewport({ ratio: 1 })
  await inBothThemes(page, async () => {
    expect(await page.evaluate(() => [...document.querySelectorAll('html, .start-right, .recents, .banner, .recent')].filter((element) => element.scrollWidth > element.clientWidth + 1).map(({ className }) => className))).toEqual([])
  })
  await picture(page, 'start-ugly')
})
