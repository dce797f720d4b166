// The least that Electron can show: what the window's first paint is compared with.
import path from 'node:path'
import { app, BrowserWindow } from 'electron'

app.setPath('userData', process.env.BACKSTEP_USER_DATA)
app.on('window-all-closed', () => app.quit())
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, show: false })
  window.once('ready-to-show', () => window.show())
  return window.loadFile(path.join(import.meta.dirname, 'index.html'))
})
