/** Runs whose program was killed, with real processes, files and databases: what is found, what is done again, what is asked. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RunHeader } from '../../src/domain/run'
import { beginTakeover } from '../../src/engine/run/begun'
import { createSessionDeps } from '../../src/engine/session/deps'
import { openSession } from '../../src/engine/session/session'
import { isAlive } from '../../src/engine/testing/processes'
import { codeOf } from '../../src/engine/testing/project'
import { driven, killedAt, runOf } from '../support/driven'
import { useHeldBuild } from '../support/held-build'
import { startInput, undoOf } from '../support/inputs'
import { SERVICE } from '../support/service'
import { V1, V2, type Shop } from '../support/shop'
import { useShops, versionOf } from '../support/shops'

const shop = useShops()
const heldBuild = useHeldBuild()
const served = async (made: Shop): Promise<readonly unknown[]> => [await versionOf(made), await versionOf(made, 'worker')]
const V1_SERVES = [{ version: 'v1.0.0' }, { version: 'v1.0.0' }]
const V2_SERVES = [{ version: 'v1.1.0' }, { version: 'v1.1.0' }]

describe('a run that was killed', () => {
  it.each([
    ['before its snapshot was verified', { type: 'step-finished', step: 'keep/config' }, false],
    ['right after a step had begun', { type: 'step-started', step: 'write/.env.staging' }, true],
    ['right after a step had ended', { type: 'step-finished', step: 'stop/api' }, true],
    ['while it verified', { type: 'step-started', step: 'verify/api' }, true]
  ] as const)('%s goes on to the same end, with nothing to confirm', async (_, killAt, snapshot) => {
    const made = await shop()
    const runId = await killedAt(made, killAt)
    const [lane] = (await made.engine.overview(made.path, true)).lanes
    expect(lane?.run).toMatchObject({ status: 'interrupted', holder: null, snapshotVerified: snapshot })
    const view = await made.engine.prepareResume(made.path, runId)
    expect(view).toMatchObject({ nothingNew: true, foreign: [], unconfirmed: [], unsure: [], snapshotVerified: snapshot, otherWays: snapshot ? ['undo', 'abandon'] : ['abandon'] })
    const result = await (await made.engine.resume(made.path, runId, { hash: view.hash, answers: {} })).finished
    expect(result).toMatchObject({ outcome: 'done', result: { success: true, summary: { servicesRolledBack: 2 } } })
    expect(await served(made)).toEqual(V1_SERVES)
    expect(made.file('.env.staging')).toContain('MODE=v1.0.0')
    const { state } = await made.engine.runView(made.path, runId)
    expect(state.resumed).toHaveLength(1)
    expect(state.resumed[0]?.hash).toBeNull()
  })

  it('before its snapshot was restored to try goes on with that, as it was confirmed', async () => {
    const made = await shop(undefined, { extra: 'snapshots: { verify: restorable }\n' })
    const runId = await killedAt(made, { type: 'step-finished', step: 'keep/config' })
    expect(await made.engine.prepareResume(made.path, runId)).toMatchObject({ nothingNew: true, unconfirmed: [] })
    expect((await (await made.engine.resume(made.path, runId)).finished).outcome).toBe('done')
    const { rows } = await made.engine.snapshots(made.path)
    expect(rows.find((row) => row.runId === runId)?.restorable).toMatchObject({ ok: true })
  })

  it('is killed again while it goes on, and its events go on counting', async () => {
    const made = await shop()
    const runId = await killedAt(made, { type: 'step-finished', step: 'stop/worker' })
    const again = driven({ project: made.path, resume: runId, killAt: { type: 'step-finished', step: 'start/api' } })
    await again.gone
    expect(again.seen[0]).toMatch(/^run-resumed/)
    const result = await (await made.engine.resume(made.path, runId)).finished
    expect(result.outcome).toBe('done')
    expect(await served(made)).toEqual(V1_SERVES)
    const { state } = await made.engine.runView(made.path, runId)
    expect(state.resumed).toHaveLength(2)
    const history = await made.engine.result(made.path, runId)
    expect(history.record?.record.entry.resumed).toHaveLength(2)
  })

  it('was an undo, and goes on as one', async () => {
    const made = await shop()
    const first = await (await made.engine.start(made.path, startInput())).finished
    const runId = await killedAt(made, { type: 'step-finished', step: 'stop/api' }, undoOf(first.result.rollbackId))
    expect(await codeOf(made.engine.start(made.path, startInput()))).toMatch(/check-unfinished-run|blocked/)
    expect((await (await made.engine.resume(made.path, runId)).finished).outcome).toBe('done')
    expect(await served(made)).toEqual(V2_SERVES)
  })

  it.each([
    ['gone on with', 'is-a-folder', 'is a folder where a file is needed'], ['undone', 'is-a-folder', 'is a folder where a file is needed'], ['gone on with', 'not-a-file', 'is a pipe, a socket or a device']
  ] as const)('is %s although what it printed cannot be read (%s): that is named, and no more than that', async (how, code, what) => {
    const made = await shop()
    const runId = await killedAt(made, { type: 'step-finished', step: 'stop/api' })
    const output = path.join(made.path, '.deployments/runs', runId, 'output.jsonl')
    rmSync(output, { force: true })
    mkdirSync(code === 'is-a-folder' ? output : path.dirname(output), { recursive: true })
    if (code === 'not-a-file') execFileSync('mkfifo', [output])
    const view = await made.engine.runView(made.path, runId)
    expect(view).toMatchObject({ outputLines: 0, outputProblem: { code, message: expect.stringContaining(`What run ${runId} printed cannot be read: ${output} ${what}.`) as string } })
    expect(view.choices.map(({ decision }) => decision)).toEqual(['retry', 'undo', 'stop'])
    const result = await (await (how === 'undone' ? made.engine.start(made.path, undoOf(runId)) : made.engine.resume(made.path, runId))).finished
    expect(result.outcome).toBe('done')
    expect(await served(made)).toEqual(how === 'undone' ? V2_SERVES : V1_SERVES)
    if (how === 'gone on with') expect(result.result.warnings.join()).toMatch(/lines of its output could not be written, and are lost/)
  })

  it.each([['is gone', 'manifest.json is missing', (folder: string) => rmSync(folder, { recursive: true })], ['is damaged', 'its content is not what was kept', flipped], ['has a pipe for its manifest', 'is a pipe, a socket or a device', piped]] as const)('does not go on when its snapshot %s: that is said before anything is changed, and it can be marked as failed', async (_, why, harm) => {
    const made = await shop()
    const runId = await killedAt(made, { type: 'step-finished', step: 'stop/worker' })
    const before = [made.file('.env.staging'), made.pid('api')]
    harm(path.join(made.path, '.deployments/rollback-snapshots', runId))
    for (const goOn of [() => made.engine.prepareResume(made.path, runId), () => made.engine.resume(made.path, runId)]) {
      await expect(goOn()).rejects.toMatchObject({ problem: { code: 'no-way-back', message: expect.stringContaining(why) as string } })
    }
    expect([made.file('.env.staging'), made.pid('api')]).toEqual(before)
    const { choices, stateSentence } = await made.engine.runView(made.path, runId)
    const gone = why.includes('missing')
    expect(choices.map(({ decision }) => decision)).toEqual(gone ? ['stop'] : ['retry', 'undo', 'stop'])
    expect(stateSentence).toMatch(gone ? /The snapshot is gone/ : /it is verified again before the run goes on/)
    expect((await made.engine.overview(made.path, false)).lanes[0]?.run?.sentence).toBe(stateSentence)
    await made.engine.abandon(made.path, runId, 'No snapshot')
    expect((await (await made.engine.start(made.path, startInput())).finished).outcome).toBe('done')
  })

  it('leaves a build running: it is ended before anything goes on', async () => {
    const held = heldBuild('deaf')
    const made = await shop(undefined, { api: held.api })
    held.hold(made)
    const run = driven({ project: made.path, start: startInput() })
    await run.saw('step-started prepare/api')
    const build = await held.running()
    await run.end()
    expect(isAlive(build)).toBe(true)
    const view = await made.engine.prepareResume(made.path, await runOf(made))
    expect(isAlive(build)).toBe(false)
    expect(view.ended.join()).toMatch(/had left running/)
    held.letGo()
    expect((await (await made.engine.resume(made.path, view.runId, { hash: view.hash, answers: {} })).finished).outcome).toBe('done')
    expect(await served(made)).toEqual(V1_SERVES)
  })
})

describe('what is new about going on', () => {
  it('is what somebody else changed: told, and done only when it is confirmed', async () => {
    const made = await shop()
    const runId = await killedAt(made, { type: 'step-finished', step: 'stop/api' })
    writeFileSync(path.join(made.path, 'config/staging.json'), '{"limits":{"cartItems":7}}')
    await made.deploy({ version: 'v1.2.0' }).catch(() => undefined)
    const view = await made.engine.prepareResume(made.path, runId)
    expect(view.nothingNew).toBe(false)
    expect(view.foreign).toContain('config/staging.json was changed')
    expect(view.foreign).toContain('a deployment v1.2.0 was recorded meanwhile')
    expect(view.foreign.join()).toMatch(/api was restarted: it runs commit/)
    expect(await codeOf(made.engine.resume(made.path, runId))).toBe('resume-unconfirmed')
    expect(await codeOf(made.engine.resume(made.path, runId, { hash: 'f'.repeat(64), answers: {} }))).toBe('resume-changed')
    writeFileSync(path.join(made.path, 'config/staging.json'), '{"limits":{"cartItems":8}}')
    expect(await codeOf(made.engine.resume(made.path, runId, { hash: view.hash, answers: {} }))).toBe('resume-changed')
    const now = await made.engine.prepareResume(made.path, runId)
    const result = await (await made.engine.resume(made.path, runId, { hash: now.hash, answers: {} })).finished
    expect(result.outcome).toBe('done')
    expect(await served(made)).toEqual(V1_SERVES)
    const [, kept = ''] = /^What somebody had written to config\/staging\.json was replaced; it is kept in (.*)\.$/m.exec(result.result.warnings.join('\n')) ?? []
    expect(kept).toContain(path.join(made.path, '.deployments/runs', runId))
    expect(readFileSync(kept, 'utf8')).toBe('{"limits":{"cartItems":8}}')
    expect(made.file('config/staging.json')).toContain('100')
    expect((await made.engine.result(made.path, runId)).record?.record.entry.resumed?.[0]?.hash).toBe(now.hash)
  })

  it('is confirmed once, also where a takeover of it was not in its journal yet', async () => {
    const made = await shop()
    const runId = await killedAt(made, { type: 'step-finished', step: 'stop/api' })
    writeFileSync(path.join(made.path, 'config/staging.json'), '{"limits":{"cartItems":7}}')
    const session = await openSession(made.path, createSessionDeps(process.env))
    const holder = await session.store.holder('staging')
    if (holder) await beginTakeover(session, holder, { actor: made.engine.actor, reason: 'The laptop hangs' })
    await session.close()
    const view = await made.engine.prepareResume(made.path, runId)
    expect(view.foreign).toEqual(['config/staging.json was changed'])
    expect((await (await made.engine.resume(made.path, runId, { hash: view.hash, answers: {} })).finished).outcome).toBe('done')
    expect((await made.engine.result(made.path, runId)).record?.record.entry.takeovers).toMatchObject([{ reason: 'The laptop hangs' }])
  })

  it('is not a change of backstep.yaml: a run keeps the definition that it began with', async () => {
    const made = await shop()
    const runId = await killedAt(made, { type: 'step-finished', step: 'stop/api' })
    const file = path.join(made.path, 'backstep.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('stopTimeout: 2s', 'stopTimeout: 3s').replace(`${SERVICE.file}]`, `${SERVICE.file}, --other]`))
    const view = await made.engine.prepareResume(made.path, runId)
    expect(view).toMatchObject({ nothingNew: true })
    expect((await (await made.engine.resume(made.path, runId, { hash: view.hash, answers: {} })).finished).outcome).toBe('done')
  })

  it.each([['happened', ''], ['again', 'announced\n']] as const)('is a step that may not happen twice, begun and not ended; said that it %s', async (answer, announced) => {
    const made = await shop()
    const note = path.join(made.path, 'announced')
    const runId = await begunHook(made, note)
    const view = await made.engine.prepareResume(made.path, runId)
    expect(view.unsure.map(({ id }) => id)).toEqual(['hook/announce'])
    expect(await codeOf(made.engine.resume(made.path, runId))).toBe('resume-undecided')
    expect(existsSync(note)).toBe(false)
    const result = await (await made.engine.resume(made.path, runId, { hash: view.hash, answers: { 'hook/announce': answer } })).finished
    expect(existsSync(note) ? readFileSync(note, 'utf8') : '').toBe(announced)
    expect(await served(made)).toEqual(V1_SERVES)
    if (answer === 'happened') expect(result.result.warnings.join()).toMatch(/Taken as done: oncall-1 said/)
  })
})

/** One byte of what it keeps is another one, as a disk may give it back. */
function flipped(folder: string): void {
  const file = path.join(folder, 'config/.env.staging')
  const content = readFileSync(file)
  content.writeUInt8(content.readUInt8(0) ^ 1)
  writeFileSync(file, content)
}

