/** The real window on the project: every screen, a run that fails, a dead engine, a dead page, an export, and what is copied for a bug report. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from 'playwright/test'
import { exported, saveInto } from '../../../e2e/history'
import { enginePid, goTo, launchApp, type Launched } from '../../../e2e/launch'
import type { Result } from '../../../src/ipc/contract'
import { ROOT } from '../shop/places'
import type { Leaky } from './project'
import type { Seeds } from './seeds'
import { reasonWith } from './story'

/** Where it keeps its log, its state and what Chromium writes. */
export const userDataOf = ({ project }: Leaky): string => join(project, '../app')

/** What it showed and said is kept in `printed`; answers how many screens that were. */
export async function lookThrough(leaky: Leaky, seeds: Seeds, printed: string, failing: string): Promise<number> {
  const launched = await launchApp({ project: leaky.project, userData: userDataOf(leaky), app: ROOT, env: leaky.env as Record<string, string> })
  const running = launched.app.process()
  let said = ''
  for (const stream of [running.stdout, running.stderr]) stream?.on('data', (data: Buffer) => { said += data.toString() })
  const seen = looker(launched.page, printed)
  try {
    await screens(launched.page, seen.keep)
    await failedRun(launched, leaky, seeds, failing, seen.keep)
    await saveInto(launched, printed)
    await exported(launched.page, 'PDF')
    await deaths(launched)
    const diagnostics = await inPage(launched, "window.backstep.call('app:diagnostics').then(JSON.stringify)")
    if (!diagnostics.includes('The window crashed')) throw new Error(`What is copied for a bug report says nothing of the crash: ${diagnostics.slice(0, 500)}`)
    writeFileSync(join(printed, 'window-diagnostics.txt'), diagnostics)
    await launched.close()
  } finally {
    running.kill('SIGKILL')
    writeFileSync(join(printed, 'window-said.txt'), [said, ...launched.complaints].join('\n'))
  }
  return seen.count()
}

type Keep = (name: string, shows: ReturnType<Page['locator']>) => Promise<void>

/** Once it shows what it is to show and nothing loads any more: the whole page, with everything that is in it unseen. */
function looker(page: Page, printed: string): { readonly keep: Keep; count(): number } {
  let count = 0
  const keep: Keep = async (name, shows) => {
    await shows.first().waitFor()
    await page.waitForFunction(() => document.querySelector('.skeleton, [aria-busy="true"]') === null)
    writeFileSync(join(printed, `window-${String(++count).padStart(2, '0')}-${name.replaceAll(' ', '-')}.html`), await page.content())
  }
  return { keep, count: () => count }
}

async function screens(page: Page, keep: Keep): Promise<void> {
  await keep('opened', page.getByRole('heading', { level: 1, name: 'Overview' }))
  for (const screen of ['Deployments', 'History', 'Snapshots', 'Settings', 'Overview']) {
    await goTo(page, screen).click()
    await keep(screen, page.getByRole('heading', { level: 1, name: screen }))
  }
  await page.getByRole('button', { name: 'Roll back… staging' }).click()
  await keep('target', page.getByRole('button', { name: 'Continue to compare' }))
  for (const [step, next] of [['compare', 'checks'], ['checks', 'plan']] as const) {
    await page.getByRole('button', { name: `Continue to ${step}` }).click()
    await keep(step, page.getByRole('button', { name: `Continue to ${next}` }))
  }
}

/** Its services tell everything, and exit; then it is stopped where it is. */
async function failedRun(launched: Launched, leaky: Leaky, seeds: Seeds, failing: string, keep: Keep): Promise<void> {
  const { page } = launched
  const { project } = leaky
  const request = { environment: 'staging', deploymentId: failing, undo: null, services: [], data: 'keep' as const, credentials: {} }
  const { plan, checks } = await called(page.evaluate((given) => window.backstep.call('guide:prepare', given), { project, request, ticket: 'torture' }))
  const input = { project, request, planHash: plan?.hash ?? '', reason: reasonWith(leaky, seeds), forced: checks.map(({ id }) => id), typedName: 'staging', acceptsDataLoss: true, onFailure: 'ask' as const }
  const { runId } = await called(page.evaluate((given) => window.backstep.call('run:start', given), input))
  await navigate(launched, project, runId)
  await keep('run', page.getByRole('button', { name: /^Stop here/ }))
  await called(page.evaluate((given) => window.backstep.call('run:decide', given), { project, runId, decision: 'stop' as const }))
  await keep('result', page.getByRole('region', { name: 'Result', exact: true }))
}

async function called<T>(answer: Promise<Result<T>>): Promise<T> {
  const result = await answer
  if (result.ok) return result.value
  throw new Error(`The window is refused: ${result.problem.message}`)
}

const navigate = ({ app }: Launched, project: string, runId: string): Promise<void> =>
  app.evaluate(({ BrowserWindow }, going) => BrowserWindow.getAllWindows()[0]?.webContents.send('navigate', going), { screen: 'run', runId, project })

/** Of the engine, then of the page: both are logged, and start again. */
async function deaths({ app, page }: Launched): Promise<void> {
  const pid = await enginePid(app)
  if (pid === null) throw new Error('There is no engine.')
  process.kill(pid, 'SIGKILL')
  await expect.poll(() => enginePid(app), { timeout: 30_000 }).not.toBe(pid)
  await called(page.evaluate(() => window.backstep.call('doctor', { project: null })))
  await app.evaluate(({ BrowserWindow }) => new Promise<void>((done) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    contents?.once('did-finish-load', () => done())
    contents?.forcefullyCrashRenderer()
  }))
}

/** Playwright has lost a page that has crashed. */
const inPage = ({ app }: Launched, script: string): Promise<string> =>
  app.evaluate(({ BrowserWindow }, asked) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(asked) as Promise<string>, script)
