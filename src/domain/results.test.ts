import { describe, expect, it } from 'vitest'
import type { Check } from './check'
import { differences, substituteRun } from './differences'
import { leftDown } from './down'
import { serviceKey } from './facts'
import type { Fact, Observed } from './facts'
import type { Plan } from './plan'
import { makePlan } from './planner'
import { exitCodeOf, failureResult, noTargetSentence, resultOf, rowsLostBy } from './results'
import type { ResultInput } from './results'
import type { Finding, RunEventBody, RunResult } from './run'
import { at, events, failed, finished, fold, header, performed, plan, problem, snapshotVerified, started } from './testing/run'
import { AT, databaseFact, digest, foreignFact, given, manifest, serviceFact, unknownFact } from './testing/shop'
import { perform } from './testing/simulate'
import { stillToLookAt, verdictOf } from './verdict'

const runs = (subject: string): Finding => ({ ok: true, subject, kind: 'process', message: `${subject} runs, pid 7`, proof: [`${subject} runs`] })
const serves = (subject: string, more: Partial<Finding> = {}): Finding =>
  ({ ok: true, subject, kind: 'version', message: `${subject} serves v1.0.0`, proof: ['GET /version → "v1.0.0"'], wanted: 'v1.0.0', observed: 'v1.0.0', proven: 'proven', ...more })
const health = (subject: string, ok = true): Finding => ({ ok, subject, kind: 'health', message: `${subject} answers ${ok ? 200 : 500}`, proof: ['GET /health'] })

const before: readonly RunEventBody[] = [...performed('keep', 'dump', 'verify-snapshot'), snapshotVerified, ...performed('prepare', 'restore', 'stop', 'link', 'write', 'swap', 'start', 'ready')]
const verified = (web: readonly Finding[]): readonly RunEventBody[] => [
  started('verify/web'), finished('verify/web', web), started('verify/api'), finished('verify/api', [runs('api'), serves('api'), health('api')]),
  started('verify/worker'), finished('verify/worker', [runs('worker')]),
  started('verify/database:main'), finished('verify/database:main', [{ ok: true, subject: 'main', kind: 'database', message: 'written and read back', proof: ['schema as wanted'] }]),
  started('verify/config'), finished('verify/config', ['.env.staging', 'config/web.json'].map((subject) => ({ ok: true, subject, kind: 'config' as const, message: 'as wanted', proof: [`${subject} as wanted`] })))
]
const facts = perform(given().observed.facts, substituteRun(plan.steps, 'run-1'))
function ended(bodies: readonly RunEventBody[], more: Partial<ResultInput> = {}, changed: Readonly<Record<string, Fact>> = {}, run = header()): ResultInput {
  const observed = { environment: 'staging', at: AT, facts: { ...facts, ...changed } }
  const left = differences(observed.facts, substituteRun(plan.wanted, 'run-1'))
  return { state: fold(events(bodies, run)), observed, differences: left, how: 'done', problem: null, finishedAt: at(60), rowsLost: null, ...more }
}
const good = [...before, ...verified([runs('web'), serves('web'), health('web')])]

