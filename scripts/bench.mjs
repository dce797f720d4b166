// npm run bench [-- --only NAME] [-- --json FILE]: every figure as a ratio against what it is compared with. Exit 1 when one misses its limit.
import fs from 'node:fs'
import { parseArgs } from 'node:util'
import { electronPath, ensureElectron } from './lib/electron-runtime.mjs'
import { buildIfNeeded, hasDisplay, run, virtualDisplay } from './lib/project.mjs'
import { ensureSystem } from './lib/system.mjs'

const GROUPS = {
  demo: () => import('./bench/start-demo.mjs'),
  rollback: () => import('./bench/rollback.mjs'),
  paint: () => import('./bench/paint.mjs'),
  registry: () => import('./bench/registry.mjs'),
  output: () => import('./bench/output.mjs'),
  journal: () => import('./bench/journal.mjs')
}

process.exitCode = await bench(process.argv.slice(2))

async function bench(args) {
  const { json, only } = parseArgs({ args, options: { json: { type: 'string' }, only: { type: 'string' } } }).values
  if (only !== undefined && !Object.hasOwn(GROUPS, only)) {
    console.error(`There is no figure "${only}". There are: ${Object.keys(GROUPS).join(', ')}.`)
    return 2
  }
  if (!hasDisplay()) {
    await ensureSystem(electronPath(), { headless: true })
    const [program, ...options] = virtualDisplay
    return run(program, [...options, process.execPath, import.meta.filename, ...args])
  }
  console.log(await ensureElectron())
  const built = await buildIfNeeded()
  if (built !== 0) return built
  const figures = []
  for (const name of only === undefined ? Object.keys(GROUPS) : [only]) figures.push(...(await measured(name)))
  if (json !== undefined) fs.writeFileSync(json, `${JSON.stringify(figures, null, 2)}\n`)
  return figures.every(({ ok }) => ok) ? 0 : 1
}

async function measured(name) {
  const { measure } = await GROUPS[name]()
  try {
    const figures = await measure()
    return figures.map(({ against, ...figure }) => printed({ ...figure, value: Math.round(figure.value * 1000) / 1000, ok: figure.value <= figure.limit }, against))
  } catch (error) {
    console.error(`${name} could not be measured: ${error.stack}`)
    return [{ name, value: null, unit: '', limit: 0, ok: false }]
  }
}

function printed(figure, against) {
  const { name, value, unit, limit, ok } = figure
  console.log(`${ok ? 'ok    ' : 'MISSED'} ${name}: ${value} ${unit} (limit ${limit}; ${against})`)
  return figure
}
