// Stands in for the default_app.asar that the official Electron carries and the fallback runtime lacks.
// It gives the same command line: electron [-r module]... <path of the app> [arguments].
import { app } from 'electron/main'
import fs from 'node:fs'
import Module from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const required = []
let target
let printVersion = false
const argv = process.argv.slice(1)
for (let i = 0; i < argv.length; i++) {
  const arg = argv[i]
  if (arg === '-r' || arg === '--require') required.push(argv[++i])
  else if (arg === '-v' || arg === '--version') printVersion = true
  else if (arg.startsWith('--app=')) target = arg.slice('--app='.length)
  else if (!arg.startsWith('-')) target = arg
  if (target || printVersion) break
}

if (printVersion) {
  console.log(`v${process.versions.electron}`)
  process.exit(0)
}
if (required.length > 0) Module._preloadModules(required)
if (!target) {
  console.error('usage: electron [-r module]... <path of the app> [arguments]')
  process.exit(2)
}

Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true })
const appRoot = path.resolve(target)
const manifest = path.join(appRoot, 'package.json')
if (fs.existsSync(manifest)) {
  const about = JSON.parse(fs.readFileSync(manifest, 'utf8'))
  if (about.version) app.setVersion(about.version)
  app.name = about.productName ?? about.name ?? app.name
  app.setDesktopName(about.desktopName ?? `${app.name}.desktop`)
}
try {
  const entry = Module._resolveFilename(appRoot, null, true)
  app.setAppPath(fs.existsSync(manifest) ? appRoot : path.dirname(entry))
  await import(pathToFileURL(entry).href)
} catch (error) {
  console.error('App threw an error during load')
  console.error(error)
  process.exit(1)
}
