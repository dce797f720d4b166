/** What a page may and may not do, and what the app does when one of its processes dies or is started twice. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test, type Page } from 'playwright/test'
import { chooseInMenu, enginePid, launchApp, startAgain, type Launched } from './launch'

let launched: Launched

/** Calls as the page would, also what its types forbid. */
const ask = (page: Page, name: string, ...input: readonly unknown[]): Promise<unknown> =>
  page.evaluate(([name, input]): unknown => Reflect.apply(window.backstep.call, null, [name, ...input]), [name, input] as const)

test.describe('a window', () => {
  test.describe.configure({ mode: 'default' })
  test.beforeAll(async () => {
    launched = await launchApp()
  })
  test.afterAll(() => launched.close())

  test('the page is isolated, sandboxed, and sees three functions', async () => {
    const { app, page } = launched
    const preferences = await app.evaluate(({ BrowserWindow }) => {
      // Electron has it, and its types do not.
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as { getLastWebPreferences(): object }
      return contents.getLastWebPreferences()
    })
    expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false })
    expect(await page.evaluate(() => ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in globalThis))).toEqual([])
    expect(await page.evaluate(() => Object.keys(window.backstep).sort())).toEqual(['call', 'on', 'pathOf'])
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })

  test('the policy allows no code and no content from elsewhere', async () => {
    const { page } = launched
    const policy = await page.evaluate(async () => (await fetch('app://ui/index.html')).headers.get('content-security-policy') ?? '')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toMatch(/style-src 'self' 'nonce-[\w+/=]{16,}'/)
    expect(policy).not.toContain('unsafe')
    // In a timer: while the debugger evaluates, it lifts the policy.
    const blocked = await page.evaluate(() => new Promise((done) => {
      setTimeout(() => {
        try {
          done((Reflect.get(globalThis, 'eval') as (code: string) => unknown)('1 + 1'))
        } catch (error) {
          done((error as Error).name)
        }
      })
    }))
    expect(blocked).toBe('EvalError')
    expect(await page.evaluate(() => fetch('https://example.org/').then(() => 'fetched', () => 'refused'))).toBe('refused')
    expect(await page.evaluate(() => fetch('app://ui/../package.json').then(({ status }) => status))).toBe(404)
  })

  test('the nonce is another one at each start', async () => {
    const nonce = (page: Page): Promise<string | undefined> => page.evaluate(() => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce)
    const other = await launchApp()
    const [one, two] = [await nonce(launched.page), await nonce(other.page)]
    await other.close()
    expect(one).toMatch(/^[\w+/=]{16,}$/)
    expect(two).not.toBe(one)
  })

  test('unknown calls, bad input and addresses that are not https come back as problems', async () => {
    const { app, page } = launched
    const problem = (code: string): unknown => ({ ok: false, problem: expect.objectContaining({ code }) })
    expect(await ask(page, 'fs:read', '/etc/passwd')).toEqual(problem('unknown-call'))
    expect(await ask(page, 'constructor')).toEqual(problem('unknown-call'))
    expect(await ask(page, 'project:open')).toEqual(problem('bad-input'))
    expect(await ask(page, 'project:open', { path: 7 })).toEqual(problem('bad-input'))
    expect(await ask(page, 'run:view', { project: '/p', runId: 'x'.repeat(5000) })).toEqual(problem('bad-input'))
    // A function cannot be sent to the page, so that it is made there.
    expect(await page.evaluate((): unknown => Reflect.apply(window.backstep.call, null, ['project:open', { path: () => undefined }]))).toEqual(problem('bad-input'))
    expect(await page.evaluate((): unknown => {
      try {
        return Reflect.apply(window.backstep.on, null, ['ipc-message', () => undefined])
      } catch (error) {
        return (error as Error).message
      }
    })).toContain('no event')
    const opened = await app.evaluateHandle(({ shell }) => {
      const addresses: string[] = []
      shell.openExternal = async (url) => void addresses.push(url)
      return addresses
    })
    for (const url of ['http://example.org/', 'file:///etc/passwd', ['javascript', 'alert(1)'].join(':'), 'https://user:word@example.org/', 'nonsense', 'smb://host/share']) {
      expect(await ask(page, 'app:open-external', { url })).toEqual(problem('address-refused'))
    }
    expect(await ask(page, 'app:open-external', { url: 'https://example.org/' })).toEqual({ ok: true, value: null })
    expect(await opened.jsonValue()).toEqual(['https://example.org/'])
  })

  test('other pages, windows, frames and permissions are refused', async () => {
    const { app, page } = launched
    for (const url of ['https://example.org/', 'file:///etc/passwd', 'data:text/html,x', 'app://other/index.html']) {
      await page.evaluate((url) => void (location.href = url), url).catch(() => undefined)
      expect(await page.evaluate(() => location.href)).toBe('app://ui/index.html')
    }
    expect(await page.evaluate(() => window.open('https://example.org/'))).toBe(null)
    expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied')
    expect(await page.evaluate(() => new Promise((done) => navigator.geolocation.getCurrentPosition(() => done('given'), ({ code }) => done(code))))).toBe(1)
    expect(await page.evaluate(() => navigator.clipboard.readText().then(() => 'given', ({ name }: Error) => name))).toBe('NotAllowedError')
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })

  test('a page in a frame is refused', async () => {
    const refused = await launched.page.evaluate(() => new Promise((done) => {
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => done(effectiveDirective))
      const frame = document.createElement('iframe')
      frame.src = 'app://ui/index.html'
      document.body.append(frame)
    }))
    expect(refused).toBe('frame-src')
  })

  test('a second start shows the first window and ends', async () => {
    const { app, userData } = launched
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
    expect(await startAgain(userData)).toBe(0)
    await expect.poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible()))).toEqual([true])
  })

  test('the log folder is opened from the menu, and the log is there', async () => {
    const { app, userData } = launched
    // Whatever shows folders here must not be started by a test.
    await app.evaluate(({ shell }) => {
      shell.openPath = async (folder) => {
        process.env['FOLDER_THAT_WAS_OPENED'] = folder
        return ''
      }
    })
    await chooseInMenu(launched, 'Open log folder')
    const folder = path.join(userData, 'logs')
    await expect.poll(() => app.evaluate(() => process.env['FOLDER_THAT_WAS_OPENED'])).toBe(folder)
    await expect.poll(() => existsSync(path.join(folder, 'backstep.log')) && readFileSync(path.join(folder, 'backstep.log'), 'utf8')).toContain('"msg":"Started"')
  })
})