describe('a run that is done', () => {
  it('has the result of the spec', () => {
    const run = resultOf(ended(good))
    expect(run.outcome).toBe('done')
    expect(run.result).toEqual({
      success: true, rollbackId: 'run-1', timestamp: AT, rolledBackTo: { deploymentId: 'deploy-1', version: 'v1.0.0', timestamp: AT },
      summary: { servicesRolledBack: 3, duration: 60_000, dataPreserved: false },
      validation: { healthChecks: true, configValid: true, servicesRunning: 3 }, warnings: []
    })
    expect(exitCodeOf(run)).toBe(0)
    expect(run.downtime).toBeGreaterThan(0)
  })

  it('shows what was asked and what was observed', () => {
    const { asked } = resultOf(ended(good))
    expect(asked.map(({ subject, kind, observed, ok, proven }) => [subject, kind, observed, ok, proven])).toEqual([
      ['web', 'service', 'v1.0.0', true, 'proven'], ['api', 'service', 'v1.0.0', true, 'proven'], ['worker', 'service', 'v1.0.0', true, 'seen'],
      ['main', 'database', 'restored', true, 'proven'], ['Configuration', 'config', 'v1.0.0', true, 'proven']
    ])
    expect(asked[4]).toMatchObject({ what: '2 files', observedDetail: '2 of 2 files', proof: ['.env.staging as wanted', 'config/web.json as wanted'] })
    expect(asked[0]).toMatchObject({ what: 'fake, this machine', asked: 'v1.0.0' })
  })

  it('says what was lost, left and overridden, but not what was down before', () => {
    const check = (name: Check['name'], message: string, passed = false): Check => ({ name, id: name, title: '', passed, severity: 'warning', blocking: 'never', message, headline: '', detail: '', remedies: [], evidence: [] })
    const run = header({ plan: { ...plan, notes: ['config stays.'] }, checks: [check('schema_compatibility', 'A major version apart.'), check('down_now', 'web is down.'), check('drift', 'Fine.', true)] })
    expect(resultOf(ended(good, { rowsLost: 1243 }, {}, run)).result.warnings).toEqual(['1,243 rows written since the copy are no longer in the live database.', 'config stays.', 'A major version apart.'])
  })

  it('says what could not be done besides, and is done all the same', () => {
    expect(resultOf(ended(good, { besides: ['The disk is full: manifest.json could not be written.'] }))).toMatchObject({ outcome: 'done', result: { success: true, warnings: ['The disk is full: manifest.json could not be written.'] } })
  })
})

describe('a run that is done with warnings', () => {
  it('is a success with the right version and a failing health check', () => {
    const run = resultOf(ended([...before, ...verified([runs('web'), serves('web'), health('web', false)])]))
    expect(run).toMatchObject({ outcome: 'done-with-warnings', problem: null, result: { success: true, validation: { healthChecks: false, configValid: true }, warnings: ['web answers 500'] } })
    expect(exitCodeOf(run)).toBe(6)
  })

  it('is never green when the version is not proven, or nothing could be observed', () => {
    const run = resultOf(ended([...before, ...verified([runs('web'), serves('web', { ok: false, proven: 'not-proven', message: 'Nothing says which version web serves.' })])]))
    expect(run).toMatchObject({ outcome: 'done-with-warnings', result: { warnings: ['Nothing says which version web serves.'] } })
    expect(run.asked[0]).toMatchObject({ proven: 'not-proven', ok: false })
    expect(resultOf(ended(good, { observed: null, differences: [] }))).toMatchObject({ outcome: 'done-with-warnings', result: { warnings: ['What runs now could not be observed.'] } })
  })
})

