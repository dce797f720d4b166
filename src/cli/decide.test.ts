import { expect, it } from 'vitest'
import { fail } from '../domain/problem'
import type { RunEvent } from '../domain/run'
import type { Cli } from './cli'
import { decider } from './decide'

// Only what a decider reads of an event.
const resumed = { runId: 'run-7', type: 'run-resumed', onFailure: 'ask' } as unknown as RunEvent
const needed = { runId: 'run-7', type: 'decision-needed' } as unknown as RunEvent

function setUp(leave: () => Promise<void>) {
  const said: string[] = []
  const left: string[] = []
  const engine = { runView: () => Promise.reject(fail('store-busy', 'The store is held by process 42.')), leave: async (_: string, runId: string) => { await leave(); left.push(runId) } }
  // Only what a question asks of the command line.
  const cli = { engine: () => engine, say: (...lines: string[]) => void said.push(...lines), paintMessage: (text: string) => text, terminal: { stdin: { isTTY: true } } } as unknown as Cli
  const decisions = decider(cli, '/srv/shop')
  return { decisions, said, left }
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

it('a question that cannot be put leaves the run with it, and says why: it would wait for ever', async () => {
  const { decisions, said, left } = setUp(() => Promise.resolve())
  for (const event of [resumed, needed]) decisions.onEvent(event)
  await settled()
  expect(left).toEqual(['run-7'])
  expect(said.join('\n')).toContain('The store is held by process 42.')
  expect(decisions.chosen()).toBeNull()
})

it('of a run that ended meanwhile nothing is said', async () => {
  const { decisions, said } = setUp(() => Promise.reject(fail('run-elsewhere', 'It is not driven here.')))
  for (const event of [resumed, needed]) decisions.onEvent(event)
  await settled()
  expect(said).toEqual([])
})
