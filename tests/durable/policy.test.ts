/** What a failing step leads to, in a run that was killed and goes on: asked where somebody can be asked, else as it was begun. */
import { describe, expect, it } from 'vitest'
import { codeOf } from '../../src/engine/testing/project'
import { inside } from '../cli/inside'
import { driven, killedAt } from '../support/driven'
import { startInput } from '../support/inputs'
import { V1, V2, type Shop } from '../support/shop'
import { useShops, versionOf } from '../support/shops'

const shop = useShops()
/** A run whose target ends at its start, killed before that. */
async function interrupted(onFailure: 'ask' | 'undo' | 'stop'): Promise<readonly [Shop, string]> {
  const made = await shop([{ ...V1, fault: 'exits' }, V2])
  return [made, await killedAt(made, { type: 'step-finished', step: 'stop/worker' }, startInput({ onFailure }))]
}

describe('a run that goes on after it was killed', () => {
  it('asks from now on where that is said, though it was begun to stop', async () => {
    const [made, runId] = await interrupted('stop')
    const handle = await made.engine.resume(made.path, runId, { hash: null, answers: {}, onFailure: 'ask' })
    expect(await handle.settled).toBe('waiting')
    const { state, choices } = await made.engine.runView(made.path, runId)
    expect([state.header.onFailure, choices.map(({ decision }) => decision)]).toEqual(['ask', expect.arrayContaining(['retry', 'undo', 'stop'])])
    await made.engine.decide(made.path, runId, 'stop')
    expect(await handle.finished).toMatchObject({ outcome: 'failed' })
  })

  it('undoes itself when it was begun so', async () => {
    const [made, runId] = await interrupted('undo')
    const result = await (await made.engine.resume(made.path, runId)).finished
    expect(result).toMatchObject({ outcome: 'failed', result: { success: false } })
    expect(result.result.warnings.join()).toMatch(/The run was undone: v1\.1\.0 serves again/)
    expect(await versionOf(made)).toEqual({ version: 'v1.1.0' })
  })

  it('is not resumed with an answer about a step that nobody has to answer for, or with two about one', async () => {
    const [made, runId] = await interrupted('stop')
    const resume = async (...answers: readonly string[]) => {
      const { code, stderr } = await inside(['resume', runId, ...answers, '--project', made.path])
      return [code, stderr]
    }
    expect(await resume('--happened', 'stop/api@local', '--again', 'stop/api@local')).toEqual([2, expect.stringContaining('Step stop/api@local is given with --happened and with --again. Nothing was changed.')])
    expect(await resume('--happened', 'stop/api@local')).toEqual([2, expect.stringMatching(/Nobody has to say of step stop\/api@local whether it happened\. Nothing was changed\.\s+Leave it out: of every step it is known\./)])
    expect((await made.engine.runView(made.path, runId)).state.status).not.toBe('finished')
  })

  it('in a terminal that nobody sits at: ends as it was begun, or is left with its question when that is said', async () => {
    const [made, runId] = await interrupted('stop')
    const asked = await inside(['resume', runId, '--on-failure', 'ask', '--project', made.path])
    expect([asked.code, asked.stderr]).toEqual([5, expect.stringContaining('waits for a decision')])
    const stopped = await inside(['resume', runId, '--on-failure', 'stop', '--project', made.path])
    expect(stopped.code).toBe(1)
    expect((await made.engine.runView(made.path, runId)).state.status).toBe('finished')
  })
})

describe('a run that was to undo itself, and whose program was killed between its end and that', () => {
  async function owing(): Promise<readonly [Shop, string]> {
    const made = await shop([{ ...V1, fault: 'exits' }, V2])
    const run = driven({ project: made.path, start: startInput({ onFailure: 'undo' }), killAt: { type: 'run-finished' } })
    await run.gone
    const [owed] = (await made.engine.overview(made.path, false)).owedUndos
    expect(owed).toMatchObject({ environment: 'staging', sentence: 'The rollback to v1.0.0 failed and was to be undone; its undo has not begun.', ways: ['undo', 'abandon'] })
    return [made, owed?.runId ?? '']
  }
  const on = (made: Shop, ...args: readonly string[]) => inside([...args, '--project', made.path])
  const settled = async (made: Shop): Promise<void> => {
    expect((await made.engine.overview(made.path, false)).owedUndos).toEqual([])
    expect((await made.engine.prepare(made.path, startInput().request)).checks.filter(({ id }) => id === 'unfinished_run:undo')).toEqual([])
    expect((await on(made, 'status')).stdout).not.toContain('was to be undone')
  }

  it('is named by status and blocks a new rollback until it is undone', async () => {
    const [made, runId] = await owing()
    const status = await on(made, 'status', '--env', 'staging')
    expect(status.stdout).toMatch(new RegExp(`staging {2}! The rollback to v1\\.0\\.0 failed and was to be undone; its undo has not begun\\.\\n {4}backstep undo ${runId}\\n {4}backstep abandon ${runId}\\n`))
    const refused = await on(made, 'rollback', '--env', 'staging', '--reason', 'x', '--yes')
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringMatching(new RegExp(`Blocked by unfinished_run:undo[\\s\\S]*${runId}\`? or \`?backstep abandon ${runId}.*--force`))])
    expect((await on(made, 'undo', runId, '--yes')).code).toBe(0)
    expect(await versionOf(made)).toEqual({ version: 'v1.1.0' })
    await settled(made)
  })

  it('is left as it is where somebody says so, and that stands in its result', async () => {
    const [made, runId] = await owing()
    expect(await codeOf(made.engine.abandon(made.path, runId, 'It was not over when I looked', 'unfinished'))).toBe('run-finished')
    expect((await made.engine.overview(made.path, false)).owedUndos).toHaveLength(1)
    const left = await on(made, 'abandon', runId, '--reason', 'Repaired by hand')
    expect([left.code, left.stdout]).toEqual([0, expect.stringContaining('its undo is not asked for any more')])
    await settled(made)
    expect((await made.engine.result(made.path, runId)).result.result.warnings.join()).toMatch(/It was to be undone and is left as it is by .*: Repaired by hand\./)
    expect((await on(made, 'abandon', runId)).stderr).toContain('has ended already')
    expect(await codeOf(made.engine.abandon(made.path, runId, 'It was owed when I looked', 'owed'))).toBe('nothing-owed')
  })

  it('is settled by a deployment that succeeds after it', async () => {
    const [made] = await owing()
    await made.deploy({ version: 'v1.2.0', limits: 300 })
    await settled(made)
  })
})
