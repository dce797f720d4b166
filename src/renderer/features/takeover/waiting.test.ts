import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { untilFree, type WaitingSince } from './waiting'

const asked: { readonly input: unknown; readonly answer: (free: boolean) => void; readonly refuse: () => void }[] = []
let since: string | null = null
const kept: WaitingSince = { get: () => since, set: (next) => { since = next } }
const wait = (): Promise<boolean> => untilFree({ project: '/p', environment: 'staging' }, kept)
const next = (count: number) => vi.waitFor(() => {
  expect(asked).toHaveLength(count)
  return asked[count - 1]!
})

beforeEach(() => {
  asked.length = 0
  since = null
  vi.stubGlobal('window', { backstep: { call: (_: string, input: unknown) => new Promise((answer) => asked.push({
    input, answer: (free) => answer({ ok: true, value: { free } }), refuse: () => answer({ ok: false, problem: { code: 'engine-died', message: '', next: '' } })
  })) } })
})
afterEach(() => void vi.unstubAllGlobals())

it('asks again until it is free', async () => {
  const free = wait()
  expect(Date.parse(since ?? '')).not.toBeNaN()
  ;(await next(1)).answer(false)
  expect((await next(2)).input).toEqual({ project: '/p', environment: 'staging', wait: 20_000 })
  asked[1]?.answer(true)
  expect(await free).toBe(true)
  expect(since).toBeNull()
})

it('is one wait at a time, and can be given up', async () => {
  const given = wait()
  expect(await wait()).toBe(false)
  since = null
  asked[0]?.answer(true)
  expect(await given).toBe(false)
  expect(asked).toHaveLength(1)
})

it('ends where nobody answers: whoever waits looks anew, and is told', async () => {
  const free = wait()
  ;(await next(1)).refuse()
  expect(await free).toBe(true)
})
