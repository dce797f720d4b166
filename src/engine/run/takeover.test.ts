import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fail } from '../../domain/problem'
import { header } from '../../domain/testing/run'
import type { TakeoverInput } from '../engine'
import { createLocalHost } from '../hosts/local'
import { isHeld } from '../lock/lock'
import { createSessionDeps } from '../session/deps'
import { openSession, type Session } from '../session/session'
import { atEnd } from '../testing/at-end'
import { problem } from '../testing/problem'
import { program } from '../testing/program'
import { isAlive } from '../testing/processes'
import { until } from '../testing/project'
import { overview } from '../views/overview'
import { beginTakeover, begunTakeovers } from './begun'
import { stateOf } from './header'
import { hold, holderOf } from './hold'
import { journalTakeovers, takeoversNoted } from './taken'
import { takeOver } from './takeover'
import { unfinishedRuns } from './unfinished'
import { waitUntilFree } from './waiting'

const STEP = 'prepare/web@local'
const other = header({ runId: 'run-2', plan: { ...header().plan, environment: 'production' } })
const NOBODY = 65_534
const isRoot = process.geteuid?.() === 0
const children: ChildProcess[] = []
const sessions: Session[] = []
let project: string
beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'backstep-takeover-')))
  writeFileSync(join(project, 'backstep.yaml'), 'version: 1\nname: shop\nenvironments:\n  staging:\n    services:\n      web: { runtime: process, command: [sleep, "60"] }\n  production:\n    services:\n      web: { runtime: process, command: [sleep, "60"] }\n')
})
afterEach(async () => {
  for (const session of sessions.splice(0)) await session.close()
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(project, { recursive: true, force: true })
})
const open = async (at = project): Promise<Session> => {
  const session = await openSession(at, createSessionDeps(process.env))
  sessions.push(session)
  return session
}
/** Another program that holds staging for run-1, with a program of its own: [its process, that program's pid]. */
async function holder(as: { uid?: number; gid?: number } = {}, step = STEP, ...more: readonly string[]): Promise<readonly [ChildProcess, number]> {
  const child = spawn(process.execPath, program('holder', project, JSON.stringify(header()), step, ...more), { stdio: ['ignore', 'pipe', 'inherit'], ...as })
  children.push(child)
  const [pid] = await once(child.stdout!, 'data')
  return [child, Number(String(pid))]
}
const input: TakeoverInput = { environment: 'staging', reason: 'The laptop hangs', typedName: 'staging' }
const actor = { user: 'oncall-1', host: 'laptop' }
const quiet = { onEvents: () => undefined, onOutput: () => undefined }
const take = (session: Session, more: Partial<TakeoverInput> = {}) => takeOver(session, { ...input, ...more }, actor, quiet)

