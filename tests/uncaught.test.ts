/** What nobody caught, in the command line and in the engine's process as they are built: it may hold a secret that has no form of one. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'

const SECRET = 'kettle blue seven'
const throwing = "process.once('beforeExit', () => { throw new Error('the server said ' + process.env.DEPLOY_TOKEN) })"
// What Electron gives to a utility process; nobody speaks to this one.
const port = 'process.parentPort = { on() {}, postMessage() {} }'

it.each([
  ['the command line', 'out/cli/index.js', ['--version'], ''],
  ['the engine\'s process', 'out/main/host.js', [], port]
])('is written by %s without the values of secrets', async (_, file, args, before) => {
  const child = spawn(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(`${before};${throwing}`)}`, path.resolve(import.meta.dirname, '..', file), ...args], { env: { ...process.env, DEPLOY_TOKEN: SECRET }, stdio: ['ignore', 'ignore', 'pipe'] })
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  expect(said).toMatch(/^uncaught: Error: the server said ••••••••\n +at /)
  expect(said).not.toContain(SECRET)
  expect(code).toBe(1)
})
