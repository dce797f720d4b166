// npm start [-- arguments]: everything the window needs, then the window.
import fs from 'node:fs'
import path from 'node:path'
import { spawnSync } from 'node:child_process'
import { electronPath, ensureElectron } from './lib/electron-runtime.mjs'
import { buildIfNeeded, hasDisplay, isRoot, root, run } from './lib/project.mjs'
import { ensureSystem } from './lib/system.mjs'

process.exitCode = await start()

async function start() {
  if (!hasDisplay()) {
    console.error('There is no display to open a window on: `npm run demo` plays the whole story in this terminal instead.')
    return 1
  }
  const flags = []
  try {
    console.log(await ensureElectron())
    await ensureSystem(electronPath())
    if (process.platform === 'linux') flags.push(...sandboxFlags())
  } catch (error) {
    console.error(error.message)
    return 1
  }
  const built = await buildIfNeeded()
  if (built !== 0) return built
  return run(electronPath(), [...flags, root, ...process.argv.slice(2)], { env: { ELECTRON_RUN_AS_NODE: undefined } })
}

function sandboxFlags() {
  if (isRoot()) {
    console.log('Running as root, so Chromium’s sandbox is off (--no-sandbox); start as an ordinary user to have it.')
    return ['--no-sandbox']
  }
  // Chromium's sandbox wants either user namespaces or its set-user-id helper.
  const helper = path.join(path.dirname(fs.realpathSync(electronPath())), 'chrome-sandbox')
  const stat = fs.statSync(helper, { throwIfNoEntry: false })
  const isSetUp = stat !== undefined && stat.uid === 0 && (stat.mode & 0o4000) !== 0
  if (!isSetUp && spawnSync('unshare', ['-Ur', 'true']).status === 1) {
    throw new Error(`This system allows no user namespaces, so Chromium's sandbox needs its helper. This sets it up:\n  sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`)
  }
  return []
}