describe('a run to what did not have a service running', () => {
  const target = { ...manifest, facts: { ...manifest.facts, [serviceKey('worker')]: serviceFact({ state: 'stopped', installed: 'commit:1' }) } }
  const down = makePlan(given({ manifest: target }))
  const later = makePlan(given({ manifest: { ...manifest, definition: { ...manifest.definition, services: manifest.definition.services.filter(({ name }) => name !== 'worker') } } }))
  const stopped = serviceFact({ state: 'stopped', installed: 'commit:1' })
  const bodiesOf = ({ steps }: Plan): readonly RunEventBody[] => steps.flatMap(({ id }) => [started(id), finished(id, id === 'verify/web' ? [runs('web'), serves('web')] : id === 'verify/api' ? [runs('api'), serves('api')] : [])])
  const result = (worker: Fact, plan = down) => {
    const observed = { environment: 'staging', at: AT, facts: { ...perform(given().observed.facts, substituteRun(plan.steps, 'run-1')), [serviceKey('worker')]: worker } }
    return resultOf({ state: fold(events(bodiesOf(plan), header({ plan }))), observed, differences: differences(observed.facts, substituteRun(plan.wanted, 'run-1')), how: 'done', problem: null, finishedAt: at(60), rowsLost: null })
  }
  it('is never green, and has the service among what was asked', () => {
    const run = result(stopped)
    expect([run.outcome, exitCodeOf(run)]).toEqual(['done-with-warnings', 6])
    expect(run.asked.find(({ subject }) => subject === 'worker')).toMatchObject({ asked: 'stopped', observed: 'stopped', ok: true, proven: 'not-proven' })
    expect(run.result.warnings).toEqual(['worker does not run: v1.0.0 did not have it running, so nothing starts it.'])
    expect(verdictOf({ header: header({ plan: down }), result: run })).toEqual({ tone: 'warning', sentence: 'staging serves v1.0.0, but worker does not run' })
  })
  it('is green where the service came later: that it does not run is what was asked for, and named', () => {
    const run = result(stopped, later)
    expect([run.outcome, exitCodeOf(run), run.result.warnings]).toEqual(['done', 0, []])
    expect(run.asked.find(({ subject }) => subject === 'worker')).toMatchObject({ asked: 'stopped', observed: 'stopped', ok: true, proven: 'proven' })
    expect(verdictOf({ header: header({ plan: later }), result: run })).toEqual({ tone: 'ok', sentence: 'staging serves v1.0.0' })
  })
  it('fails when a version answers for it all the same, and warns when something does', () => {
    const answering = (version: string | null): Fact => {
      const fact = foreignFact({ installed: 'commit:1' })
      return fact.known ? { ...fact, seen: { ...fact.seen, version } } : fact
    }
    for (const plan of [down, later]) {
      expect(result(answering('v2.0.0'), plan)).toMatchObject({ outcome: 'failed', problem: { message: 'worker was not to run, and v2.0.0 answers at http://127.0.0.1:4100 (process 4711), which was not started from here.' } })
      const run = result(answering(null), plan)
      expect([run.outcome, run.result.warnings]).toEqual(['done-with-warnings', ['worker was not to run, and something answers at http://127.0.0.1:4100 (process 4711), which was not started from here.']])
      expect(run.asked.find(({ subject }) => subject === 'worker')).toMatchObject({ asked: 'stopped', observed: 'answers', proven: 'not-proven' })
      expect(leftDown(run.asked)).toEqual([])
    }
  })
  it('fails when it runs all the same', () => expect(result(serviceFact({ installed: 'commit:1' }))).toMatchObject({ outcome: 'failed', problem: { message: 'worker is running.' } }))
})

