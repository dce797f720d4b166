// The torture's programs, bundled.
import path from 'node:path'
import { bundled as bundledPrograms } from '../lib/bundle.mjs'
import { root } from '../lib/project.mjs'

const WATCHED = path.join(root, 'tests/torture/child/sqlite.ts')
const watchedSqlite = {
  name: 'backstep:watched-sqlite',
  enforce: 'pre',
  resolveId: (source, importer) => (source === '@photostructure/sqlite' && importer !== WATCHED ? WATCHED : null)
}

/** The folder with `main.js` and the children's programs. */
export const bundled = () => bundledPrograms({
  name: 'backstep-torture',
  // The engine reads its version from the package.json two folders above it, here as in the package.
  programs: 'out/torture',
  sources: ['src/domain', 'src/engine', 'tests/torture', 'tests/support', 'e2e/launch.ts', 'e2e/history.ts', 'scripts/lib/bundle.mjs', 'scripts/torture/bundle.mjs', 'package.json', 'package-lock.json'],
  input: { main: 'tests/torture/main.ts', journal: 'tests/torture/journal.ts', child: 'tests/torture/child/child.ts', writer: 'tests/torture/store/writer.ts' },
  // Started for every takeover.
  small: { claimant: 'tests/torture/lock/claimant.ts' },
  plugins: [watchedSqlite]
})