describe('a run that another program holds', () => {
  it.each(['working', 'paused'])('is taken over from one that is %s: its process and its programs are gone, the run is interrupted', async (how) => {
    const [child, program] = await holder()
    const session = await open()
    if (how === 'paused') child.kill('SIGSTOP')
    const [run] = await unfinishedRuns(session)
    expect(run).toMatchObject({ status: 'running', holder: { user: 'kim', host: 'desk', runId: 'run-1', pid: child.pid, here: false } })
    const events: string[] = []
    const taken = await takeOver(session, input, actor, { ...quiet, onEvents: (all) => events.push(...all.map(({ type }) => type)) })
    expect(taken).toMatchObject({ runId: 'run-1', from: { user: 'kim', host: 'desk', pid: child.pid } })
    expect(taken.ended.join()).toContain(String(program))
    await until('the holder is gone', () => child.exitCode !== null || child.signalCode !== null)
    expect([child.signalCode, isAlive(program), isHeld(project, 'staging'), events]).toEqual(['SIGKILL', false, false, ['run-taken-over']])
    const state = await stateOf(session.store, 'run-1')
    expect(state.takeovers).toMatchObject([{ actor, reason: 'The laptop hangs', from: { user: 'kim', host: 'desk', pid: child.pid } }])
    expect((await unfinishedRuns(session))[0]).toMatchObject({ status: 'interrupted', holder: null })
    expect((await session.store.takeHold({ environment: 'staging', runId: 'x', pid: 1, startTime: '', bootId: '', user: '', host: '', since: '' })).epoch).toBe(3)
  })

  it('is taken over from one that was paused in the middle of a transaction, and lets nobody write the store', async () => {
    const [child] = await holder({}, 'writing')
    const session = await open()
    child.kill('SIGSTOP')
    expect(await take(session)).toMatchObject({ runId: 'run-1', from: { pid: child.pid } })
    expect((await stateOf(session.store, 'run-1')).takeovers).toMatchObject([{ actor, from: { pid: child.pid } }])
  })

  it('is taken over also when backstep.yaml is wrong by now, or does not name its environment any more', async () => {
    const [child] = await holder()
    writeFileSync(join(project, 'backstep.yaml'), 'version: 1\nname: shop\nenviroments: {}\n')
    expect(await take(await open())).toMatchObject({ runId: 'run-1', from: { pid: child.pid } })
    expect(await problem(take(await open(), { environment: 'nowhere', typedName: 'nowhere' }))).toMatchObject({ code: 'definition-invalid' })
  })

  it('is not begun where it cannot be written down, which keeps nobody from going on with what there is', async () => {
    const [child] = await holder()
    writeFileSync(join(project, '.deployments/takeovers'), 'a file')
    const session = await open()
    expect(await problem(take(session))).toMatchObject({ place: { file: expect.stringContaining('takeovers') as string } })
    expect([child.exitCode, child.signalCode]).toEqual([null, null])
    expect(await begunTakeovers(session, 'staging')).toEqual([])
  })

  it.each([
    ['without anything in it', { environment: 'staging' }], ['with holders of no process', { environment: 'staging', holder: {}, taker: {} }],
    ['with a run that is none', { environment: 'staging', runId: { a: 1 }, takeover: null, holder: { pid: 1, startTime: 'x', bootId: 'x' }, taker: { pid: 1, startTime: '1', bootId: '1' } }],
    ['without an actor', { environment: 'staging', runId: 'run-1', takeover: { at: 5 }, holder: { pid: 99_999, startTime: 'x', bootId: 'x' }, taker: { pid: 1, startTime: '1', bootId: '1' } }]
  ])('is taken over though a note lies there that somebody else wrote, %s', async (_, note) => {
    const [child] = await holder()
    mkdirSync(join(project, '.deployments/takeovers'), { recursive: true })
    writeFileSync(join(project, '.deployments/takeovers/a.json'), JSON.stringify(note))
    execFileSync('mkfifo', [join(project, '.deployments/takeovers/pipe.json')])
    mkdirSync(join(project, '.deployments/takeovers/folder.json'))
    const session = await open()
    expect(await take(session)).toMatchObject({ runId: 'run-1', from: { pid: child.pid } })
    expect((await stateOf(session.store, 'run-1')).takeovers).toMatchObject([{ actor }])
  })

  it('needs a reason and the name typed, and touches nothing without', async () => {
    const [child, program] = await holder()
    const session = await open()
    expect(await problem(take(session, { reason: ' ' }))).toMatchObject({ code: 'reason-missing' })
    expect(await problem(take(session, { typedName: 'stagign' }))).toMatchObject({ code: 'name-not-typed' })
    expect(await problem(take(session, { typedName: null }))).toMatchObject({ code: 'name-not-typed' })
    expect([child.exitCode, child.signalCode, isAlive(program)]).toEqual([null, null, true])
  })

  it('is not ended when another run holds the environment by the time its holder would be', async () => {
    const [child] = await holder()
    const session = await open()
    const host = session.context.host('local')
    const ownerOf: typeof host.ownerOf = async (id) => {
      await session.store.takeHold({ ...(await session.store.holder('staging'))!, runId: 'run-2' })
      return host.ownerOf(id)
    }
    const meanwhile: Session = { ...session, context: { ...session.context, host: () => ({ ...host, ownerOf }) } }
    expect(await problem(take(meanwhile))).toMatchObject({ code: 'takeover-changed' })
    expect([child.exitCode, child.signalCode]).toEqual([null, null])
  })

  it('is not there to be taken over when nobody holds it', async () => {
    const session = await open()
    expect(await problem(take(session))).toMatchObject({ code: 'not-held' })
    const [child] = await holder()
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await problem(take(session))).toMatchObject({ code: 'not-held', next: expect.stringContaining('resumed') })
  })
})

