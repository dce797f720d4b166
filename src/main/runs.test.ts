import { expect, test } from 'vitest'
import { at, events, failed, fold, header, performed, problem, started } from '../domain/testing/run'
import type { AskedObserved, RunEvent, RunResult } from '../domain/run'
import type { RunView } from '../domain/views'
import { createRuns } from './runs'
import { fieldsOf, noticeOf } from './words'

const step = 'stop/web@local'
const result: RunResult = {
  outcome: 'done', asked: [], downtime: null, finishedAt: at(9), problem: null, rowsLost: null,
  result: {
    success: true, rollbackId: 'run-1', timestamp: at(9), rolledBackTo: { deploymentId: 'd', version: 'v', timestamp: at(0) },
    summary: { servicesRolledBack: 1, duration: 1, dataPreserved: true }, validation: { healthChecks: true, configValid: true, servicesRunning: 1 }, warnings: []
  }
}
const stopped = events([...performed('keep'), started(step), failed(step), { type: 'decision-needed', step, options: ['retry', 'stop'], problem }])
const ended = (outcome: RunResult['outcome']) => events([...performed('keep'), { type: 'run-finished', result: { ...result, outcome } }])

function setUp(view: RunView | null = null) {
  const notices: string[] = []
  const statuses: string[] = []
  const runs = createRuns({
    view: async () => view ?? Promise.reject(new Error('no such run')),
    statusChanged: ({ state }) => {
      statuses.push(state.status)
      notices.push(...[noticeOf(state) ?? []].flat().map(({ body }) => body))
    },
    changed: () => undefined,
    problem: (message) => notices.push(message)
  })
  const tell = (all: readonly RunEvent[]): void => runs.told({ name: 'run-events', payload: { project: '/p', events: all } })
  return { runs, notices, statuses, tell }
}

test('a run that waits needs somebody once, is active and not at work, and shows how far it is', () => {
  const { runs, notices, tell } = setUp()
  runs.activeChanged([{ project: '', runId: 'run-1' }])
  tell(stopped.slice(0, 3))
  expect(runs.atWork()).toHaveLength(1)
  tell(stopped)
  tell(stopped)
  const number = header().plan.steps.findIndex(({ id }) => id === step) + 1
  expect(notices).toEqual([`staging: step ${number} failed, waiting for you`])
  expect([runs.active().length, runs.atWork().length]).toEqual([1, 0])
  const progress = runs.progress()
  expect(progress?.waiting).toBe(true)
  expect(progress?.part).toBeGreaterThan(0)
  expect(progress?.part).toBeLessThan(1)
  runs.activeChanged([])
  expect(runs.progress()).toBe(null)
})

test('each status is told once, a replayed beginning and what comes after the end tell nothing, and what is kept of a run says how it ended', () => {
  const { statuses, tell } = setUp()
  tell(stopped)
  tell(stopped)
  expect(statuses).toEqual(['waiting'])
  const other = setUp()
  const all = ended('done')
  other.tell(all.slice(0, 1))
  other.tell(all)
  other.tell([...all.slice(-1), ...all])
  expect(other.statuses).toEqual(['running', 'finished'])
  expect(fieldsOf(fold(ended('done')))).toEqual({ runId: 'run-1', kind: 'full', environment: 'staging', version: 'v1.0.0', outcome: 'done' })
})

test.each([
  ['done', /^staging runs v[\d.]+; that it serves it is not proven$/],
  ['done-with-warnings', /look at the warnings$/],
  ['failed', /the way back is still open$/],
  ['stopped', /the way back is still open$/],
  ['abandoned', /marked as failed$/]
] as const)('a run that ended as %s says so', (outcome, words) => {
  const { notices, tell } = setUp()
  tell(ended(outcome))
  expect(notices).toHaveLength(1)
  expect(notices[0]).toMatch(words)
})

test('a run that proved what serves says that it does', () => {
  const { notices, tell } = setUp()
  const web: AskedObserved = { subject: 'web', kind: 'service', what: '', asked: 'v1.0.0', askedDetail: '', observed: 'v1.0.0', observedDetail: '', ok: true, proven: 'proven', proof: [] }
  tell(events([...performed('keep'), { type: 'run-finished', result: { ...result, asked: [web] } }]))
  expect(notices).toEqual(['staging serves v1.0.0'])
})

test('a run whose beginning was not heard is looked up', async () => {
  const state = { header: header(), status: 'waiting', seq: 40, steps: {}, snapshot: null, decision: { step: null, aborted: [], options: [], problem, since: at(1) }, takeovers: [], resumed: [], result: null } as const
  const view = { state, interrupted: false, band: { measured: false, total: null, downtime: null, parts: [] }, commands: {}, outputLines: 0, choices: [], stateSentence: '', holder: null, halted: null }
  const { runs, notices, tell } = setUp(view)
  runs.activeChanged([{ project: '/p', runId: 'run-1' }])
  tell(stopped.slice(-1))
  await expect.poll(() => notices).toEqual(['staging is waiting for you'])
  expect(runs.atWork()).toEqual([])
})

test('a run that cannot be looked up is only noted', async () => {
  const { notices, tell } = setUp()
  tell(stopped.slice(-1))
  await expect.poll(() => notices).toEqual(['no such run'])
})
