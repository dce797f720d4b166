import type { BrowserWindow } from 'electron'

/** When no paint is reported (a display that is off, a page that crashed), the app goes on nevertheless. */
const WITHIN = 3_000

const PAINTED = `new Promise((done) => new PerformanceObserver((list, observer) => {
  if (list.getEntriesByName('first-contentful-paint').length === 0) return
  observer.disconnect()
  done()
}).observe({ type: 'paint', buffered: true }))`

/**
 * Shows the window as soon as it has something to show, and resolves when that is really on the screen. What starts between
 * the two, above all another process, delays the first paint by a third.
 */
export async function firstPaint(window: BrowserWindow): Promise<void> {
  await within(WITHIN, new Promise<void>((done) => window.once('ready-to-show', () => done())))
  if (window.isDestroyed()) return
  window.show()
  await within(WITHIN, window.webContents.executeJavaScript(PAINTED))
}

function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    const done = (): void => {
      clearTimeout(timer)
      resolve()
    }
    work.then(done, done)
  })
}
