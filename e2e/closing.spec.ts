/** The window is closed and the app is quit while a run goes on. How each run ended is asked of the services and of the command line. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test, type Page } from 'playwright/test'
import { expectNothing } from './axe'
import { createDemo, resize, type Demo } from './demo'
import { chooseInMenu, launchApp, startAgain, type Launched } from './launch'
import { picture } from './pictures'
import { allServe, confirm, inHand, startRollback } from './rollback'

const WHY = 'Checkout answers 500'
let demo: Demo
let launched: Launched
let running: ChildProcess
test.beforeEach(async () => {
  demo = await createDemo()
  const file = path.join(demo.project, 'backstep.yaml')
  // However slow the machine is: a service that is paused is not killed while the story goes on.
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/runtime: .*\n/g, '$&        stopTimeout: 90s\n'))
  await open()
})
test.afterEach(async () => {
  // A run may still go on in a story that has failed; then it would only ask.
  running.kill('SIGKILL')
  await demo.remove()
})

async function open(): Promise<void> {
  launched = await launchApp({ project: demo.project, env: demo.env, userData: test.info().outputPath('data') })
  running = launched.app.process()
  await resize(launched)
}
const close = (): Promise<void> => launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
const quit = (): Promise<void> => chooseInMenu(launched, 'quit')
const expectShown = (shown: boolean): Promise<void> =>
  expect.poll(() => launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible())), { timeout: 30_000 }).toEqual([shown])
const question = (page: Page) => page.getByRole('dialog', { name: /^(A rollback|An undo) is going on$/ })
const answer = (page: Page, choice: string): Promise<void> => question(page).getByRole('button', { name: choice }).click()

interface Recorded { readonly rows: readonly { readonly record: { readonly entry: { readonly outcome: string; readonly to: { readonly version: string } } } }[]; readonly unfinished: readonly unknown[] }
/** What the command line reads in the history: how the newest run ended, how many have, and how many have not. */
async function recorded(): Promise<readonly unknown[]> {
  const { rows, unfinished } = JSON.parse(await demo.cli('history', '--json')) as Recorded
  return [rows[0]?.record.entry.outcome, rows.length, unfinished.length]
}

test('quitting and closing ask first; the run is stopped, goes on at the next start, and goes on without the window', async () => {
  const { userData } = launched
  await test.step('quitting stops it after the step in hand', async () => {
    const { page } = launched
    const proceed = demo.pause('worker')
    await startRollback(page, WHY)
    await expect(inHand(page, 'Stop worker')).toBeVisible()
    const ended = once(running, 'exit')
    await quit()
    await answer(page, 'Stop after this step')
    await expect(page.getByText(/^Stopping/).first()).toBeVisible()
    proceed()
    expect(await ended).toEqual([0, null])
    expect(await recorded()).toEqual([undefined, 0, 1])
    expect(await demo.versionOf('api')).toBe('v2.0.0')
  })
  await open()
  const { page } = launched
  const proceed = demo.pause('api')
  await page.getByRole('region', { name: 'Interrupted run of staging' }).getByRole('button', { name: /^Resume at step/ }).click()
  await expect(inHand(page, 'Stop api')).toBeVisible()

  await test.step('closing asks, and Esc keeps the window', async () => {
    await close()
    await expect(question(page).getByRole('button', { name: 'Keep open' })).toBeFocused()
    await expect(question(page).getByRole('listitem')).toHaveText('shop, staging: Rollback to v1.1.0 goes on')
    await expectNothing(page, 'The question of closing')
    await picture(page, 'closing')
    await page.keyboard.press('Escape')
    await expect(question(page)).toHaveCount(0)
    await expectShown(true)
    await expect(inHand(page, 'Stop api')).toBeVisible()
  })
  await test.step('closed, the run goes on; a second start shows it', async () => {
    await close()
    await answer(page, 'Close, let it go on')
    await expectShown(false)
    expect(await startAgain(userData)).toBe(0)
    await expectShown(true)
    await expect(inHand(page, 'Stop api')).toBeVisible()
  })
  await test.step('closed again, the window comes back when the run has ended', async () => {
    await close()
    await answer(page, 'Close, let it go on')
    await expectShown(false)
    proceed()
    await expectShown(true)
    await expect(page.getByRole('heading', { level: 2, name: 'staging serves v1.1.0' })).toBeVisible()
    await allServe(demo, 'v1.1.0')
    expect(await recorded()).toEqual(['done', 1, 0])
  })
  await test.step('quitting waits until the run has ended', async () => {
    const proceed = demo.pause('worker')
    await page.getByRole('button', { name: 'Undo…' }).click()
    await confirm(page, 'Back to what ran')
    await expect(inHand(page, 'Stop worker')).toBeVisible()
    const ended = once(running, 'exit')
    await quit()
    await answer(page, 'Close, let it go on')
    await expectShown(false)
    expect(await recorded()).toEqual(['done', 1, 1])
    proceed()
    expect(await ended).toEqual([0, null])
    expect(await recorded()).toEqual([expect.stringMatching(/^done/), 2, 0])
    await allServe(demo, 'v2.0.0')
  })
  await test.step('the log has it, and nothing secret', () => {
    const log = readFileSync(path.join(userData, 'logs/backstep.log'), 'utf8')
    const said = log.trim().split('\n').map((line) => String((JSON.parse(line) as { readonly msg: unknown }).msg))
    expect(said.filter((msg) => ['Run stopping', 'Run finished', 'Closed'].includes(msg))).toEqual(['Run stopping', 'Closed', 'Run finished', 'Run finished', 'Closed'])
    expect(said.find((msg) => msg.startsWith('Run '))).toBe('Run running')
    const [, secret = ''] = /^PAYMENT_API_KEY=(.+)$/m.exec(readFileSync(path.join(demo.project, '.env.staging'), 'utf8')) ?? []
    expect(secret).not.toBe('')
    for (const hidden of [secret, WHY]) expect(log).not.toContain(hidden)
  })
})