describe('a program that holds more than one environment', () => {
  it('is ended only when the others are named; their runs are interrupted and say who took them over', async () => {
    const [child] = await holder({}, STEP, JSON.stringify(other))
    const session = await open()
    expect(await holderOf(session, 'staging')).toMatchObject({ also: [{ environment: 'production', runId: 'run-2' }] })
    for (const also of [undefined, [], ['staging']]) {
      expect(await problem(take(session, also === undefined ? {} : { also }))).toMatchObject({ code: 'takeover-ends-more', message: expect.stringContaining('production (run run-2)') as string, next: 'Confirm it: --also production.' })
    }
    expect([child.exitCode, child.signalCode]).toEqual([null, null])
    expect(await take(session, { also: ['production'] })).toMatchObject({ runId: 'run-1', also: [{ environment: 'production', runId: 'run-2' }] })
    expect(['staging', 'production'].map((name) => isHeld(project, name))).toEqual([false, false])
    for (const run of ['run-1', 'run-2']) expect((await stateOf(session.store, run)).takeovers).toMatchObject([{ actor, reason: 'The laptop hangs', from: { pid: child.pid } }])
  })

  it('is recorded for the others also when it cannot be for the one that was asked for, and that is said', async () => {
    await holder({}, STEP, JSON.stringify(other))
    const session = await open()
    const { store } = session
    const full: Session = { ...session, store: { ...store, append: async (run, epoch, body) => { if (run === 'run-1') throw new Error('no space'); return store.append(run, epoch, body) } } }
    await expect(take(full, { also: ['production'] })).rejects.toThrow('no space')
    expect((await stateOf(store, 'run-2')).takeovers).toMatchObject([{ actor, reason: 'The laptop hangs' }])
    expect(['staging', 'production'].map((name) => isHeld(project, name))).toEqual([false, false])
  })
})

describe('a program that holds an environment of another project, too', () => {
  it('is ended only when that is named; its run says who took it over once somebody goes on there', async () => {
    const second = realpathSync(mkdtempSync(join(tmpdir(), 'backstep-takeover-')))
    atEnd(() => rmSync(second, { recursive: true, force: true }))
    cpSync(join(project, 'backstep.yaml'), join(second, 'backstep.yaml'))
    const [child, program] = await holder({}, STEP, JSON.stringify(other), second)
    const session = await open()
    expect(await holderOf(session, 'staging')).toMatchObject({ also: [{ environment: 'production', runId: 'run-2', project: second }] })
    expect(await problem(take(session, { also: ['production'] }))).toMatchObject({ code: 'takeover-ends-more', message: expect.stringContaining(`production of ${second} (run run-2)`) as string, next: `Confirm it: --also ${second}:production.` })
    expect([child.exitCode, child.signalCode]).toEqual([null, null])
    expect(await take(session, { also: [`${second}:production`] })).toMatchObject({ runId: 'run-1', ended: [expect.stringContaining(String(program))], also: [{ environment: 'production', project: second }] })
    const there = await open(second)
    expect(await problem(take(there, { environment: 'production', typedName: 'production' }))).toMatchObject({ code: 'not-held', message: expect.stringContaining('run run-2 was taken over before') as string })
    expect((await stateOf(there.store, 'run-2')).takeovers).toMatchObject([{ actor, reason: 'The laptop hangs', from: { pid: child.pid } }])
  })
})

