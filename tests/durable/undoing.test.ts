/** An undo that is refused changes nothing, and one that is accepted is judged until it begins: with real services and programs. */
import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { problemOf } from '../../src/domain/problem'
import { createSessionDeps } from '../../src/engine/session/deps'
import { openSession } from '../../src/engine/session/session'
import { problem } from '../../src/engine/testing/problem'
import { isAlive } from '../../src/engine/testing/processes'
import { inside } from '../cli/inside'
import { driven, killedAt, runOf } from '../support/driven'
import { useHeldBuild } from '../support/held-build'
import { startInput, undoOf } from '../support/inputs'
import { V1, V2, type Shop } from '../support/shop'
import { useShops } from '../support/shops'
import { takenMeanwhile } from '../support/taken-meanwhile'

const shop = useShops()
const heldBuild = useHeldBuild()
/** Who is named as a holder, also of an environment whose lock is free. */
async function holders(made: Shop): Promise<readonly unknown[]> {
  const session = await openSession(made.path, createSessionDeps(process.env))
  try {
    return await session.store.holders()
  } finally {
    await session.close()
  }
}
const STALE = '0'.repeat(64)

describe('an undo that is refused', () => {
  it('leaves the run that waits with its question, which can be answered still', async () => {
    const made = await shop([{ ...V1, fault: 'exits-once' }, V2])
    rmSync(path.join(made.path, '.deployments/worktrees'), { recursive: true })
    const handle = await made.engine.start(made.path, startInput())
    expect(await handle.settled).toBe('waiting')
    expect(await problem(made.engine.start(made.path, undoOf(handle.runId, { planHash: STALE })))).toMatchObject({ code: 'stale-plan', message: expect.stringContaining('Nothing was changed.') as string })
    expect(await made.engine.runView(made.path, handle.runId)).toMatchObject({ interrupted: false, holder: { here: true }, state: { status: 'waiting', decision: { step: 'ready/api@local' } } })
    await made.engine.decide(made.path, handle.runId, 'retry')
    expect(await handle.finished).toMatchObject({ outcome: 'done' })
  })

  it('ends nothing of what an interrupted run has left running; one that is accepted ends it', async () => {
    const build = heldBuild()
    const made = await shop(undefined, { api: build.api })
    build.hold(made)
    const run = driven({ project: made.path, start: startInput() })
    const pid = await build.running()
    await run.end()
    const runId = await runOf(made)
    expect(await problem(made.engine.start(made.path, undoOf(runId, { planHash: STALE })))).toMatchObject({ code: 'stale-plan', message: expect.stringContaining('Nothing was changed.') as string })
    expect(isAlive(pid)).toBe(true)
    let ended = false
    made.engine.listen({
      events: (_, events) => {
        if (!events.some((event) => event.type === 'run-finished' && event.runId === runId)) return
        ended = !isAlive(pid)
        // The undo builds as well.
        build.letGo()
      }
    })
    expect(await (await made.engine.start(made.path, undoOf(runId))).finished).toMatchObject({ outcome: 'done' })
    expect(ended).toBe(true)
  })
})

it('of two undos of the run that waits, one gets it and the other is refused', async () => {
  const made = await shop([{ ...V1, fault: 'exits' }, V2])
  const handle = await made.engine.start(made.path, startInput())
  expect(await handle.settled).toBe('waiting')
  const both = await Promise.allSettled([1, 2].map(() => made.engine.start(made.path, undoOf(handle.runId))))
  const refused = both.flatMap((one) => (one.status === 'rejected' ? [problemOf(one.reason)] : []))
  expect(refused).toMatchObject([{ code: 'run-driven', message: expect.stringContaining('already. Nothing was changed.') as string }])
  const [begun] = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  expect(await begun?.finished).toMatchObject({ outcome: 'done' })
  expect(await holders(made)).toEqual([])
})

it('of two who mark the run that waits as failed, one gets it and the other is refused', async () => {
  const made = await shop([{ ...V1, fault: 'exits' }, V2])
  const handle = await made.engine.start(made.path, startInput())
  expect(await handle.settled).toBe('waiting')
  const both = await Promise.allSettled([1, 2].map(() => made.engine.abandon(made.path, handle.runId, 'It hangs')))
  expect(both).toMatchObject([{ status: 'fulfilled', value: null }, { status: 'rejected', reason: { problem: { code: 'run-driven', message: expect.stringContaining('already. Nothing was changed.') as string } } }])
})

it('a check that blocks by the time that the undone run was ended is enforced', async () => {
  const made = await shop()
  const runId = await killedAt(made, { type: 'step-finished', step: 'stop/api' })
  const seen: string[] = []
  made.engine.listen({
    events: (_, events) => events.forEach((event) => {
      seen.push(`${event.type} ${event.runId === runId ? 'undone' : 'undo'}`)
      if (event.type === 'run-finished') execFileSync('git', ['add', '-f', '.deployments/backstep.db'], { cwd: made.path })
    })
  })
  expect(await problem(made.engine.start(made.path, undoOf(runId)))).toMatchObject({ code: 'check-tracked-files', message: expect.stringContaining('The run that is undone was ended. Nothing else was changed.') as string })
  expect(seen).toEqual(['run-finished undone'])
  expect(await holders(made)).toEqual([])
  execFileSync('git', ['rm', '-q', '-f', '--cached', '.deployments/backstep.db'], { cwd: made.path })
  expect(await (await made.engine.start(made.path, undoOf(runId))).finished).toMatchObject({ outcome: 'done' })
})

it('a run that is marked as failed says what the registry does not have yet', async () => {
  const made = await shop()
  const runId = await killedAt(made, { type: 'step-finished', step: 'stop/api' })
  const registry = path.join(made.path, '.deployments/deployment-registry.json')
  const whole = readFileSync(registry)
  writeFileSync(registry, whole.subarray(0, 100))
  const { code, stdout } = await inside(['abandon', runId, '--project', made.path])
  expect([code, stdout]).toEqual([0, expect.stringMatching(/is marked as failed[\s\S]*! The registry could not be written, so it does not have the record/)])
  writeFileSync(registry, whole)
})

it.each([['abandon', 'marking a run as failed', 'is marked as failed'], ['resume', 'going on with a run', 'staging serves v1.0.0']])('%s: %s waits on when somebody else takes the environment as it becomes free', async (command, _what, says) => {
  const made = await shop()
  const runId = await killedAt(made, { type: 'step-finished', step: 'stop/api' })
  const meanwhile = takenMeanwhile(made.path)
  const { code, stdout } = await inside([command, runId, '--wait', '1m', '--project', made.path], { heard: meanwhile.heard }).finally(meanwhile.release)
  expect([code, stdout, meanwhile.frees()]).toEqual([0, expect.stringContaining(says), 2])
})
