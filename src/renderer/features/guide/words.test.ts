import { describe, expect, it } from 'vitest'
import type { PreparedView } from '../../../domain/views'
import { blockWords, changedWords, confirmWords, dataWords, downWords, lossOf, planDifference, planTitle, refusedWords, rowsWords } from './words'

const band = (measured: boolean, down = true) =>
  ({ measured, total: measured ? 54_000 : null, downtime: measured && down ? 32_000 : null, parts: [{ phase: 'stop', title: 'Stop', from: 0, to: 1, down }] })
const stake = (rows: number, atLeast = false) => ({ rows, atLeast, perTable: [] })
function view(more: Partial<PreparedView> = {}, restore = false): PreparedView {
  const steps = restore ? [{ id: 'a', effect: 'changes' }, { id: 'b', effect: 'loses-data' }] : [{ id: 'a', effect: 'changes' }]
  // Only what the words are made of.
  return {
    plan: { steps, environment: 'staging', definition: { services: [] }, wanted: {} }, band: band(true), from: { version: 'v2' }, request: { environment: 'staging' },
    databases: [{ name: 'main', choice: restore ? 'restore' : 'keep', copy: null, atStake: stake(1240) }], ...more
  } as unknown as PreparedView
}

describe('data', () => {
  it('is kept, or lost with its rows', () => {
    expect(dataWords(view())).toEqual({ text: 'main kept', lost: false })
    expect(dataWords(view({}, true))).toEqual({ text: 'main restored, about 1,240 rows lost', lost: true })
    expect(dataWords(view({ databases: [] }))).toBeNull()
  })
  it('is counted "at least" where counting stopped, or not at all', () => {
    // Only what is counted of a database.
    const databases = [{ name: 'a', choice: 'restore', atStake: stake(5, true) }, { name: 'b', choice: 'restore', atStake: null }]
    expect(lossOf(view({ databases } as never, true))).toMatchObject({ rows: 5, atLeast: true })
    expect(rowsWords({ rows: 1, atLeast: true })).toBe('at least 1 row')
    expect(dataWords(view({ databases: [databases[1]] } as never, true))?.text).toBe('b restored, rows not counted')
  })
  it('names the cost on the button', () => {
    expect(confirmWords(view(), false)).toBe('Roll back')
    expect(confirmWords(view({}, true), true)).toBe('Undo and lose about 1,240 rows')
  })
})

describe('time', () => {
  it('is about, or not measured yet', () => {
    expect(downWords(view())).toBe('about 32 s down')
    expect(downWords(view({ band: band(false) as never }))).toBe('time down not measured yet')
    expect(downWords(view({ band: band(true, false) as never }))).toBe('nothing goes down')
    expect(planTitle(view())).toBe('1 step, about 54 s, services down for about 32 s')
    expect(planTitle(view({ band: band(false) }))).toBe('1 step, expected time not measured yet')
  })
  it('says who stays down, and then not that nothing goes down', () => {
    const plan = { steps: [{ id: 'stop' }], definition: { services: [{ name: 'worker', hosts: ['local'] }] }, wanted: { 'service:worker@local': { state: 'stopped' } } } as never
    expect(downWords(view({ plan, band: band(true, false) as never }))).toBe('worker stays down')
    expect(downWords(view({ plan }))).toBe('about 32 s down, worker stays down')
    expect(planTitle(view({ plan, band: band(true, false) as never }))).toBe('1 step, about 54 s, worker stays down')
  })
})

describe('changes since', () => {
  it('are named', () => expect(changedWords(['registry', 'services', 'registry'])).toBe('The registry and what runs changed since the plan was made'))
  it('say what became of the plan', () => {
    expect(planDifference(view(), view({}, true))).toBe('The new plan has 1 step more.')
    expect(planDifference(view({}, true), view())).toBe('The new plan has 1 step less.')
    expect(planDifference(view(), view())).toBe('Its steps are the same, what they rely on is not.')
    expect(planDifference(view(), view({ from: { deploymentId: 'd', version: 'v3' } }))).toBe('staging is recorded as v3 now, before it was v2.')
  })
})

it('counts what blocks', () => {
  expect(blockWords(1)).toBe('1 check blocks this rollback')
  expect(blockWords(2)).toBe('2 checks block this rollback')
})

it('says that nothing was changed where the checks refused, and nowhere that it is not known', () => {
  expect(refusedWords({ code: 'check-stoppable', message: 'web cannot be stopped.', next: 'Check again.' })).toBe('Nothing was changed. Check again.')
  expect(refusedWords({ code: 'check-stoppable', message: 'web cannot be stopped. The run that is undone was ended. Nothing else was changed.', next: 'Check again.' })).toBe('Check again.')
  expect(refusedWords({ code: 'engine-died', message: 'The engine stopped unexpectedly.', next: 'Ask again in a moment.' })).toBe('Ask again in a moment.')
})