describe('a holder without a run in hand', () => {
  it('is taken over, and the history of the next run there says so', async () => {
    const [child] = await holder({}, '')
    const session = await open()
    expect(await take(session)).toMatchObject({ runId: null, from: { pid: child.pid } })
    expect(await takeoversNoted(session, 'staging')).toMatchObject([{ takeover: { actor, reason: 'The laptop hangs', from: { user: 'kim', pid: child.pid } } }])
    expect(await takeoversNoted(session, 'production')).toEqual([])
  })
})

describe('a takeover that comes no further than ending the holder', () => {
  /** As when the store is full, or somebody else got the lock first, once the holder is gone. */
  const unable = (session: Session): Session => ({ ...session, store: { ...session.store, takeHold: () => Promise.reject(fail('no-space', 'The disk is full. Nothing was changed.', 'Make room.')) } })

  it('says what it has done, and is in the journal once somebody can write it there', async () => {
    const [child, program] = await holder()
    const session = await open()
    expect(await problem(take(unable(session)))).toMatchObject({ code: 'no-space', message: `Process ${child.pid} of kim on desk, which held staging, was ended, and that is noted for the history. The disk is full.`, next: 'Make room.' })
    expect((await stateOf(session.store, 'run-1')).takeovers).toEqual([])
    const [begun] = await begunTakeovers(session, 'staging')
    const held = await hold(session, 'staging', 'run-1', actor)
    for (const time of [1, 2]) {
      expect(await journalTakeovers(session, await stateOf(session.store, 'run-1'), held.epoch)).toHaveLength(time === 1 ? 1 : 0)
      expect((await stateOf(session.store, 'run-1')).takeovers).toEqual([{ at: begun?.takeover.at, actor, reason: 'The laptop hangs', from: expect.objectContaining({ user: 'kim', pid: child.pid }) as object }])
    }
    expect(await begunTakeovers(session, 'staging')).toEqual([])
    process.kill(program, 'SIGKILL')
  })

  it('comes into the journal with the next takeover, which finds nobody', async () => {
    const [, program] = await holder()
    const session = await open()
    await problem(take(unable(session)))
    expect(await problem(take(session))).toMatchObject({ code: 'not-held', message: 'Nobody holds staging, so there is nothing to take over. That run run-1 was taken over before is in the journal now; nothing else was changed.' })
    expect((await stateOf(session.store, 'run-1')).takeovers).toMatchObject([{ actor, reason: 'The laptop hangs' }])
    expect(await problem(take(session))).toMatchObject({ code: 'not-held', message: expect.stringContaining('Nothing was changed.') as string })
    process.kill(program, 'SIGKILL')
  })

  it('never was one when its taker is gone and the holder lives', async () => {
    const [child] = await holder()
    const session = await open()
    const row = (await session.store.holder('staging'))!
    const host = { ...session.context.host('local'), self: () => ({ ...createLocalHost().self(), startTime: '1' }) }
    await beginTakeover({ ...session, context: { ...session.context, host: () => host } }, row, { actor, reason: 'x' })
    expect(await journalTakeovers(session, await stateOf(session.store, 'run-1'), row.epoch)).toEqual([])
    expect([await begunTakeovers(session, 'staging'), child.exitCode, child.signalCode]).toEqual([[], null, null])
  })
})

describe('a takeover of somebody who was shown', () => {
  it('ends nobody else who holds the environment by then, and says who that is', async () => {
    const [child] = await holder()
    const session = await open()
    const { epoch } = (await holderOf(session, 'staging'))!
    for (const [shown, says] of [[{ epoch: epoch - 1 }, 'staging is not held any more by whom you were shown'], [{ runId: 'run-0' }, 'Run run-0 does not hold staging'], [{ runId: 'run-0', epoch }, 'Run run-0 does not']] as const) {
      const refused = await problem(take(session, shown))
      expect(refused).toMatchObject({ code: 'takeover-changed', holder: { pid: child.pid, runId: 'run-1', epoch } })
      expect(refused.message).toMatch(new RegExp(`^${says}.*: it is held by kim on desk since .* \\(run run-1, .*process ${child.pid}\\)\\. Nothing was changed\\.$`))
    }
    expect([child.exitCode, child.signalCode, await begunTakeovers(session, 'staging')]).toEqual([null, null, []])
    expect(await take(session, { runId: 'run-1', epoch })).toMatchObject({ runId: 'run-1' })
  })
})

