import { describe, expect, it } from 'vitest'
import type { AskedObserved, Outcome, RunResult } from '../../domain/run'
import { headlineOf, resultLines } from './result'
import { paintWith } from './style'

const row = (subject: string, asked: string): AskedObserved =>
  ({ subject, kind: 'service', what: '', asked, askedDetail: '', observed: asked, observedDetail: '', ok: true, proven: 'proven', proof: [] })
// Only what a headline reads of a result.
const headline = (outcome: Outcome, ...asked: readonly AskedObserved[]): string =>
  headlineOf('staging', { outcome, asked, result: { rolledBackTo: { version: 'v1' } } } as unknown as RunResult)

describe('the first line of a result', () => {
  it('names the version that every service was asked for', () => {
    expect([headline('done', row('web', 'v1'), row('api', 'v1')), headline('done-with-warnings', row('web', 'v1'), row('api', 'stopped'))])
      .toEqual(['staging serves v1', 'staging went to v1, with something to look at: api does not run'])
  })
  it('names no version where an undo brought back another one, or several', () => {
    expect(headline('done', row('web', 'v1'), row('api', 'v0'))).toBe('staging serves what it did before that run')
    expect(headline('done-with-warnings', row('web', 'v2'))).toBe('staging serves what it did before that run, with something to look at')
    expect(headline('failed', row('web', 'v2'))).toBe('staging did not go to v1')
  })
})

it('tells a service and a database of one name apart', () => {
  // Only what the page reads of it.
  const result = { outcome: 'done', asked: [row('app', 'v1'), { ...row('app', 'restored'), kind: 'database' as const }], downtime: null, problem: null, rowsLost: null, result: { success: true, warnings: [], rolledBackTo: { version: 'v1' }, summary: { duration: 1, servicesRolledBack: 1, dataPreserved: true } } } as unknown as RunResult
  const lines = resultLines('run-1', 'staging', { result, undoneBy: null, cannotUndo: null }, 80, paintWith(false))
  expect(lines.filter((line) => line.includes('app')).map((line) => line.trim().replace(/ {2,}/g, ' | '))).toEqual(['✓ app | v1 | v1 | proven', '✓ database app | restored | restored'])
})
