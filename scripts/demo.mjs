// npm run demo [-- arguments]: the whole story in this terminal, on the demo project.
import { buildIfNeeded, root, run } from './lib/project.mjs'
import path from 'node:path'

const built = await buildIfNeeded()
process.exitCode =
  built !== 0 ? built : await run(process.execPath, [path.join(root, 'out/cli/index.js'), 'demo', '--story', ...process.argv.slice(2)])
