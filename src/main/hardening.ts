/** What no page may do, whatever it contains. */
import { app, session, type WebContents } from 'electron'
import { ORIGIN, START_PAGE } from './app-protocol'
import type { Log } from './log'

/** Writing text to the clipboard on a click is the one permission; reading it is none. */
const PERMITTED = 'clipboard-sanitized-write'

/** Refuses permissions, devices and downloads; called when the app is ready. */
export function refusePermissions(): void {
  const { defaultSession } = session
  defaultSession.setPermissionRequestHandler((contents, permission, done) => done(permission === PERMITTED && isOurs(contents.getURL())))
  defaultSession.setPermissionCheckHandler((_contents, permission, origin) => permission === PERMITTED && isOurs(`${origin}/`))
  defaultSession.setDevicePermissionHandler(() => false)
  defaultSession.on('will-download', (event) => event.preventDefault())
}

/** Refuses every page but ours, every new window and every embedded one, in all contents there will ever be. */
export function refuseOtherPages(log: Log): void {
  app.on('web-contents-created', (_event, contents) => {
    const refuse = (event: { preventDefault(): void }, url: string): void => {
      if (url === START_PAGE) return
      event.preventDefault()
      log.warn('Refused to open a page', { url })
    }
    contents.on('will-navigate', (event) => refuse(event, event.url))
    contents.on('will-frame-navigate', (event) => refuse(event, event.url))
    contents.on('will-redirect', (event) => refuse(event, event.url))
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}

const isOurs = (url: string): boolean => url.startsWith(`${ORIGIN}/`)

/** A window that crashes or hangs is loaded again; the runs are the engine's and go on. */
export function keepAlive(contents: WebContents, log: Log, giveUp: () => void): void {
  const crashes: number[] = []
  let hanging: NodeJS.Timeout | undefined
  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.error('The window crashed', { reason, exitCode })
    if (reason === 'clean-exit') return
    crashes.push(Date.now())
    if (crashes.filter((at) => Date.now() - at < CRASH_SPAN).length > CRASHES) return giveUp()
    contents.reload()
  })
  contents.on('unresponsive', () => {
    log.error('The window does not answer')
    hanging ??= setTimeout(() => contents.forcefullyCrashRenderer(), HANGING)
  })
  contents.on('responsive', () => {
    clearTimeout(hanging)
    hanging = undefined
  })
  contents.on('did-start-loading', () => {
    clearTimeout(hanging)
    hanging = undefined
  })
}

const CRASHES = 3
const CRASH_SPAN = 60_000
const HANGING = 5_000