/** Whoever opens it waits for a writer that never comes. */
function piped(folder: string): void {
  rmSync(path.join(folder, 'manifest.json'))
  execFileSync('mkfifo', [path.join(folder, 'manifest.json')])
}

/** A run with a hook in its plan, killed while the hook was in hand. */
async function begunHook(made: Shop, note: string): Promise<string> {
  const prepared = await made.engine.prepare(made.path, startInput().request)
  const session = await openSession(made.path, createSessionDeps(process.env))
  const plan = prepared.plan!
  const stop = plan.steps.findIndex(({ phase }) => phase === 'stop')
  const hook = {
    id: 'hook/announce', phase: 'stop', resource: 'service:api@local', host: 'local', title: 'Announce', relies: [], expects: {}, effect: 'changes', after: ['verify-snapshot'],
    action: { kind: 'exec', argv: ['sh', '-c', `echo announced >> ${note}`], cwd: made.path, timeout: 5000, once: true }
  } as const
  const header: RunHeader = {
    runId: 'run-hook', startedAt: new Date().toISOString(), actor: made.engine.actor, via: 'cli', reason: 'x', forced: [], checks: [], onFailure: 'ask', expected: {},
    plan: { ...plan, steps: [...plan.steps.slice(0, stop), hook, ...plan.steps.slice(stop)] }
  }
  await session.store.createRun(header)
  const { epoch } = await session.store.takeHold({ environment: 'staging', runId: 'run-hook', pid: 1, startTime: '', bootId: '', user: 'kim', host: 'desk', since: '' })
  await session.store.append('run-hook', epoch, { type: 'step-started', step: hook.id, attempt: 1 })
  await session.close()
  return 'run-hook'
}

it('a run that is gone on with elsewhere is not gone on with here', async () => {
  const made = await shop([V1, { ...V2, fault: 'ignores-stop' }])
  const run = driven({ project: made.path, start: startInput() })
  await run.saw('step-started stop/')
  const runId = await runOf(made)
  expect(await codeOf(made.engine.prepareResume(made.path, runId))).toBe('environment-locked')
  expect(await codeOf(made.engine.resume(made.path, runId))).toBe('environment-locked')
  expect(await codeOf(made.engine.abandon(made.path, runId, 'x'))).toBe('environment-locked')
  await run.gone
  expect(run.seen.at(-1)).toMatch(/^ended done/)
})
