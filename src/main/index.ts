/** Starts the app: one instance for each data folder, the window first, the engine after its first paint. */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { app } from 'electron'
import { registerScheme } from './app-protocol'
import { createApplication } from './application'
import { refuseOtherPages } from './hardening'
import { launchOptions, launchOptionsFrom, type LaunchOptions } from './launch-options'
import { createLog, type Log } from './log'

/** A data folder of its own, for a second profile beside the usual one. */
const ownFolder = process.env['BACKSTEP_USER_DATA']
if (ownFolder) useFolder(path.resolve(ownFolder))

registerScheme()
const options = launchOptions(process.argv, process.cwd())
if (app.requestSingleInstanceLock({ project: options.project })) run(options)
else app.exit(0)

function useFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  app.setPath('userData', folder)
}

function run(options: LaunchOptions): void {
  const log = createLog(path.join(app.getPath('userData'), 'logs'))
  logFailures(log)
  refuseOtherPages(log)
  const application = createApplication(options, path.join(import.meta.dirname, '../renderer'), log)
  app.on('second-instance', (_event, _argv, _folder, data) => application.startedAgain(launchOptionsFrom(data)))
  app.on('activate', () => application.startedAgain({ project: null }))
  app.on('before-quit', (event) => {
    if (!application.mayQuit()) event.preventDefault()
  })
  app.on('window-all-closed', () => app.quit())
  // Not awaited at the top level: Electron gets ready only once this module has been evaluated.
  void app.whenReady().then(() => application.start())
}

function logFailures(log: Log): void {
  process.on('uncaughtException', (error) => {
    log.error('Uncaught', { error })
    log.flush()
  })
  process.on('unhandledRejection', (error) => log.error('Unhandled rejection', { error }))
  process.on('exit', () => log.flush())
}
