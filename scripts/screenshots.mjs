// npm run screenshots: the pictures in docs/screenshots, taken anew while two stories are played in the window.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { root } from './lib/project.mjs'

const { status } = spawnSync(process.execPath, [path.join(root, 'scripts/e2e.mjs'), 'e2e/story.spec.ts', 'e2e/plan.spec.ts', '-g', 'way back|in pictures'], {
  cwd: root, stdio: 'inherit', env: { ...process.env, BACKSTEP_SCREENSHOTS: '1' }
})
process.exitCode = status ?? 1
