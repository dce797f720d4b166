/** A reason that quotes a secret which only a configuration file tells to be one, by a command line that has read none of it yet. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { isHeld } from '../../src/engine/lock/lock'
import { killedAt } from '../support/driven'
import { V1, V2, type Shop } from '../support/shop'
import { useShops } from '../support/shops'
import { inside } from './inside'
import { live, type Live } from './live'

const SECRET = 'correcthorse9'
const REASON = `Somebody has posted ${SECRET} in the channel`
const shop = useShops()
const running: Live[] = []
afterEach(() => {
  for (const one of running.splice(0)) one.signal('SIGKILL')
})
const quoted = (made: Shop): void => writeFileSync(path.join(made.path, '.env.staging'), `MODE=v1.1.0\nDB_PASSWORD=${SECRET}\n`, { mode: 0o600 })

/** Files of the project's own folder that hold it. What is kept to be put back holds all of a configuration file. */
const holding = (made: Shop): readonly string[] => {
  const folder = path.join(made.path, '.deployments')
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !/\/(rollback-snapshots|manifests)\/[^/]*\/config\//.test(file) && readFileSync(file).includes(SECRET))
}
async function tellsAll(made: Shop, runId: string): Promise<void> {
  const on = ['--project', made.path]
  for (const words of [['result', runId, '--json'], ['result', runId], ...['html', 'csv', 'markdown', 'json'].map((format) => ['result', runId, '--format', format]), ['history', 'export'], ['history', '--json'], ['status', '--json']]) {
    const { code, stdout, stderr } = await inside([...words, ...on])
    expect([words, code, (stdout + stderr).includes(SECRET)]).toEqual([words, 0, false])
  }
  expect(holding(made)).toEqual([])
}

it('stands nowhere after `abandon`', async () => {
  const made = await shop()
  const runId = await killedAt(made, { type: 'step-finished', step: 'stop/api' })
  quoted(made)
  const { code, stdout, stderr } = await inside(['abandon', runId, '--reason', REASON, '--project', made.path])
  expect([code, (stdout + stderr).includes(SECRET)]).toEqual([0, false])
  expect((await inside(['result', runId, '--project', made.path])).stdout).toContain('Somebody has posted ••••••••')
  await tellsAll(made, runId)
})

it('stands nowhere after `takeover`', async () => {
  const made = await shop([V1, V2, { version: 'v1.2.0', fault: 'ignores-stop' }])
  quoted(made)
  const on = ['--project', made.path]
  const first = live(['rollback', '--env', 'staging', '--reason', 'Checkout answers 500', '--yes', '--verbose', ...on])
  running.push(first)
  await first.says(/▸ Stop worker/)
  first.signal('SIGSTOP')
  expect(isHeld(made.path, 'staging')).toBe(true)
  const taken = await inside(['takeover', '--env', 'staging', '--reason', REASON, '--confirm', 'staging', '--json', ...on])
  expect([taken.code, (taken.stdout + taken.stderr).includes(SECRET)]).toEqual([0, false])
  expect(holding(made)).toEqual([])
  const { runId } = JSON.parse(taken.stdout) as { runId: string }
  expect((await inside(['resume', runId, ...on])).code).toBe(0)
  expect((await made.engine.result(made.path, runId)).record?.record.entry.takeovers).toMatchObject([{ reason: 'Somebody has posted •••••••• in the channel' }])
  await tellsAll(made, runId)
})
