/** Text that others wrote is shown on every screen and does nothing: markup, terminal escapes, characters that turn the direction of writing, words without end. */
import { execFile, type ChildProcess } from 'node:child_process'
import { appendFileSync, mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test, type Page } from 'playwright/test'
import { createDemo, openDemo, type Demo } from './demo'
import { goTo, type Launched } from './launch'
import { runIn } from './rollback'
import { showsBeginning } from './sight'

const run = promisify(execFile)
const MARKUP = '<img src=x onerror="window.executed=1"><script>window.executed=1</script>'
const ACTS = '\u001b[31mred\u001b]0;title\u0007\u202eevil\u2066\u200b'
const WORD = 'w'.repeat(4000)
const HOSTILE = `${MARKUP} ${ACTS} ${WORD}`
const LINES = '  two\nlines,\ta tab'
/** A reason has an end. */
const WHY = HOSTILE.slice(0, 3900)
let demo: Demo
let launched: Launched
let running: ChildProcess
const at = (file: string): string => path.join(demo.project, file)
test.beforeEach(async () => {
  demo = await createDemo()
  await inCommits()
  inRegistry()
  inFiles()
  launched = await openDemo(demo)
  running = launched.app.process()
})
test.afterEach(async () => {
  // A run still waits in a story that has failed; then closing would only ask.
  running.kill('SIGKILL')
  await launched.close()
  await demo.remove()
})

/** The api of staging was put by hand on a commit of somebody with a name, a message and a file like this, and runs no more. */
async function inCommits(): Promise<void> {
  const git = async (...args: readonly string[]): Promise<string> => (await run('git', ['-C', demo.project, '-c', `user.name=Mallory \u202e${WORD.slice(0, 500)}`, '-c', 'user.email=mallory@example.org', ...args])).stdout.trim()
  writeFileSync(at(`services/${MARKUP.replaceAll('/', '')}\u202e.mjs`), `// ${HOSTILE}\n`)
  await git('add', '--', 'services')
  const commit = await git('commit-tree', await git('write-tree'), '-p', 'v2.0.0', '-m', HOSTILE)
  const current = at('deploy/staging/api/current')
  const release = path.resolve(path.dirname(current), path.dirname(readlinkSync(current)), commit.slice(0, 12))
  await git('worktree', 'add', '--detach', release, commit)
  rmSync(current)
  symlinkSync(release, current)
  const { process: api } = JSON.parse(readFileSync(at('.deployments/services/staging/api.json'), 'utf8')) as { process: { pid: number } }
  process.kill(api.pid, 'SIGKILL')
}

/** Configuration, and what a program of the rollback prints before it fails. */
function inFiles(): void {
  appendFileSync(at('.env.staging'), `BANNER='${HOSTILE.replaceAll(/\p{Cc}/gu, '')}'\n`)
  const definition = readFileSync(at('backstep.yaml'), 'utf8')
  writeFileSync(at('backstep.yaml'), definition.replace('path: data/staging.db, onRollback: restore', 'path: data/staging.db, onRollback: migrate, migrate: [node, tools/down.mjs, "${version}"]'))
  mkdirSync(at('tools'))
  writeFileSync(at('tools/down.mjs'), `const text = ${JSON.stringify(HOSTILE)}\nconsole.log(text)\nconsole.error(text)\nprocess.exit(3)\n`)
}

/** As another tool could write its records. */
function inRegistry(): void {
  const file = at('.deployments/deployment-registry.json')
  const registry = JSON.parse(readFileSync(file, 'utf8')) as { deployments: { environment: string; version: string }[] }
  for (const record of registry.deployments) {
    Object.assign(record, { actor: HOSTILE, strategy: HOSTILE, notes: HOSTILE, healthStatus: HOSTILE })
    if (record.version === 'v1.1.0') Object.assign(record, { strategy: LINES, actor: `\u05e1\u05dc\u05d4 ${'with a long tail '.repeat(20)}` })
    if (record.version === 'v1.0.0') Object.assign(record, { version: HOSTILE, servicesDeployed: ['api', HOSTILE], commit: HOSTILE })
  }
  writeFileSync(file, JSON.stringify(registry, null, 2))
}