describe('a run that failed', () => {
  it('fails when another version serves', () => {
    const run = resultOf(ended([...before, ...verified([runs('web'), serves('web', { ok: false, observed: 'v2.0.0', message: 'web serves v2.0.0.' })])]))
    expect(run).toMatchObject({ outcome: 'failed', problem: { code: 'not-as-wanted' }, result: { success: false } })
    expect(run.result.warnings[0]).toBe('web serves v2.0.0.')
    expect(exitCodeOf(run)).toBe(1)
  })

  it('fails when something is not as wanted, whatever the probes say', () => {
    const run = resultOf(ended(good, {}, { [serviceKey('web')]: serviceFact({ state: 'gone', installed: 'commit:1' }), [serviceKey('api')]: unknownFact }))
    expect(run.outcome).toBe('failed')
    expect(run.result.warnings.slice(0, 2)).toEqual(['web is no longer running.', 'api could not be observed: It does not answer.'])
    expect(run.result).toMatchObject({ summary: { servicesRolledBack: 1 }, validation: { servicesRunning: 1 } })
  })

  it('names once what differs in more than one way', () => {
    const other = serviceFact({ state: 'running', installed: 'commit:9', runs: null })
    const released = serviceFact({ installed: 'commit:9', runs: { release: 'commit:9', command: digest('web'), config: {}, data: {} } })
    const problemOf = (web: Fact): string | undefined => resultOf(ended(good, {}, { [serviceKey('web')]: web })).problem?.message
    expect(problemOf(other)).toBe('web does not run as planned: its release and what it was started with differ.')
    expect(problemOf(released)).toBe('web does not run as planned: its release, its command, its configuration and its database differ.')
  })

  it('gives the reason first, then the state of things', () => {
    const stopped = { [serviceKey('web')]: serviceFact({ state: 'stopped', installed: 'commit:1' }) }
    const run = resultOf(ended([...performed('keep', 'dump', 'verify-snapshot', 'prepare', 'restore', 'stop'), started('start/web@local'), failed('start/web@local')], { how: 'failed', problem }, stopped))
    expect(run).toMatchObject({ outcome: 'failed', problem, result: { success: false, validation: { healthChecks: false, configValid: false }, summary: { dataPreserved: true } } })
    expect(run.result.warnings.slice(0, 3)).toEqual(['Port 4100 is taken.', 'web is stopped.', 'Free it.'])
    expect(resultOf(ended(before, { how: 'abandoned', problem })).outcome).toBe('abandoned')
    expect(exitCodeOf(resultOf(ended(before, { how: 'stopped', problem })))).toBe(1)
  })

  const asking = (step: string, found: readonly Finding[] = []): readonly RunEventBody[] => [started(step), { ...failed(step), ...(found.length > 0 ? { findings: found } : {}) } as RunEventBody]
  const without = (...steps: readonly string[]): readonly RunEventBody[] => good.filter((body) => !('step' in body) || !steps.includes(body.step ?? ''))
  const rowOf = (run: RunResult, name: string) => run.asked.find(({ subject }) => subject === name)

  it('has a row for a service whose verification failed, with what it was asked and what it answered', () => {
    const other = serves('web', { ok: false, observed: 'v2.0.0', message: 'web serves v2.0.0, not v1.0.0' })
    const run = resultOf(ended([...without('verify/web'), ...asking('verify/web', [runs('web'), other])], { how: 'failed', problem: { ...problem, message: other.message } }))
    expect(rowOf(run, 'web')).toMatchObject({ asked: 'v1.0.0', observed: 'v2.0.0', observedDetail: 'web serves v2.0.0, not v1.0.0', ok: false })
    expect(stillToLookAt(run)).toEqual({ reason: 'web serves v2.0.0, not v1.0.0', warnings: [] })
  })

  it('has a row for what could not be looked at, of a service, a database and the configuration', () => {
    const run = resultOf(ended([...without('verify/web', 'verify/database:main', 'verify/config'), ...['verify/web', 'verify/database:main', 'verify/config'].flatMap((step) => asking(step))], { how: 'failed', problem }))
    expect(['web', 'main', 'Configuration'].map((name) => rowOf(run, name))).toMatchObject(Array.from({ length: 3 }, () => ({ observed: 'not known', observedDetail: 'Port 4100 is taken.', ok: false, proven: 'not-proven' })))
    expect(rowOf(run, 'Configuration')).toMatchObject({ what: '2 files' })
  })

  it('says of a database and a file what differs', () => {
    const bad = (subject: string, kind: Finding['kind'], message: string): Finding => ({ ok: false, subject, kind, message, proof: [] })
    const run = resultOf(ended([...without('verify/database:main', 'verify/config'), started('verify/database:main'), finished('verify/database:main', [bad('main', 'database', 'main cannot be written: disk I/O error')]), started('verify/config'), finished('verify/config', [bad('.env.staging', 'config', '.env.staging is not as wanted')])]))
    expect([rowOf(run, 'main'), rowOf(run, 'Configuration')]).toMatchObject([{ observed: 'differs', observedDetail: 'main cannot be written: disk I/O error', ok: false }, { observed: 'differs', observedDetail: '.env.staging is not as wanted', ok: false }])
  })

  it('names what was not looked at any more, and never says that all answered', () => {
    const run = resultOf(ended(without('verify/api', 'verify/database:main', 'verify/config'), { how: 'stopped', problem }))
    expect(run.result.warnings).toContain('Not looked at any more: api, database main and the configuration.')
    expect(stillToLookAt(run).reason).toBe('Port 4100 is taken.')
    const early = resultOf(ended(before, { how: 'stopped', problem: null }))
    expect([early.asked, stillToLookAt(early).reason]).toEqual([[], 'The rollback was stopped.'])
  })

  it('counts data as lost as soon as the step that loses it was started', () => {
    expect(resultOf(ended([started('swap/main')], { how: 'failed', problem })).result.summary.dataPreserved).toBe(false)
  })

  it('has empty strings when there was nothing to go back to', () => {
    const result = failureResult('run-1', AT, noTargetSentence('staging'), ['Record deployments.'])
    expect(result).toMatchObject({ success: false, rolledBackTo: { deploymentId: '', version: '', timestamp: '' }, warnings: ["No valid rollback target found for environment 'staging'", 'Record deployments.'] })
  })
})

