import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useNotices } from '../../stores/notices'
import { giveUp } from './give-up'

const call = vi.fn<(name: string, input: unknown) => Promise<unknown>>()
const said = (): readonly unknown[] => useNotices.getState().notices.map(({ text, tone }) => [text, tone])
const leave = (): Promise<boolean> => giveUp('/srv/shop', 'r1', 'Repaired by hand', 'The run in staging is left as it is.')

beforeEach(() => {
  useNotices.setState({ notices: [] })
  vi.stubGlobal('window', { backstep: { call } })
})
afterEach(() => void vi.unstubAllGlobals())

it('a run is given up with the reason, and the corner says so', async () => {
  call.mockResolvedValueOnce({ ok: true, value: null })
  expect(await leave()).toBe(true)
  expect(call).toHaveBeenCalledWith('run:abandon', { project: '/srv/shop', runId: 'r1', reason: 'Repaired by hand' })
  expect(said()).toEqual([['The run in staging is left as it is.', 'neutral']])
})

it('one that is not says why not', async () => {
  call.mockResolvedValueOnce({ ok: false, problem: { code: 'run-finished', message: 'Run r1 has ended already. Nothing was changed.', next: '' } })
  expect(await leave()).toBe(false)
  expect(said()).toEqual([['Run r1 has ended already. Nothing was changed.', 'failed']])
})