/** Nothing has run, nothing acts, and nothing makes the screen wider than the window. */
async function expectHarmless(page: Page, screen: string, shows = true): Promise<void> {
  await expect(page.locator('.skeleton, [aria-busy="true"]')).toHaveCount(0)
  if (shows) for (const text of ['<img src=x onerror=', '[U+202E]']) await expect(page.getByText(text).first(), screen).toBeAttached()
  const seen = await page.evaluate(() => {
    const acting = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069]/u
    const where = (element: Element | null): string => `${element?.nodeName.toLowerCase()}.${element?.className}`
    // What is being written is the person's own, and code is read sideways.
    const elements = [...document.querySelectorAll('html, body, body *:not(textarea, code, pre)')]
    return {
      executed: 'executed' in window,
      made: [...document.querySelectorAll('#root :is(img, script, iframe)')].map(where),
      acting: elements.filter((element) => [...element.childNodes].some(({ nodeType, nodeValue }) => nodeType === Node.TEXT_NODE && acting.test(nodeValue ?? ''))).map(where),
      attributes: elements.flatMap((element) => element.getAttributeNames().filter((name) => acting.test(element.getAttribute(name) ?? '')).map((name) => `${name} of ${where(element)}`)),
      sideways: elements.filter((element) => element.scrollWidth > element.clientWidth + 1 && (element === document.documentElement || ['auto', 'scroll'].includes(getComputedStyle(element).overflowX))).map(where)
    }
  })
  expect(seen, screen).toEqual({ executed: false, made: [], acting: [], attributes: [], sideways: [] })
}

test('hostile text on every screen', async () => {
  const { page } = launched
  const dialogs: string[] = []
  page.on('dialog', (dialog) => void dialogs.push(dialog.message()))
  await expect(page.getByRole('button', { name: 'Roll back… staging' })).toBeVisible()
  await expectHarmless(page, 'Overview')
  await goTo(page, 'Deployments').click()
  await page.getByRole('grid').getByRole('row').filter({ hasText: 'staging' }).first().click()
  await expectHarmless(page, 'Deployments')
  const row = page.getByRole('row').filter({ hasText: 'two[LF]lines,[TAB]a tab' }).first()
  expect(await row.getByRole('gridcell').filter({ hasText: 'two[LF]' }).evaluate(({ textContent }) => textContent)).toBe('  two[LF]lines,[TAB]a tab')
  expect(await showsBeginning(row.getByRole('gridcell').filter({ hasText: 'with a long tail' }))).toBe(true)
  await goTo(page, 'Overview').click()
  await page.getByRole('button', { name: 'Roll back… staging' }).click()
  await page.getByRole('row', { name: /^(chosen )?v1\.1\.0/ }).click()
  await page.getByRole('radio', { name: 'Migrate it down' }).check()
  await expectHarmless(page, 'Target')
  for (const next of ['compare', 'checks', 'plan', 'confirm']) {
    await page.getByRole('button', { name: `Continue to ${next}` }).click()
    if (next === 'compare') await expect(page.getByRole('region', { name: 'Commits that go away' })).toContainText('<img src=x onerror=')
    await expectHarmless(page, next, next === 'compare')
  }
  await page.getByRole('textbox', { name: /Why/ }).fill(WHY)
  await page.getByRole('checkbox', { name: /will be lost/ }).check()
  await expectHarmless(page, 'confirm, with a reason', false)
  await page.keyboard.press('Control+Enter')
  await expect(runIn(page)).toBeVisible()
  await expect(page.getByRole('button', { name: /^Stop here/ })).toBeVisible({ timeout: 30_000 })
  await expectHarmless(page, 'Run')
  await page.getByRole('button', { name: /^Stop here/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Stop here' }).click()
  await expect(page.getByRole('region', { name: 'Result', exact: true })).toBeVisible({ timeout: 30_000 })
  await expectHarmless(page, 'Result')
  for (const screen of ['Overview', 'History', 'Snapshots', 'Deployments']) {
    await goTo(page, screen).click()
    await expect(page.getByRole('heading', { level: 1, name: screen })).toBeVisible()
    if (screen === 'History') await page.getByRole('grid').getByRole('row').filter({ hasText: 'staging' }).first().click()
    await expectHarmless(page, `${screen} afterwards`, screen !== 'Snapshots')
  }
  expect(dialogs).toEqual([])
  expect(launched.complaints).toEqual([])
})
