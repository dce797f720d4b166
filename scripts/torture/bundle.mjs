// The torture's programs, bundled once for each state of the sources: a child that is to be killed must start fast.
import fs from 'node:fs'
import path from 'node:path'
import { build } from 'vite'
import { digestOf, root } from '../lib/project.mjs'

const FOLDER = path.join(root, 'node_modules/.cache/backstep-torture')
const SOURCES = ['src/domain', 'src/engine', 'tests/torture', 'tests/support', 'package.json', 'package-lock.json']
const INPUT = { main: 'tests/torture/main.ts', journal: 'tests/torture/journal.ts', child: 'tests/torture/child/child.ts', claimant: 'tests/torture/lock/claimant.ts', writer: 'tests/torture/store/writer.ts' }

// The engine reads its version from the package.json two folders above it, here as in the package.
const PROGRAMS = 'out/torture'

/** The folder with `main.js` and the children's programs. Several may ask at once: each builds beside, the first one's stays. */
export async function bundled() {
  const place = path.join(FOLDER, digestOf(SOURCES).slice(0, 16))
  if (!fs.existsSync(place)) await bundle(place)
  return path.join(place, PROGRAMS)
}

async function bundle(place) {
  removeOld()
  const beside = `${place}.${process.pid}`
  await build({
    root, configFile: false, logLevel: 'error', plugins: [watchedSqlite],
    ssr: { noExternal: true, external: ['@photostructure/sqlite'] },
    build: { ssr: true, target: 'node20.18', outDir: path.join(beside, PROGRAMS), sourcemap: true, minify: false, rolldownOptions: { input: existing(), output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' } } }
  })
  fs.copyFileSync(path.join(root, 'package.json'), path.join(beside, 'package.json'))
  try {
    fs.renameSync(beside, place)
  } catch {
    fs.rmSync(beside, { recursive: true, force: true })
  }
}

const WATCHED = path.join(root, 'tests/torture/child/sqlite.ts')
const watchedSqlite = {
  name: 'backstep:watched-sqlite',
  enforce: 'pre',
  resolveId: (source, importer) => (source === '@photostructure/sqlite' && importer !== WATCHED ? WATCHED : null)
}

const existing = () => Object.fromEntries(Object.entries(INPUT).map(([name, file]) => [name, path.join(root, file)]).filter(([, file]) => fs.existsSync(file)))

/** Earlier states of the sources; one that is still in use was built within the hour. */
function removeOld() {
  for (const name of fs.existsSync(FOLDER) ? fs.readdirSync(FOLDER) : []) {
    const folder = path.join(FOLDER, name)
    if (fs.statSync(folder).mtimeMs < Date.now() - 3_600_000) fs.rmSync(folder, { recursive: true, force: true })
  }
}
