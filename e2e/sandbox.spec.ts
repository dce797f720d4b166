/**
 * The same window as an ordinary user, with Chromium's sandbox on. Root, who has none, starts it as `nobody`, from a copy that
 * nobody may read; another user just starts it.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test, type Page } from 'playwright/test'
import { NOBODY, own } from '../tests/support/nobody'
import { expectNothing } from './axe'
import { createDemo, resize, type Demo } from './demo'
import { electron, goTo, isRoot, launchApp, root, type Launched, type LaunchOptions } from './launch'
import { picture } from './pictures'
import { owingUndo } from './runs'

// What it proves is read in /proc, which no other system has; the other stories run there all the same.
test.skip(process.platform !== 'linux', 'only Linux has a /proc to look into')

let home = ''
let demo: Demo
test.beforeEach(async () => {
  home = mkdtempSync(path.join(os.tmpdir(), 'backstep-nobody-'))
  demo = await createDemo()
})
test.afterEach(async () => {
  rmSync(home, { recursive: true, force: true })
  execFileSync('chmod', ['-R', 'u+w', demo.project])
  await demo.remove()
})

test('an ordinary user has the sandbox, the window and the engine work in it, and a project that may only be read can be browsed', async () => {
  await owingUndo(demo, 'Checkout answers 500')
  onlyToBeRead()
  const launched = await launchApp({ ...(isRoot ? asNobody() : {}), project: demo.project, userData: path.join(home, 'data'), sandbox: true })
  try {
    await resize(launched)
    await expect(launched.page.getByRole('heading', { level: 1 })).toBeVisible()
    expect(await launched.page.evaluate(() => window.backstep.call('doctor', { project: null }))).toMatchObject({ ok: true })
    const pid = await pagePid(launched)
    expect(status(pid, 'Seccomp')).toBe('2')
    expect(status(pid, 'NoNewPrivs')).toBe('1')
    expect(status(pid, 'Uid')).not.toMatch(/^0\b/)
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).not.toContain('--no-sandbox')
    await browsed(launched.page)
    expect(launched.complaints).toEqual([])
  } finally {
    await launched.close()
  }
})

/** Whoever starts the window may read all of the demo and write nothing of it. */
function onlyToBeRead(): void {
  const folder = path.dirname(demo.project)
  if (isRoot) own(folder)
  execFileSync('chmod', ['-R', 'a+rX', folder])
  execFileSync('chmod', ['-R', 'a-w', demo.project])
}

/** Every screen shows what is there; what would write says why it cannot. */
async function browsed(page: Page): Promise<void> {
  const refused = async (...names: readonly string[]): Promise<void> => {
    for (const name of names) await expect(page.getByRole('button', { name }), name).toHaveAccessibleDescription(/can only be read|cannot be written by this user/)
  }
  await expect(page.getByRole('region', { name: 'Undo owed in staging' })).toBeVisible()
  await refused('Leave as it is…', 'Undo…', 'Roll back… staging')
  await expect(page.getByText('History can only be read, chain verified')).toBeVisible()
  await picture(page, 'overview-read-only')
  await expectNothing(page, 'Overview, only to be read')
  await goTo(page, 'Deployments').click()
  await page.getByRole('grid', { name: /Deployments/ }).getByRole('row').filter({ hasText: 'v1.0.0' }).first().click()
  await refused('Record…', 'Roll back to this…')
  await goTo(page, 'History').click()
  await page.getByRole('grid', { name: 'Rollbacks, newest first' }).getByRole('row').filter({ hasText: 'staging' }).click()
  await page.getByRole('button', { name: 'Open result' }).click()
  await refused('Leave as it is…', 'Undo…', 'Roll back…')
  await goTo(page, 'Snapshots').click()
  await refused('Verify all', 'Test all restores', 'Prune…', 'Undo from here…', 'Test restore', 'Keep it by hand')
}

const pagePid = ({ app }: Launched): Promise<number> => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0)
const status = (pid: number, field: string): string => new RegExp(`^${field}:\\s*(.*)$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? ''

function asNobody(): LaunchOptions {
  chmodSync(home, 0o755)
  const own = path.join(home, 'own')
  mkdirSync(own)
  chownSync(own, NOBODY, NOBODY)
  mkdirSync(path.join(home, 'data'))
  chownSync(path.join(home, 'data'), NOBODY, NOBODY)
  const env = { HOME: own, XDG_CONFIG_HOME: own, XDG_CACHE_HOME: own, XDG_RUNTIME_DIR: own, TMPDIR: own, ...display(own) }
  return { app: copyOfApp(), executablePath: starter(readableElectron()), env }
}

/** What a package of the app has: the build, and the one module that stays outside it. */
function copyOfApp(): string {
  const copy = path.join(home, 'app')
  for (const part of ['package.json', 'out', 'node_modules/@photostructure/sqlite', 'node_modules/node-gyp-build', 'node_modules/node-addon-api']) {
    if (existsSync(path.join(root, part))) cpSync(path.join(root, part), path.join(copy, part), { recursive: true, dereference: true })
  }
  execFileSync('chmod', ['-R', 'a+rX', copy])
  return copy
}

/** The Electron in use, or a copy of it where the way to it is closed to others. */
function readableElectron(): string {
  const real = realpathSync(electron)
  if (mayRun(real)) return real
  const copy = path.join(home, 'electron')
  cpSync(path.dirname(real), copy, { recursive: true })
  execFileSync('chmod', ['-R', 'a+rX', copy])
  return path.join(copy, path.basename(real))
}

function mayRun(file: string): boolean {
  try {
    execFileSync('setpriv', [...AS_NOBODY, 'test', '-x', file, '-a', '-r', path.join(path.dirname(file), 'resources')], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const AS_NOBODY = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--']

/** A program that gives up root before it becomes Electron. */
function starter(program: string): string {
  const file = path.join(home, 'start')
  writeFileSync(file, `#!/bin/sh\nexec setpriv ${AS_NOBODY.join(' ')} '${program}' "$@"\n`, { mode: 0o755 })
  return file
}

/** The virtual display asks for a cookie, which only its owner can read. */
function display(own: string): Record<string, string> {
  const cookie = process.env['XAUTHORITY']
  if (!cookie || !existsSync(cookie)) return {}
  const copy = path.join(own, 'Xauthority')
  copyFileSync(cookie, copy)
  chownSync(copy, NOBODY, NOBODY)
  chmodSync(copy, 0o600)
  return { XAUTHORITY: copy }
}