describe('a verification that was skipped', () => {
  const actor = { user: 'oncall-1', host: 'desk' }
  const skippedWeb = (fact?: Fact) => resultOf(ended([...before, ...verified([runs('web'), serves('web')]).filter((body) => !('step' in body) || body.step !== 'verify/web'), started('verify/web'), failed('verify/web'), { type: 'step-skipped', step: 'verify/web', actor }], {}, fact ? { [serviceKey('web')]: fact } : {}))
  const asWanted = facts[serviceKey('web')] as Extract<Fact, { known: true }>
  const answering = (version: string, ok: boolean): Fact => ({ ...asWanted, seen: { ...asWanted.seen, probes: [{ ask: 'GET /version', kind: 'version', ok, message: version, version, took: 1, at: AT }] } } as Fact)

  it('is never green, and said', () => {
    const run = skippedWeb(answering('v1.0.0', true))
    expect(run).toMatchObject({ outcome: 'done-with-warnings', problem: null, result: { success: true } })
    expect(run.result.warnings).toContain('Not verified, by decision: Ask web what it serves.')
    expect(skippedWeb().result.warnings[0]).toMatch(/version of web is not proven/)
  })

  it('hides neither another version, nor a service that is down, nor what was found before nothing could be seen any more', () => {
    expect(skippedWeb(answering('v2.0.0', false))).toMatchObject({ outcome: 'failed', problem: { message: 'web serves v2.0.0, not v1.0.0' } })
    expect(skippedWeb(serviceFact({ state: 'gone', installed: 'commit:1' }))).toMatchObject({ outcome: 'failed', problem: { message: expect.stringContaining('web does not run') } })
    expect(skippedWeb(unknownFact)).toMatchObject({ outcome: 'failed', problem: { message: 'Port 4100 is taken.' } })
  })
})

describe('rows that went with a database', () => {
  const swapped = (evidence: { readonly rowsLost?: number; readonly atLeast?: true }): RunEventBody => ({ type: 'step-finished', step: 'swap/main', evidence: { duration: 1, ...evidence }, findings: [] })
  const seen = (fact: Fact): Observed => ({ environment: 'staging', at: AT, facts: { 'database:main': fact } })
  const lost = (rowsAtStake: number | null, end: RunEventBody | null, observed: Observed | null = null): number | null => {
    const steps = plan.steps.map((step) => (step.id === 'swap/main' ? { ...step, effect: 'loses-data' as const } : step))
    return rowsLostBy(fold(events([started('swap/main'), ...(end ? [end] : [])], header({ plan: { ...plan, steps }, rowsAtStake }))), observed)
  }
  it('are those that were there when it was swapped, not when the run began', () => {
    expect(lost(0, swapped({ rowsLost: 40 }))).toBe(40)
    expect(lost(9, swapped({ rowsLost: 3 }))).toBe(3)
  })
  it('are as counted before where it is not known, or may be more', () => {
    expect([lost(9, null), lost(9, swapped({})), lost(9, swapped({ rowsLost: 3, atLeast: true })), lost(null, null)]).toEqual([9, 9, 9, null])
    expect(lost(2, swapped({ rowsLost: 3, atLeast: true }))).toBe(3)
  })
  it('are none where the database of before is seen to be there still, and was never swapped', () => {
    const before = databaseFact('file:1:2')
    expect([lost(9, failed('swap/main'), seen(before)), lost(9, null, seen(before))]).toEqual([0, 0])
    expect([lost(9, failed('swap/main'), seen(databaseFact('copy:ab/run-1'))), lost(9, failed('swap/main'), seen(unknownFact)), lost(9, failed('swap/main'))]).toEqual([9, 9, 9])
    expect(lost(9, swapped({ rowsLost: 3 }), seen(before))).toBe(3)
  })
})
