// npm run screenshots: the pictures in docs/screenshots, taken anew while the story is played in the window.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { root } from './lib/project.mjs'

const { status } = spawnSync(process.execPath, [path.join(root, 'scripts/e2e.mjs'), 'e2e/story.spec.ts', '-g', 'way back'], {
  cwd: root, stdio: 'inherit', env: { ...process.env, BACKSTEP_SCREENSHOTS: '1' }
})
process.exitCode = status ?? 1
