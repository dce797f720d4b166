// npm run typecheck: each layer with its own tsconfig, so that a layer compiles only with the types it may use.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { root, tool } from './lib/project.mjs'

const layers = ['domain', 'ipc', 'engine', 'main', 'cli', 'preload', 'renderer', 'tests']
const tsc = tool('typescript', 'tsc')
const cache = path.join(root, 'node_modules/.cache/backstep-typecheck')
fs.mkdirSync(cache, { recursive: true })

// TypeScript calls a project without files an error; a folder that nobody has begun is none.
const exists = (layer) => layer === 'tests' || hasSources(path.join(root, 'src', layer))
function hasSources(dir) {
  if (!fs.existsSync(dir)) return false
  return fs
    .readdirSync(dir, { recursive: true })
    .some((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
}

function check(layer) {
  return new Promise((resolve) => {
    const args = [tsc, '-p', `tsconfig.${layer}.json`, '--pretty', 'false', '--incremental', '--tsBuildInfoFile', path.join(cache, `${layer}.json`)]
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    child.stdout.on('data', (data) => (text += data))
    child.on('close', (code) => resolve({ layer, code, text }))
  })
}

const queue = layers.filter(exists)
let failed = 0
async function worker() {
  for (let layer = queue.shift(); layer; layer = queue.shift()) {
    const { code, text } = await check(layer)
    if (code !== 0) failed++
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${layer}`)
    if (text) process.stdout.write(text)
  }
}
await Promise.all([worker(), worker()])
process.exitCode = failed > 0 ? 1 : 0
