// What the other scripts share: where the project is, how to run a program, whether out/ is up to date.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { createRequire } from 'node:module'

export const root = path.resolve(import.meta.dirname, '../..')
export const require = createRequire(import.meta.url)

/** A tool of node_modules, run with this Node: the path of its script. */
export function tool(packageName, binName = packageName) {
  const manifest = path.join(root, 'node_modules', packageName, 'package.json')
  const { bin } = JSON.parse(fs.readFileSync(manifest, 'utf8'))
  return path.join(path.dirname(manifest), typeof bin === 'string' ? bin : bin[binName])
}

/** Runs a program with the terminal's own streams; resolves with its exit code (a signal counts as 128 + n). */
export function run(command, args, { env = {}, timeout } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env },
      ...(timeout ? { timeout } : {})
    })
    const forward = (signal) => child.kill(signal)
    process.on('SIGTERM', forward)
    process.on('SIGINT', ignore)
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`)
      resolve(127)
    })
    child.on('close', (code, signal) => {
      process.off('SIGTERM', forward)
      process.off('SIGINT', ignore)
      resolve(code ?? (signal === 'SIGINT' ? 130 : 128 + 15))
    })
  })
}
// The terminal sends Ctrl-C to the child as well: it decides, and its exit code comes back here.
const ignore = () => {}

/** Runs a tool of node_modules. */
export const runTool = (script, args, options) => run(process.execPath, [script, ...args], options)

const SOURCES = ['src', 'electron.vite.config.ts', 'package.json', 'package-lock.json']
const STAMP = path.join(root, 'out/.sources')
const ENTRIES = {
  'src/main/index.ts': 'out/main/index.js',
  'src/main/host.ts': 'out/main/host.js',
  'src/main/print.ts': 'out/main/print.js',
  'src/engine/index.ts': 'out/engine/index.js',
  'src/cli/index.ts': 'out/cli/index.js',
  'src/preload/index.ts': 'out/preload/index.cjs',
  'src/renderer/index.html': 'out/renderer/index.html'
}

/** One digest over name, size and change time of everything the build reads; tests do not count. */
const sourcesDigest = () => digestOf(SOURCES)

/** The same over other files and folders of the project. */
export function digestOf(sources) {
  const hash = createHash('sha256')
  const visit = (file) => {
    const stat = fs.statSync(path.join(root, file), { throwIfNoEntry: false })
    if (!stat) return
    if (stat.isDirectory()) {
      for (const name of fs.readdirSync(path.join(root, file)).sort()) visit(path.join(file, name))
    } else if (!/\.test\.tsx?$/.test(file)) {
      hash.update(`${file}\0${stat.size}\0${stat.mtimeMs}\n`)
    }
  }
  sources.forEach(visit)
  return hash.digest('hex')
}

export function buildIsCurrent() {
  const complete = Object.entries(ENTRIES).every(
    ([source, output]) => !fs.existsSync(path.join(root, source)) || fs.existsSync(path.join(root, output))
  )
  return complete && fs.existsSync(STAMP) && fs.readFileSync(STAMP, 'utf8') === sourcesDigest()
}

/** Builds everything; resolves with the exit code. */
export async function build() {
  const digest = sourcesDigest()
  const started = Date.now()
  fs.rmSync(STAMP, { force: true })
  const code = await runTool(tool('electron-vite'), ['build', '--logLevel', 'warn'])
  if (code !== 0) return code
  removeOlderThan(path.join(root, 'out/chunks'), started)
  removeOlderThan(path.join(root, 'out/renderer/assets'), started)
  const cli = path.join(root, 'out/cli/index.js')
  if (fs.existsSync(cli)) fs.chmodSync(cli, 0o755)
  fs.writeFileSync(STAMP, digest)
  return 0
}

export const buildIfNeeded = async () => (buildIsCurrent() ? 0 : build())

// File names carry a hash of their content, so what an earlier build wrote would stay for ever.
function removeOlderThan(dir, time) {
  if (!fs.existsSync(dir)) return
  for (const name of fs.readdirSync(dir)) {
    const file = path.join(dir, name)
    if (fs.statSync(file).mtimeMs < time - 2000) fs.rmSync(file, { recursive: true, force: true })
  }
}

/** A virtual display. By default it starts anew when its last window is gone, and whoever starts in that instant finds none. */
export const virtualDisplay = ['xvfb-run', '-a', '-s', '-screen 0 1600x1200x24 -noreset']
export const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

export const isRoot = () => process.getuid?.() === 0
