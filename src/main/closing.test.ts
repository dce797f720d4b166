import { expect, test } from 'vitest'
import type { RunState } from '../domain/run'
import { createClosing } from './closing'
import { goingOf } from './words'

function setUp(count: number) {
  let active = Array.from({ length: count }, (_, i) => ({ project: '/p', runId: `r${i}`, waiting: false }))
  const did: string[] = []
  const closing = createClosing({
    runs: { active: () => active, atWork: () => active.filter(({ waiting }) => !waiting) },
    ask: (runs, again) => did.push(`${again ? 'renew' : 'ask'} ${runs.map(({ runId }) => runId).join(' ')}`),
    withdraw: () => did.push('withdraw'),
    hide: () => did.push('hide'),
    show: () => did.push('show'),
    reappear: () => did.push('reappear'),
    cancel: ({ runId }) => did.push(`cancel ${runId}`),
    leave: () => did.push('leave')
  })
  const change = (next: typeof active): void => {
    active = next
    closing.runsChanged()
  }
  return { closing, did, change, end: () => change([]), wait: () => change(active.map((run) => ({ ...run, waiting: true }))) }
}

test('without a run it leaves, once', () => {
  const { closing, did } = setUp(0)
  expect([closing.asked('close'), closing.asked('quit')]).toEqual([false, true])
  expect(did).toEqual(['leave'])
})

test('with a run it asks, and staying keeps everything', () => {
  const { closing, did, end } = setUp(2)
  expect(closing.asked('close')).toBe(false)
  closing.answer('stay')
  end()
  expect(did).toEqual(['show', 'ask r0 r1'])
})

test('the question goes when the runs are over before it is answered; the window stays, and a late answer does nothing', () => {
  const { closing, did, end } = setUp(1)
  closing.asked('quit')
  end()
  closing.answer('hide')
  expect(did).toEqual(['show', 'ask r0', 'withdraw'])
  expect(closing.asked('close')).toBe(false)
  expect(did.at(-1)).toBe('leave')
})

test('while it is asked, what it says is renewed when a run ends or waits, and only then', () => {
  const { closing, did, change, wait } = setUp(2)
  closing.asked('close')
  closing.runsChanged()
  wait()
  change([{ project: '/p', runId: 'r1', waiting: true }])
  expect(did).toEqual(['show', 'ask r0 r1', 'renew r0 r1', 'renew r1'])
})

test('hidden by the close button it comes back when the run is over', () => {
  const { closing, did, end } = setUp(1)
  closing.asked('close')
  closing.answer('hide')
  end()
  expect(did).toEqual(['show', 'ask r0', 'hide', 'reappear'])
})

test('hidden, it comes back when a run needs somebody, and then stays, also when quitting was asked', () => {
  const { closing, did, wait, end } = setUp(1)
  closing.asked('quit')
  closing.answer('hide')
  wait()
  end()
  expect(did).toEqual(['show', 'ask r0', 'hide', 'reappear'])
})

test('hidden by quitting it leaves when the run is over, unless it was shown again', () => {
  const hidden = setUp(1)
  hidden.closing.asked('quit')
  hidden.closing.answer('hide')
  hidden.end()
  expect(hidden.did.at(-1)).toBe('leave')

  const shown = setUp(1)
  shown.closing.asked('quit')
  shown.closing.answer('hide')
  shown.closing.shown()
  shown.end()
  expect(shown.did).not.toContain('leave')
})

test('stopping cancels what is at work and leaves when it has stopped or waits', () => {
  const { closing, did, wait } = setUp(2)
  closing.asked('quit')
  closing.answer('stop')
  expect(did).not.toContain('leave')
  wait()
  expect(did).toEqual(['show', 'ask r0 r1', 'cancel r0', 'cancel r1', 'leave'])
})

test('stopping a run that waits leaves it as it is', () => {
  const { closing, did, wait } = setUp(1)
  wait()
  closing.asked('close')
  closing.answer('stop')
  expect(did).toEqual(['show', 'ask r0', 'leave'])
})

test('quitting again while it stops asks again and still leaves', () => {
  const { closing, did, end } = setUp(1)
  closing.asked('quit')
  closing.answer('stop')
  closing.asked('quit')
  closing.answer('hide')
  end()
  expect(did.at(-1)).toBe('leave')
})

test('a run is named with its project also while nothing else is known of it', () => {
  const run = { project: '/srv/billing', runId: 'r0' }
  expect(goingOf(run, undefined, 'billing')).toEqual({ runId: 'r0', path: '/srv/billing', project: 'billing', environment: null, to: null, kind: 'Rollback', waits: false })
  const state = { status: 'waiting', header: { plan: { kind: 'undo', environment: 'staging', to: { version: 'v2' } } } } as unknown as RunState
  expect(goingOf(run, state, 'billing')).toMatchObject({ project: 'billing', environment: 'staging', to: 'v2', kind: 'Undo', waits: true })
})
