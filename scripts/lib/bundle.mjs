// Bundles TypeScript programs that tests start, once for each state of the sources: a child that is to be killed must start fast.
import fs from 'node:fs'
import path from 'node:path'
import { build } from 'vite'
import { digestOf, root } from './project.mjs'

/**
 * The folder of the bundle. Several may ask at once: each builds beside, the first one's stays.
 * @param name of the cache, @param programs where each program goes below the bundle's folder, @param sources what the digest is over,
 * @param input program names and their files, @param small programs that start faster without what they have no use for, @param plugins of Vite
 */
export async function bundled({ name, programs, sources, input, small = {}, plugins }) {
  const cache = path.join(root, 'node_modules/.cache', name)
  const place = path.join(cache, digestOf(sources).slice(0, 16))
  if (!fs.existsSync(place)) await bundle(cache, place, { programs, input, small, plugins })
  return path.join(place, programs)
}

async function bundle(cache, place, { programs, input, small, plugins }) {
  removeOld(cache)
  const beside = `${place}.${process.pid}`
  const outDir = path.join(beside, programs)
  await built(outDir, plugins, existing(input), true)
  if (Object.keys(small).length > 0) await built(outDir, plugins, existing(small), { moduleSideEffects: false })
  fs.copyFileSync(path.join(root, 'package.json'), path.join(beside, 'package.json'))
  try {
    fs.renameSync(beside, place)
  } catch {
    fs.rmSync(beside, { recursive: true, force: true })
  }
}

function built(outDir, plugins, input, treeshake) {
  return build({
    root, configFile: false, logLevel: 'error', plugins,
    ssr: { noExternal: true, external: ['@photostructure/sqlite', 'playwright/test'] },
    build: {
      ssr: true, target: 'node20.18', outDir, emptyOutDir: false, sourcemap: true, minify: false,
      rolldownOptions: { treeshake, input, output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' } }
    }
  })
}

const existing = (input) => Object.fromEntries(Object.entries(input).map(([name, file]) => [name, path.join(root, file)]).filter(([, file]) => fs.existsSync(file)))

/** Earlier states of the sources; one that is still in use was built within the hour. */
function removeOld(cache) {
  for (const name of fs.existsSync(cache) ? fs.readdirSync(cache) : []) {
    const folder = path.join(cache, name)
    if (fs.statSync(folder).mtimeMs < Date.now() - 3_600_000) fs.rmSync(folder, { recursive: true, force: true })
  }
}
