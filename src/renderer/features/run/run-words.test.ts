import { expect, it } from 'vitest'
import type { AskedObserved, Outcome, RunState } from '../../../domain/run'
import { at, events, fold, performed } from '../../../domain/testing/run'
import { markWords, runSentence, stopWords, toneOf } from './run-words'

const web: AskedObserved = { subject: 'web', kind: 'service', what: '', asked: 'v1.0.0', askedDetail: '', observed: 'v1.0.0', observedDetail: '', ok: true, proven: 'proven', proof: [] }
const ended = (outcome: Outcome, asked: readonly AskedObserved[]): RunState => fold(events([...performed('keep'), {
  type: 'run-finished', result: {
    outcome, asked, downtime: null, finishedAt: at(9), problem: null, rowsLost: null,
    result: {
      success: true, rollbackId: 'run-1', timestamp: at(9), rolledBackTo: { deploymentId: 'd', version: 'v', timestamp: at(0) },
      summary: { servicesRolledBack: 1, duration: 1, dataPreserved: true }, validation: { healthChecks: true, configValid: true, servicesRunning: 1 }, warnings: []
    }
  }
}]))

it('is green, and done without more, only where the result is: what serves is proven', () => {
  const words = (state: RunState): readonly string[] => [toneOf(state), runSentence(state, 'finished').replace(/, \d+ of \d+ steps$/, '')]
  expect(words(ended('done', [web]))).toEqual(['ok', 'Done'])
  expect(words(ended('done', [web, { ...web, subject: 'worker', proven: 'seen' }]))).toEqual(['warning', 'Done, not proven what serves'])
  expect(words(ended('done-with-warnings', [web]))).toEqual(['warning', 'Done, with warnings'])
  expect(words(ended('failed', [web]))).toEqual(['failed', 'Failed'])
})

it('promises an undo only where a snapshot was verified, and calls a run that was cancelled stopped', () => {
  const failed = fold(events([{ type: 'decision-needed', step: 'keep', options: ['retry', 'stop'], problem: { code: 'disk-full', message: 'The disk is full.', next: '' } }]))
  expect(stopWords(failed)).toEqual([expect.stringContaining('recorded as failed'), expect.stringContaining('nothing to undo')])
  const cancelled = fold(events([...performed('keep'), { type: 'decision-needed', step: null, options: ['retry', 'undo', 'stop'], problem: { code: 'cancelled', message: 'It was asked to stop.', next: '' } }]))
  const snapshot = { verifiedAt: at(3) } as unknown as NonNullable<RunState['snapshot']>
  expect(stopWords({ ...failed, snapshot })).toEqual([expect.stringContaining('recorded as failed'), expect.stringContaining('changed nothing that serves')])
  expect(stopWords({ ...cancelled, snapshot })).toEqual([expect.stringContaining('recorded as stopped'), expect.stringContaining('you can undo it later')])
  expect([
    markWords({ snapshot: false, undo: false, goOn: true }), markWords({ snapshot: true, undo: true, goOn: true }),
    markWords({ snapshot: true, undo: false, goOn: true }), markWords({ snapshot: true, undo: false, goOn: false })
  ]).toEqual(['there is nothing to undo', 'you can undo it later', 'changed nothing that serves', 'Its snapshot is gone'].map((words) => expect.stringContaining(words) as string))
})
