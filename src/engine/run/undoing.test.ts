import { describe, expect, it } from 'vitest'
import type { RunResult } from '../../domain/run'
import type { RunHandle, StartInput } from '../engine'
import { undoingWhenFailed } from './undoing'

interface Driven extends RunHandle { readonly did: string[]; end(success: boolean): void }

/** A run that ends when it is told to. */
function run(runId: string): Driven {
  const did: string[] = []
  let end: (result: RunResult) => void = () => undefined
  const finished = new Promise<RunResult>((resolve) => { end = resolve })
  return {
    runId, finished, settled: Promise.resolve('finished'), did,
    driven: () => runId, cancel: async () => { did.push('cancelled') }, leave: () => { did.push('left') },
    end: (success) => end({ asked: [], result: { success, rolledBackTo: { version: 'v1' }, warnings: ['It failed.'] } } as unknown as RunResult)
  }
}
const input = { request: { environment: 'staging' }, reason: 'why', onFailure: 'undo' } as unknown as StartInput

/** `snapshot`: what has to come before the undo begins. */
function setUp(snapshot: Promise<boolean> = Promise.resolve(true), starting: Promise<void> = Promise.resolve()) {
  const [first, undo] = [run('run-1'), run('run-2')]
  const begun: StartInput[] = []
  const warned: string[] = []
  const handle = undoingWhenFailed(first, input, {
    start: async (asked) => {
      begun.push(asked)
      await starting
      return undo
    },
    hasSnapshot: () => snapshot,
    warn: async (result, warning) => {
      warned.push(warning)
      return result
    }
  })
  return { first, undo, handle, begun, warned }
}

describe('an undo by policy', () => {
  it('is what is driven, cancelled and left once it has begun', async () => {
    const { first, undo, handle, warned } = setUp()
    expect(handle.driven()).toBe('run-1')
    await handle.cancel()
    first.end(false)
    await expect.poll(() => handle.driven()).toBe('run-2')
    await handle.cancel()
    handle.leave()
    undo.end(false)
    await handle.finished
    expect([first.did, undo.did, warned]).toEqual([['cancelled'], ['cancelled', 'left'], ['The undo failed too (run run-2): It failed.']])
  })

  it.each(['cancel', 'leave'] as const)('does not begin when somebody says %s before it has', async (what) => {
    let there: (has: boolean) => void = () => undefined
    const { first, handle, begun, warned } = setUp(new Promise((resolve) => { there = resolve }))
    first.end(false)
    await first.finished
    // What follows from its end has its turn first.
    await new Promise((resolve) => setImmediate(resolve))
    await handle[what]()
    there(true)
    await handle.finished
    expect([begun, warned]).toEqual([[], ['It was not undone: somebody stopped that. `backstep undo run-1` takes it back.']])
  })

  it('that is on its way when it is cancelled is cancelled as soon as it has begun', async () => {
    let go: () => void = () => undefined
    const { first, undo, handle, begun } = setUp(Promise.resolve(true), new Promise((resolve) => { go = resolve }))
    first.end(false)
    await expect.poll(() => begun.length).toBe(1)
    await handle.cancel()
    go()
    await expect.poll(() => undo.did).toEqual(['cancelled'])
    undo.end(true)
    await handle.finished
  })
})
