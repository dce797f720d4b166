import { describe, expect, it } from 'vitest'
import { isHeld } from '../lock/lock'
import { problem } from '../testing/problem'
import { overview } from '../views/overview'
import { hold } from './hold'
import { takeoversNoted } from './taken'
import { waitUntilFree } from './waiting'
import { RUN, actor, take, useHolders } from '../testing/holders'

const held = useHolders()
const { open, recorder } = held

describe('a program that holds an environment for something else than a run', () => {
  it('is named with what it does, kept clear of and waited for, also while it is paused', async () => {
    const child = await recorder()
    child.kill('SIGSTOP')
    const session = await open()
    const held = { pid: child.pid, user: session.actor.user, runId: null, work: 'recording a deployment', phase: null, here: false }
    expect((await overview(session, false, 0)).lanes.map((lane) => lane.holder)).toMatchObject([held, null])
    const refused = await problem(hold(session, 'staging', RUN, actor))
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
    expect([isHeld(held.project, 'staging'), await takeoversNoted(session, 'staging')]).toMatchObject([false, [{ runId: null, takeover: { actor, from: { pid: child.pid } } }]])
  })
})
