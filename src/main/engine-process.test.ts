import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createEngineProcess, type HostProcess } from './engine-process'
import type { FromHost, ToHost } from './wire'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

interface Fake extends HostProcess {
  readonly sent: ToHost[]
  says(message: FromHost): void
  dies(code: number): void
  killed: boolean
}

function fakeHost(): Fake {
  const listeners: ((message: FromHost) => void)[] = []
  const exits: ((code: number) => void)[] = []
  const fake: Fake = {
    sent: [],
    killed: false,
    post: (message) => void fake.sent.push(message),
    onMessage: (listener) => void listeners.push(listener),
    onExit: (listener) => void exits.push(listener),
    kill: () => void (fake.killed = true),
    says: (message) => listeners.forEach((listener) => listener(message)),
    dies: (code) => exits.forEach((exit) => exit(code))
  }
  return fake
}

function setUp() {
  const hosts: Fake[] = []
  const states: boolean[] = []
  const active: number[] = []
  const engine = createEngineProcess({
    fork: () => {
      const host = fakeHost()
      hosts.push(host)
      return host
    },
    told: () => undefined,
    activeChanged: (runs) => active.push(runs.length),
    stateChanged: (up) => states.push(up)
  })
  const host = (index: number): Fake => hosts[index]!
  return { engine, hosts, host, states, active }
}

test('a call made before the engine is up is sent once it is, and answered', async () => {
  const { engine, host } = setUp()
  const early = engine.call('doctor', { project: null })
  engine.start()
  expect(host(0).sent).toEqual([])
  host(0).says({ kind: 'ready' })
  expect(host(0).sent).toMatchObject([{ kind: 'call', id: 1, name: 'doctor' }])
  host(0).says({ kind: 'answer', id: 1, result: { ok: true, value: [] } })
  expect(await early).toEqual({ ok: true, value: [] })
})

test('when it dies, pending calls fail with the next action, and a new one watches and answers', async () => {
  const { engine, host, hosts, states, active } = setUp()
  engine.start()
  host(0).says({ kind: 'ready' })
  engine.watch('/p')
  host(0).says({ kind: 'active', runs: [{ project: '/p', runId: 'r' }] })
  const lost = engine.call('doctor', { project: null })
  host(0).dies(9)
  expect(await lost).toMatchObject({ ok: false, problem: { code: 'engine-died', next: expect.stringContaining('last confirmed step') } })
  expect([states, active]).toEqual([[true, false], [1, 0]])

  const between = engine.call('doctor', { project: null })
  vi.advanceTimersByTime(250)
  host(1).says({ kind: 'ready' })
  expect(host(1).sent.map(({ kind }) => kind)).toEqual(['watch', 'call'])
  host(0).says({ kind: 'answer', id: 2, result: { ok: true, value: ['of the dead'] } })
  host(1).says({ kind: 'answer', id: 2, result: { ok: true, value: [] } })
  expect(await between).toEqual({ ok: true, value: [] })
  expect(hosts).toHaveLength(2)
})

test('an engine that keeps dying is started less and less often, until it has lived', () => {
  const { engine, hosts, host } = setUp()
  engine.start()
  const rests = [250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000]
  rests.forEach((rest, index) => {
    host(index).dies(1)
    vi.advanceTimersByTime(rest - 1)
    expect(hosts).toHaveLength(index + 1)
    vi.advanceTimersByTime(1)
    expect(hosts).toHaveLength(index + 2)
  })
  host(rests.length).says({ kind: 'ready' })
  vi.advanceTimersByTime(31_000)
  host(rests.length).dies(1)
  vi.advanceTimersByTime(250)
  expect(hosts).toHaveLength(rests.length + 2)
})

test('stopping lets it close, starts nothing again, and refuses what comes after', async () => {
  const { engine, hosts, host } = setUp()
  engine.start()
  host(0).says({ kind: 'ready' })
  const stopped = engine.stop()
  expect(host(0).sent.at(-1)).toEqual({ kind: 'close' })
  host(0).says({ kind: 'closed' })
  await stopped
  expect(host(0).killed).toBe(true)
  host(0).dies(0)
  vi.advanceTimersByTime(60_000)
  expect(hosts).toHaveLength(1)
  expect(await engine.call('doctor', { project: null })).toMatchObject({ ok: false, problem: { code: 'engine-stopped' } })
})

test('an engine that dies while it is to close is not started again', async () => {
  const { engine, hosts, host } = setUp()
  engine.start()
  host(0).says({ kind: 'ready' })
  const stopped = engine.stop()
  host(0).dies(1)
  await stopped
  vi.advanceTimersByTime(60_000)
  expect(hosts).toHaveLength(1)
})

test('an engine that does not close is killed', async () => {
  const { engine, host } = setUp()
  engine.start()
  host(0).says({ kind: 'ready' })
  const stopped = engine.stop()
  await vi.advanceTimersByTimeAsync(3_000)
  await stopped
  expect(host(0).killed).toBe(true)
})
