// npm run ensure: an Electron and the system packages for the window and the tests.
import { electronPath, ensureElectron } from './lib/electron-runtime.mjs'
import { hasDisplay } from './lib/project.mjs'
import { ensureSystem } from './lib/system.mjs'

try {
  console.log(await ensureElectron())
  await ensureSystem(electronPath(), { headless: !hasDisplay() })
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
