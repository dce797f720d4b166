import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isHeld } from '../lock/lock'
import type { Session } from '../session/session'
import { atEnd } from '../testing/at-end'
import { problem } from '../testing/problem'
import { stateOf } from './header'
import { holderOf } from './hold'
import { OTHER, RUN, STEP, actor, other, take, useHolders } from '../testing/holders'

const held = useHolders()
const { open, holder } = held

describe('a program that holds more than one environment', () => {
  it('is ended only when the others are named; their runs are interrupted and say who took them over', async () => {
    const [child] = await holder({}, STEP, JSON.stringify(other))
    const session = await open()
    expect(await holderOf(session, 'staging')).toMatchObject({ also: [{ environment: 'production', runId: OTHER }] })
    for (const also of [undefined, [], ['staging']]) {
      expect(await problem(take(session, also === undefined ? {} : { also }))).toMatchObject({ code: 'takeover-ends-more', message: expect.stringContaining(`production (run ${OTHER})`) as string, next: 'Confirm it: --also production.' })
    }
    expect([child.exitCode, child.signalCode]).toEqual([null, null])
    expect(await take(session, { also: ['production'] })).toMatchObject({ runId: RUN, also: [{ environment: 'production', runId: OTHER }] })
    expect(['staging', 'production'].map((name) => isHeld(held.project, name))).toEqual([false, false])
    for (const run of [RUN, OTHER]) expect((await stateOf(session.store, run)).takeovers).toMatchObject([{ actor, reason: 'The laptop hangs', from: { pid: child.pid } }])
  })

  it('is recorded for the others also when it cannot be for the one that was asked for, and that is said', async () => {
    await holder({}, STEP, JSON.stringify(other))
    const session = await open()
    const { store } = session
    const full: Session = { ...session, store: { ...store, append: async (run, epoch, body) => { if (run === RUN) throw new Error('no space'); return store.append(run, epoch, body) } } }
    await expect(take(full, { also: ['production'] })).rejects.toThrow('no space')
    expect((await stateOf(store, OTHER)).takeovers).toMatchObject([{ actor, reason: 'The laptop hangs' }])
    expect(['staging', 'production'].map((name) => isHeld(held.project, name))).toEqual([false, false])
  })
})

describe('a program that holds an environment of another held.project, too', () => {
  it('is ended only when that is named; its run says who took it over once somebody goes on there', async () => {
    const second = realpathSync(mkdtempSync(join(tmpdir(), 'backstep-takeover-')))
    atEnd(() => rmSync(second, { recursive: true, force: true }))
    cpSync(join(held.project, 'backstep.yaml'), join(second, 'backstep.yaml'))
    const [child, program] = await holder({}, STEP, JSON.stringify(other), second)
    const session = await open()
    expect(await holderOf(session, 'staging')).toMatchObject({ also: [{ environment: 'production', runId: OTHER, project: second }] })
    expect(await problem(take(session, { also: ['production'] }))).toMatchObject({ code: 'takeover-ends-more', message: expect.stringContaining(`production of ${second} (run ${OTHER})`) as string, next: `Confirm it: --also ${second}:production.` })
    expect([child.exitCode, child.signalCode]).toEqual([null, null])
    expect(await take(session, { also: [`${second}:production`] })).toMatchObject({ runId: RUN, ended: [expect.stringContaining(String(program))], also: [{ environment: 'production', project: second }] })
    const there = await open(second)
    expect(await problem(take(there, { environment: 'production', typedName: 'production' }))).toMatchObject({ code: 'not-held', message: expect.stringContaining(`run ${OTHER} was taken over before`) as string })
    expect((await stateOf(there.store, OTHER)).takeovers).toMatchObject([{ actor, reason: 'The laptop hangs', from: { pid: child.pid } }])
  })
})
