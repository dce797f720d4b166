import { describe, expect, it } from 'vitest'
import { fail } from '../../domain/problem'
import type { RunResult } from '../../domain/run'
import type { RunHandle } from '../engine'
import { startInput } from '../../../tests/support/inputs'
import { undoingWhenFailed } from './undoing'

const ended = (runId: string, outcome: RunResult['outcome']): RunResult => ({
  outcome, asked: [], downtime: null, finishedAt: '2026-11-22T03:16:22Z', problem: null, rowsLost: null,
  result: {
    success: outcome === 'done', rollbackId: runId, timestamp: '2026-11-22T03:16:22Z', rolledBackTo: { deploymentId: 'd', version: 'v1.1.0', timestamp: '' }, summary: { servicesRolledBack: 1, duration: 1, dataPreserved: true },
    validation: { healthChecks: true, configValid: true, servicesRunning: 1 }, warnings: []
  }
})
/** A run that writes down what it is asked; `over`: there is nothing to stop any more. */
const handle = (runId: string, finished: Promise<RunResult>, asked: string[], over = false): RunHandle => ({
  runId, finished, settled: Promise.resolve('finished'), current: () => runId,
  cancel: async () => {
    asked.push(`cancel ${runId}`)
    return !over
  },
  leave: () => void asked.push(`leave ${runId}`)
})
function signal(): { readonly given: Promise<void>; give(): void } {
  let give = (): void => undefined
  const given = new Promise<void>((resolve) => { give = resolve })
  return { given, give: () => give() }
}
/** A run that has failed, and an undo that begins when it is let. */
function between(undoEnds: Promise<RunResult>) {
  const [asked, warned]: [string[], string[]] = [[], []]
  const [begins, starting] = [signal(), signal()]
  undoEnds.catch(() => undefined)
  const run = undoingWhenFailed(handle('run-1', Promise.resolve(ended('run-1', 'failed')), asked, true), startInput(), {
    start: async () => {
      starting.give()
      await begins.given
      return handle('run-2', undoEnds, asked)
    },
    hasSnapshot: async () => true,
    warn: async (result, warning) => {
      warned.push(warning)
      return result
    }
  })
  return { run, asked, warned, starting: starting.given, begin: begins.give }
}

describe('while a run that failed is about to be undone', () => {
  it('what is asked is done once the undo begins, and then goes to the undo', async () => {
    const { run, asked, warned, starting, begin } = between(Promise.resolve(ended('run-2', 'stopped')))
    await starting
    expect(run.current()).toBeNull()
    expect(await run.cancel()).toBe(true)
    run.leave()
    begin()
    await run.finished
    expect([asked, run.current()]).toEqual([['cancel run-2', 'leave run-2'], 'run-2'])
    expect(warned).toEqual(['The undo was stopped (run run-2): '])
  })

  it('nothing is asked of the undo that nobody asked for', async () => {
    const { run, asked, starting, begin } = between(Promise.resolve(ended('run-2', 'done')))
    await starting
    begin()
    await run.finished
    expect(asked).toEqual([])
  })

  it('an undo that is left with its question is told as that, and not as one that could not be started', async () => {
    const { run, warned, begin } = between(Promise.reject(fail('run-waits', 'The run run-2 waits for a decision.')))
    begin()
    await expect(run.finished).rejects.toMatchObject({ problem: { code: 'run-waits' } })
    expect(warned).toEqual(['The undo has not ended (run run-2): The run run-2 waits for a decision.'])
  })
})
