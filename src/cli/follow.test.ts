import { expect, it } from 'vitest'
import { fail } from '../domain/problem'
import type { RunHandle } from '../engine/engine'
import type { Cli } from './cli'
import { EXIT } from './exit'
import { follow } from './follow'

function cliOf(said: string[]): Cli {
  const engine = { listen: () => () => undefined, cancel: async () => undefined, leave: async () => undefined }
  // Only what following a run asks of the command line.
  return { engine: () => engine, say: (...lines: string[]) => void said.push(...lines), paint: (text: string) => text, paintMessage: (text: string) => text, verbose: false, width: 100, widthMessage: 100, terminal: { stdin: {} } } as unknown as Cli
}
const options = { project: '/srv/shop', environment: 'staging', markdown: true }
const endsWith = (error: Error): (() => Promise<RunHandle>) => async () => ({ runId: 'run-7', finished: Promise.reject(error), settled: Promise.resolve('finished'), current: () => 'run-7', cancel: async () => true, leave: () => undefined })

it.each([
  ['its file cannot be read', 'file-refused', EXIT.failed], ['nobody knows', 'target-missing', EXIT.failed], ['somebody took it over', 'overtaken', EXIT.waiting]
])('an error once the run began is never "nothing was touched": %s', async (_, code, exit) => {
  const said: string[] = []
  const { answer, undo } = await follow(cliOf(said), options, endsWith(fail(code, 'It is so.')))
  expect([answer.code, answer.json, undo]).toEqual([exit, expect.objectContaining({ runId: 'run-7', problem: expect.objectContaining({ code }) as object }), null])
  expect(said.join('\n')).toContain('run-7')
})

it('an error before it began goes to whoever asked for it', async () => {
  await expect(follow(cliOf([]), options, () => Promise.reject(fail('stale-plan', 'It is another one.')))).rejects.toMatchObject({ problem: { code: 'stale-plan' } })
})
