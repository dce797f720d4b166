// npm run e2e [-- arguments for playwright test]
import { electronPath, ensureElectron } from './lib/electron-runtime.mjs'
import { runPlaywright } from './lib/e2e.mjs'
import { buildIfNeeded, hasDisplay } from './lib/project.mjs'
import { ensureSystem } from './lib/system.mjs'

process.exitCode = await e2e()

async function e2e() {
  try {
    console.log(await ensureElectron())
    await ensureSystem(electronPath(), { headless: !hasDisplay() })
  } catch (error) {
    console.error(error.message)
    return 1
  }
  const built = await buildIfNeeded()
  return built !== 0 ? built : runPlaywright(process.argv.slice(2))
}
