import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isHeld } from '../lock/lock'
import type { Session } from '../session/session'
import { createLocalHost } from '../hosts/local'
import { problem } from '../testing/problem'
import { isAlive } from '../testing/processes'
import { until } from '../testing/project'
import { begunTakeovers } from './begun'
import { stateOf } from './header'
import { holderOf } from './hold'
import { takeOver } from './takeover'
import { unfinishedRuns } from './unfinished'
import { OTHER, RUN, actor, input, quiet, take, useHolders } from '../testing/holders'

const NOBODY = 65_534
const isRoot = process.geteuid?.() === 0
const held = useHolders()
const { open, holder } = held

describe('a run that another program holds', () => {
  it.each(['working', 'paused'])('is taken over from one that is %s: its process and its programs are gone, the run is interrupted', async (how) => {
    const [child, program] = await holder()
    const session = await open()
    if (how === 'paused') child.kill('SIGSTOP')
    const [run] = await unfinishedRuns(session)
    expect(run).toMatchObject({ status: 'running', holder: { user: 'kim', host: 'desk', runId: RUN, pid: child.pid, here: false } })
    const events: string[] = []
    const taken = await takeOver(session, input, actor, { ...quiet, onEvents: (all) => events.push(...all.map(({ type }) => type)) })
    expect(taken).toMatchObject({ runId: RUN, from: { user: 'kim', host: 'desk', pid: child.pid } })
    expect(taken.ended.join()).toContain(String(program))
    await until('the holder is gone', () => child.exitCode !== null || child.signalCode !== null)
    expect([child.signalCode, isAlive(program), isHeld(held.project, 'staging'), events]).toEqual(['SIGKILL', false, false, ['run-taken-over']])
    const state = await stateOf(session.store, RUN)
    expect(state.takeovers).toMatchObject([{ actor, reason: 'The laptop hangs', from: { user: 'kim', host: 'desk', pid: child.pid } }])
    expect((await unfinishedRuns(session))[0]).toMatchObject({ status: 'interrupted', holder: null })
    expect((await session.store.takeHold({ environment: 'staging', runId: 'x', pid: 1, startTime: '', bootId: '', user: '', host: '', since: '' })).epoch).toBe(3)
  })

  it('is taken over from one that was paused in the middle of a transaction, and lets nobody write the store', async () => {
    const [child] = await holder({}, 'writing')
    const session = await open()
    child.kill('SIGSTOP')
    expect(await take(session)).toMatchObject({ runId: RUN, from: { pid: child.pid } })
    expect((await stateOf(session.store, RUN)).takeovers).toMatchObject([{ actor, from: { pid: child.pid } }])
  })

  it('is taken over also when backstep.yaml is wrong by now, or does not name its environment any more', async () => {
    const [child] = await holder()
    writeFileSync(join(held.project, 'backstep.yaml'), 'version: 1\nname: shop\nenviroments: {}\n')
    expect(await take(await open())).toMatchObject({ runId: RUN, from: { pid: child.pid } })
    expect(await problem(take(await open(), { environment: 'nowhere', typedName: 'nowhere' }))).toMatchObject({ code: 'definition-invalid' })
  })

  it('is not begun where it cannot be written down, which keeps nobody from going on with what there is', async () => {
    const [child] = await holder()
    writeFileSync(join(held.project, '.deployments/takeovers'), 'a file')
    const session = await open()
    expect(await problem(take(session))).toMatchObject({ place: { file: expect.stringContaining('takeovers') as string } })
    expect([child.exitCode, child.signalCode]).toEqual([null, null])
    expect(await begunTakeovers(session, 'staging')).toEqual([])
  })

  it.each([
    ['without anything in it', { environment: 'staging' }], ['with holders of no process', { environment: 'staging', holder: {}, taker: {} }],
    ['with a run that is none', { environment: 'staging', runId: { a: 1 }, takeover: null, holder: { pid: 1, startTime: 'x', bootId: 'x' }, taker: { pid: 1, startTime: '1', bootId: '1' } }],
    ['without an actor', { environment: 'staging', runId: RUN, takeover: { at: 5 }, holder: { pid: 99_999, startTime: 'x', bootId: 'x' }, taker: { pid: 1, startTime: '1', bootId: '1' } }]
  ])('is taken over though a note lies there that somebody else wrote, %s', async (_, note) => {
    const [child] = await holder()
    mkdirSync(join(held.project, '.deployments/takeovers'), { recursive: true })
    writeFileSync(join(held.project, '.deployments/takeovers/a.json'), JSON.stringify(note))
    execFileSync('mkfifo', [join(held.project, '.deployments/takeovers/pipe.json')])
    mkdirSync(join(held.project, '.deployments/takeovers/folder.json'))
    const session = await open()
    expect(await take(session)).toMatchObject({ runId: RUN, from: { pid: child.pid } })
    expect((await stateOf(session.store, RUN)).takeovers).toMatchObject([{ actor }])
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
      await session.store.takeHold({ ...(await session.store.holder('staging'))!, runId: OTHER })
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

describe('a takeover of somebody who was shown', () => {
  it('ends nobody else who holds the environment by then, and says who that is', async () => {
    const [child] = await holder()
    const session = await open()
    const { epoch } = (await holderOf(session, 'staging'))!
    for (const [shown, says] of [[{ epoch: epoch - 1 }, 'staging is not held any more by whom you were shown'], [{ runId: 'run-0' }, 'Run run-0 does not hold staging'], [{ runId: 'run-0', epoch }, 'Run run-0 does not']] as const) {
      const refused = await problem(take(session, shown))
      expect(refused).toMatchObject({ code: 'takeover-changed', holder: { pid: child.pid, runId: RUN, epoch } })
      expect(refused.message).toMatch(new RegExp(`^${says}.*: it is held by kim on desk since .* \\(run ${RUN}, .*process ${child.pid}\\)\\. Nothing was changed\\.$`))
    }
    expect([child.exitCode, child.signalCode, await begunTakeovers(session, 'staging')]).toEqual([null, null, []])
    expect(await take(session, { runId: RUN, epoch })).toMatchObject({ runId: RUN })
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
    chownSync(held.project, NOBODY, NOBODY)
    const [child] = await holder({ uid: NOBODY, gid: NOBODY })
    const session = await open()
    expect(await problem(take(session))).toMatchObject({ code: 'takeover-refused', message: expect.stringMatching(/kim on desk.*belongs to another user/) })
    expect(child.signalCode).toBeNull()
  })
})
