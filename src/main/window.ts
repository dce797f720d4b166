import path from 'node:path'
import { BrowserWindow, nativeTheme, screen } from 'electron'
import { START_PAGE } from './app-protocol'
import type { StateFile } from './app-state'
import { placement, SMALLEST } from './bounds'

// --bg-window of the window's own tokens, so that nothing flashes before the first paint.
const BACKGROUND = { light: '#f4f6f6', dark: '#111516' } as const

/** What a zoom level multiplies the size by. */
const ZOOM_STEP = 1.2

/** The one window, where it was; shown with its first paint. */
export function createWindow(state: StateFile): BrowserWindow {
  const { bounds, maximized, zoom } = state.get()
  const window = new BrowserWindow({
    ...placement(bounds, screen.getAllDisplays().map(({ workArea }) => workArea)),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: BACKGROUND[nativeTheme.shouldUseDarkColors ? 'dark' : 'light'],
    webPreferences: {
      preload: path.join(import.meta.dirname, '../preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      zoomFactor: ZOOM_STEP ** zoom
    }
  })
  if (maximized) window.maximize()
  remember(window, state)
  // Chromium keeps a level of its own for the address; ours is the one that counts.
  window.webContents.on('did-finish-load', () => window.webContents.setZoomLevel(state.get().zoom))
  void window.loadURL(START_PAGE)
  return window
}

function remember(window: BrowserWindow, state: StateFile): void {
  const save = (): void => {
    if (!window.isDestroyed() && window.isVisible()) state.update({ bounds: window.getNormalBounds(), maximized: window.isMaximized() })
  }
  for (const event of ['resize', 'move', 'maximize', 'unmaximize', 'close'] as const) window.on(event as 'resize', save)
}

/** Zooms in (1), out (-1) or back (0) and remembers it. */
export function zoom(window: BrowserWindow, state: StateFile, direction: -1 | 0 | 1): void {
  const level = direction === 0 ? 0 : Math.max(-3, Math.min(4, state.get().zoom + direction * 0.5))
  window.webContents.setZoomLevel(level)
  state.update({ zoom: level })
}

/** Brings the window to the front. */
export function show(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
