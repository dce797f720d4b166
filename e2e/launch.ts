/** Starts the built app as an operator does, with a data folder of its own. Nothing in the app knows that it is tested. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { _electron, expect, type ElectronApplication, type Locator, type Page } from 'playwright/test'
// What the page's `window.backstep` is.
import type {} from '../src/renderer/stores/api'

export const root = path.resolve(import.meta.dirname, '..')
export const isRoot = process.getuid?.() === 0
/** The path of the program: that is what the package is outside Electron. */
export const electron: string = createRequire(import.meta.url)('electron')

export interface LaunchOptions {
  /** Opened at the start, as with `--project DIR`. */
  readonly project?: string
  /** Default: a new temporary folder, removed at the end. */
  readonly userData?: string
  readonly args?: readonly string[]
  /** Another Electron, or a program that starts one. */
  readonly executablePath?: string
  /** The folder of the app; default: this one. */
  readonly app?: string
  readonly env?: Readonly<Record<string, string>>
  /** Default: on, but for root, for whom Chromium has none. */
  readonly sandbox?: boolean
}
const CLOSES_WITHIN = 30_000

export interface Launched {
  readonly app: ElectronApplication
  readonly page: Page
  readonly userData: string
  /** What the window's console said, errors and warnings only. */
  readonly complaints: readonly string[]
  close(): Promise<void>
}

/** Launches the app and waits for its window to have painted something. */
export async function launchApp(options: LaunchOptions = {}): Promise<Launched> {
  const userData = options.userData ?? mkdtempSync(path.join(os.tmpdir(), 'backstep-e2e-'))
  const project = options.project === undefined ? [] : ['--project', options.project]
  const app = await _electron.launch({
    args: [options.app ?? root, ...project, ...(options.args ?? [])],
    cwd: root,
    env: environment({ ...options.env, BACKSTEP_USER_DATA: userData }),
    chromiumSandbox: options.sandbox ?? !isRoot,
    ...(options.executablePath === undefined ? {} : { executablePath: options.executablePath })
  })
  askAgain(app)
  const page = await app.firstWindow()
  const complaints = listenTo(page)
  await page.locator('#root > *').first().waitFor({ state: 'attached' })
  const close = async (): Promise<void> => {
    await ended(app)
    if (options.userData === undefined) rmSync(userData, { recursive: true, force: true })
  }
  return { app, page, userData, complaints, close }
}

/** Of a story that failed in the middle of a run, nobody answers the question whether to close. */
async function ended(app: ElectronApplication): Promise<void> {
  let late = false
  const limit = setTimeout(() => { late = app.process().kill('SIGKILL') }, CLOSES_WITHIN)
  await app.close().finally(() => clearTimeout(limit))
  if (late) throw new Error(`The app had not ended ${CLOSES_WITHIN} ms after it was closed.`)
}

/** The main process may drop the promise of a question before it has answered ("was garbage collected"): then nothing is known, and it is asked again. */
function askAgain(app: ElectronApplication): void {
  const ask = app.evaluate.bind(app) as (...given: unknown[]) => Promise<unknown>
  const again = (...given: unknown[]): Promise<unknown> => ask(...given).catch((error: unknown) => {
    if (String(error).includes('garbage collected')) return ask(...given)
    throw error
  })
  app.evaluate = again as ElectronApplication['evaluate']
}

function environment(more: Readonly<Record<string, string>>): Record<string, string> {
  const own = Object.entries(process.env).flatMap(([name, value]) => (value === undefined || name === 'ELECTRON_RUN_AS_NODE' ? [] : [[name, value] as const]))
  return { ...Object.fromEntries(own), ...more }
}

function listenTo(page: Page): readonly string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  return complaints
}

/** The process id of the engine; null while there is none. */
export function enginePid(app: ElectronApplication): Promise<number | null> {
  return app.evaluate(({ app }) => app.getAppMetrics().find(({ serviceName, name }) => [serviceName, name].includes('Backstep engine'))?.pid ?? null)
}

/** The way to a screen of the project. */
export const goTo = (page: Page, name: string): Locator => page.getByRole('navigation', { name: 'Project' }).getByRole('button', { name })

/** Chooses a line of the application's own menu, by its label or its role; the menu comes after the first paint. */
export async function chooseInMenu({ app }: Launched, name: string): Promise<void> {
  await expect.poll(() => app.evaluate(({ Menu }, wanted) => {
    const item = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []).find(({ label, role }) => label === wanted || role === wanted)
    item?.click()
    return item !== undefined
  }, name)).toBe(true)
}

/** Starts the app once more on the same data folder; the exit code of that second start. */
export function startAgain(userData: string): Promise<number | null> {
  const second = spawn(electron, [...(isRoot ? ['--no-sandbox'] : []), root], { env: { ...process.env, BACKSTEP_USER_DATA: userData }, stdio: 'ignore' })
  return new Promise((resolve) => second.once('exit', resolve))
}