describe('a program that holds an environment for something else than a run', () => {
  const recorder = async (): Promise<ChildProcess> => {
    const child = spawn(process.execPath, program('recorder', project), { stdio: ['ignore', 'pipe', 'inherit'] })
    children.push(child)
    await once(child.stdout!, 'data')
    return child
  }

  it('is named with what it does, kept clear of and waited for, also while it is paused', async () => {
    const child = await recorder()
    child.kill('SIGSTOP')
    const session = await open()
    const held = { pid: child.pid, user: session.actor.user, runId: null, work: 'recording a deployment', phase: null, here: false }
    expect((await overview(session, false, 0)).lanes.map((lane) => lane.holder)).toMatchObject([held, null])
    const refused = await problem(hold(session, 'staging', 'run-1', actor))
    expect(refused).toMatchObject({ code: 'environment-locked', holder: held, next: 'Wait for it to end (--wait 10m), or take it over: backstep takeover --env staging --reason "…"' })
    expect(refused.message).toMatch(new RegExp(`^staging is held by .* on .* since \\d+ \\w+ \\d\\d:\\d\\d UTC \\(recording a deployment, process ${child.pid}\\)\\. Nothing was changed\\.$`))
    const told: unknown[] = []
    expect(await waitUntilFree(session, 'staging', { wait: 0, onHolder: (by) => told.push(by) })).toBe(false)
    expect(told).toMatchObject([held])
  })

  it('is taken over like any other; the history of the next run says so', async () => {
    const child = await recorder()
    child.kill('SIGSTOP')
    const session = await open()
    expect(await take(session)).toMatchObject({ runId: null, work: 'recording a deployment', from: { pid: child.pid } })
    expect([isHeld(project, 'staging'), await takeoversNoted(session, 'staging')]).toMatchObject([false, [{ runId: null, takeover: { actor, from: { pid: child.pid } } }]])
  })
})

describe('what may not be ended may not be overtaken', () => {
  it('is refused for a holder on another machine, with who and where', async () => {
    const [child] = await holder()
    const session = await open()
    const row = (await session.store.holder('staging'))!
    await session.store.takeHold({ ...row, bootId: 'another machine', user: 'kim', host: 'bastion-2' })
    expect(await holderOf(session, 'staging')).toMatchObject({ host: 'bastion-2', here: false })
    expect(await problem(take(session))).toMatchObject({ code: 'takeover-refused', message: expect.stringMatching(/kim on bastion-2.*another machine/), holder: { host: 'bastion-2' } })
    expect(child.signalCode).toBeNull()
  })

  it('is refused for the program itself, and where the lock is held by nobody who is known', async () => {
    const [child] = await holder()
    const session = await open()
    const row = (await session.store.holder('staging'))!
    await session.store.takeHold({ ...row, ...createLocalHost().self() })
    expect(await problem(take(session))).toMatchObject({ code: 'run-driven' })
    await session.store.takeHold({ ...row, startTime: '1' })
    expect(await problem(take(session))).toMatchObject({ code: 'takeover-refused', message: expect.stringContaining('has not said who it is') })
    expect(child.signalCode).toBeNull()
  })

  it.runIf(isRoot)('is refused for a process of another user, also to root', async () => {
    chownSync(project, NOBODY, NOBODY)
    const [child] = await holder({ uid: NOBODY, gid: NOBODY })
    const session = await open()
    expect(await problem(take(session))).toMatchObject({ code: 'takeover-refused', message: expect.stringMatching(/kim on desk.*belongs to another user/) })
    expect(child.signalCode).toBeNull()
  })
})
