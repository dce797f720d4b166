/** Outputs of the built command line that go to a full disk: a run that was begun comes to its end. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { useShops, versionOf } from '../support/shops'

const CLI = path.resolve(import.meta.dirname, '../../out/cli/index.js')
const shop = useShops()

async function intoFull(args: readonly string[], isFull: { readonly stderr: boolean }): Promise<{ readonly code: number; readonly said: string }> {
  const full = openSync('/dev/full', 'w')
  const child = spawn(process.execPath, [CLI, ...args], { cwd: '/', stdio: ['ignore', full, isFull.stderr ? full : 'pipe'] })
  closeSync(full)
  const [said, [code]] = await Promise.all([child.stderr ? text(child.stderr) : '', once(child, 'close')])
  return { code: Number(code), said }
}

it('does not break a rollback off that can say nothing any more', async () => {
  const made = await shop()
  const { code } = await intoFull(['rollback', '--env', 'staging', '--reason', 'Checkout answers 500', '--yes', '--project', made.path], { stderr: true })
  expect([code, await versionOf(made), await versionOf(made, 'worker')]).toEqual([1, { version: 'v1.0.0' }, { version: 'v1.0.0' }])
})

it('says in a sentence that the answer was cut off, and does not end as if it were whole', async () => {
  const made = await shop()
  expect(await intoFull(['list', '--json', '--project', made.path], { stderr: false })).toEqual({ code: 1, said: '✗ Standard output could not be written: no space is left on its disk. What the command did stands.\n' })
})