test.describe('a window of which a process dies', () => {
  test.beforeEach(async () => {
    launched = await launchApp()
  })
  test.afterEach(() => launched.close())

  test('when the engine is killed the window lives, and a new engine answers', async () => {
    const { app, page } = launched
    expect(await ask(page, 'doctor', { project: null })).toMatchObject({ ok: true })
    const states = await page.evaluateHandle(() => {
      const seen: [boolean, string | null][] = []
      window.backstep.on('engine-state', ({ up, problem }) => seen.push([up, problem?.code ?? null]))
      return seen
    })
    const before = await enginePid(app)
    expect(before).not.toBe(null)
    process.kill(before ?? 0, 'SIGKILL')
    await expect.poll(() => states.jsonValue()).toEqual([[false, 'engine-died'], [true, null]])
    expect(await ask(page, 'doctor', { project: null })).toMatchObject({ ok: true })
    const after = await enginePid(app)
    expect(after).not.toBe(null)
    expect(after).not.toBe(before)
  })

  test('when the page crashes it is loaded again', async () => {
    const { app } = launched
    const loaded = app.evaluate(({ BrowserWindow }) => new Promise<void>((done) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      contents?.once('did-finish-load', () => done())
      contents?.forcefullyCrashRenderer()
    }))
    await loaded
    await expect.poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.querySelector("#root").childElementCount > 0'))).toBe(true)
  })
})

test('size and zoom are there at the next start, and what is damaged is no obstacle to it', async () => {
  const userData = test.info().outputPath('data')
  const first = await launchApp({ userData })
  await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 40, width: 1111, height: 777 }))
  await expect.poll(() => sizeAndZoom(first)).toEqual([1111, 777, 0])
  await chooseInMenu(first, 'Zoom in')
  await first.close()

  const second = await launchApp({ userData })
  await expect.poll(() => sizeAndZoom(second)).toEqual([1111, 777, 0.5])
  await second.close()

  writeFileSync(path.join(userData, 'state.json'), '{"bounds":')
  writeFileSync(path.join(userData, 'settings.json'), '[]')
  const third = await launchApp({ userData })
  expect(await sizeAndZoom(third)).toEqual([1280, 800, 0])
  await third.close()
})

const sizeAndZoom = ({ app }: Launched): Promise<unknown[]> =>
  app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0]
    return [...(window?.getSize() ?? []), window?.webContents.getZoomLevel()]
  })
