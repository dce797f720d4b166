import { describe, expect, it } from 'vitest'
import { fail } from '../../domain/problem'
import type { Session } from '../session/session'
import { createLocalHost } from '../hosts/local'
import { problem } from '../testing/problem'
import { beginTakeover, begunTakeovers } from './begun'
import { stateOf } from './header'
import { hold } from './hold'
import { journalTakeovers, takeoversNoted } from './taken'
import { RUN, actor, take, useHolders } from '../testing/holders'

const { open, holder } = useHolders()

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
    expect((await stateOf(session.store, RUN)).takeovers).toEqual([])
    const [begun] = await begunTakeovers(session, 'staging')
    const held = await hold(session, 'staging', RUN, actor)
    for (const time of [1, 2]) {
      expect(await journalTakeovers(session, await stateOf(session.store, RUN), held.epoch)).toHaveLength(time === 1 ? 1 : 0)
      expect((await stateOf(session.store, RUN)).takeovers).toEqual([{ at: begun?.takeover.at, actor, reason: 'The laptop hangs', from: expect.objectContaining({ user: 'kim', pid: child.pid }) as object }])
    }
    expect(await begunTakeovers(session, 'staging')).toEqual([])
    process.kill(program, 'SIGKILL')
  })

  it('comes into the journal with the next takeover, which finds nobody', async () => {
    const [, program] = await holder()
    const session = await open()
    await problem(take(unable(session)))
    expect(await problem(take(session))).toMatchObject({ code: 'not-held', message: `Nobody holds staging, so there is nothing to take over. That run ${RUN} was taken over before is in the journal now; nothing else was changed.` })
    expect((await stateOf(session.store, RUN)).takeovers).toMatchObject([{ actor, reason: 'The laptop hangs' }])
    expect(await problem(take(session))).toMatchObject({ code: 'not-held', message: expect.stringContaining('Nothing was changed.') as string })
    process.kill(program, 'SIGKILL')
  })

  it('never was one when its taker is gone before it ended the holder, which has gone by itself since with nothing in hand', async () => {
    const [child] = await holder({}, '')
    const session = await open()
    const row = (await session.store.holder('staging'))!
    const host = { ...session.context.host('local'), self: () => ({ ...createLocalHost().self(), startTime: '1' }) }
    const begun = await beginTakeover({ ...session, context: { ...session.context, host: () => host } }, row, { actor, reason: 'x' })
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
    expect(await takeoversNoted(session, 'staging')).toEqual([])
    expect(await begunTakeovers(session, 'staging')).toEqual([])
    expect(begun.ended).toBe(false)
  })

  it('never was one when its taker is gone and the holder lives', async () => {
    const [child] = await holder()
    const session = await open()
    const row = (await session.store.holder('staging'))!
    const host = { ...session.context.host('local'), self: () => ({ ...createLocalHost().self(), startTime: '1' }) }
    await beginTakeover({ ...session, context: { ...session.context, host: () => host } }, row, { actor, reason: 'x' })
    expect(await journalTakeovers(session, await stateOf(session.store, RUN), row.epoch)).toEqual([])
    expect([await begunTakeovers(session, 'staging'), child.exitCode, child.signalCode]).toEqual([[], null, null])
  })
})
