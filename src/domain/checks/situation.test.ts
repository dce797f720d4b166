import { describe, expect, it } from 'vitest'
import { databaseKey, serviceKey, type Fact } from '../facts'
import { deployment, kinds, named, selecting } from '../testing/checks'
import { AT, manifest, serviceFact, shop, unknownFact } from '../testing/shop'

const problem = { code: 'x', message: 'It is damaged.', next: 'Choose another.' }

describe('dependents', () => {
  it('names who depends on the selection, without blocking', () => {
    expect(named('dependents', {}, selecting(['api']))[0]).toMatchObject({ passed: false, blocking: 'never', message: 'web depends on api and stays as now.' })
    expect(kinds(named('dependents', {}, selecting(['web'])))).toEqual(['passed'])
    expect(named('dependents')).toEqual([])
  })

  it('always blocks the restore of data that others use, then or today, and of no other data', () => {
    const restoring = selecting(['web'], { data: 'restore' })
    const usedBy = (users: readonly string[] | null): typeof shop => ({ ...shop, databases: shop.databases.map((database) => ({ ...database, usedBy: users })) })
    const found = (then: readonly string[] | null, today: readonly string[] | null): readonly string[] => kinds(named('dependents', {}, { ...restoring, manifest: { ...manifest, definition: usedBy(then) }, definition: usedBy(today) }))
    expect(found(null, null)).toEqual(['always'])
    expect(found(['web', 'api'], ['web'])).toEqual(['always'])
    expect(found(['web'], ['web', 'api'])).toEqual(['always'])
    expect(found(['web'], ['web'])).toEqual(['passed'])
    expect(found(['api'], ['api'])).toEqual(['passed'])
  })

  it('always blocks a service that is not there', () => {
    expect(named('dependents', {}, selecting(['wbe']))[0]).toMatchObject({ blocking: 'always', message: 'There is no service wbe.' })
  })
})

describe('the situation', () => {
  it('always blocks what nobody can tell, where the run touches it', () => {
    expect(kinds(named('observed', {}, {}, { [serviceKey('web')]: unknownFact }))).toEqual(['always'])
    expect(kinds(named('observed', {}, {}, { [databaseKey('main')]: unknownFact }))).toEqual(['always'])
    expect(kinds(named('observed', {}, selecting(['worker']), { [serviceKey('web')]: unknownFact }))).toEqual(['passed'])
    expect(kinds(named('observed'))).toEqual(['passed'])
  })

  it('tells what is down and what drifted, without blocking', () => {
    expect(kinds(named('down_now', {}, {}, { [serviceKey('web')]: serviceFact({ state: 'stopped' }) }))).toEqual(['never'])
    expect(kinds(named('down_now'))).toEqual(['passed'])
    expect(named('drift', { drift: ['web: runs v3', 'main: other schema'] })[0]).toMatchObject({ passed: false, blocking: 'never', evidence: [{ value: 'web: runs v3' }, { value: 'main: other schema' }] })
    expect(kinds(named('drift'))).toEqual(['passed'])
  })

  it('says of each service what is wrong with it, and of those alike once', () => {
    const stopped = serviceFact({ state: 'stopped' })
    const told = (detail: string): Fact => (stopped.known ? { ...stopped, seen: { ...stopped.seen, detail } } : stopped)
    const facts = { [serviceKey('web')]: told('stopped from here'), [serviceKey('api')]: told('its process ended'), [serviceKey('worker')]: told('stopped from here') }
    expect(named('down_now', {}, {}, facts)[0]).toMatchObject({ message: 'web and worker: stopped from here; api: its process ended' })
  })

  it('counts only what is known, and says what is not', () => {
    const facts = { [serviceKey('web')]: unknownFact, [serviceKey('api')]: unknownFact }
    expect(named('observed', {}, selecting(['worker']), facts)[0]).toMatchObject({ passed: true, message: '5 things were observed; web and api could not be, and are not touched' })
    expect(named('down_now', {}, selecting(['worker']), facts)[0]).toMatchObject({ passed: true, message: '1 service runs; web and api could not be observed' })
    expect(named('down_now', {}, selecting(['worker']), { ...facts, [serviceKey('worker')]: serviceFact({ state: 'stopped' }) })[0]).toMatchObject({ passed: false, message: 'worker: ; web and api could not be observed' })
  })

  it('never says that nothing drifted where nothing was compared', () => {
    expect(named('drift', { driftNotCompared: { sentence: 'nothing was captured with v2 to compare with', damaged: false } })[0]).toMatchObject({ passed: true, message: 'nothing was captured with v2 to compare with' })
    expect(named('drift', { driftNotCompared: { sentence: 'what was captured with v2 is damaged: nothing can be compared with it', damaged: true } })[0]).toMatchObject({ passed: false, blocking: 'never', message: 'What was captured with v2 is damaged: nothing can be compared with it.' })
    expect(named('drift', { driftUnknown: [serviceKey('web')] })[0]).toMatchObject({ passed: true, message: 'what could be compared is what was recorded; web could not be compared' })
    expect(named('drift', { drift: ['api: runs v3'], driftUnknown: [serviceKey('web')] })[0]?.message).toBe('api: runs v3; web could not be compared')
  })

  it('calls a history that somebody changed by its name', () => {
    expect(named('history_writable', { historyProblem: problem, historyBroken: true })[0]).toMatchObject({ blocking: 'always', headline: 'The history is not as it was written' })
    expect(named('history_writable', { historyProblem: problem })[0]).toMatchObject({ blocking: 'always', headline: 'The history cannot be written' })
  })

  it('asks about a captured commit that the record does not name, and only warns where that one was seen running', () => {
    const record = deployment('deploy-1', 'v1.0.0', { commit: '9956488'.padEnd(40, '0') })
    const other = { service: 'web', commit: '5d07be3'.padEnd(40, '0'), ran: true }
    expect(named('recorded_commit', { record })).toMatchObject([{ passed: true }])
    expect(named('recorded_commit', { record, otherCommits: [other] })).toMatchObject([{ passed: false, blocking: 'never' }])
    expect(named('recorded_commit', { record, otherCommits: [{ ...other, ran: false }] })).toMatchObject([{ blocking: 'unless-forced', message: 'The record of v1.0.0 names commit 9956488, but what was captured with it is 5d07be3 of web: that is what would be started.' }])
  })

  it('needs space, a history, no unfinished run and nothing tracked, whatever is forced', () => {
    expect(named('disk_space', { disk: { free: 1e9, needed: 2.3e9 } })[0]).toMatchObject({ blocking: 'always', message: '1.0 GB are free, a snapshot needs about 2.3 GB.' })
    expect(named('disk_space')[0]).toMatchObject({ passed: true, title: 'Space', message: '41 GB free for a snapshot of about 2.3 GB' })
    expect(kinds(named('history_writable', { historyProblem: problem }))).toEqual(['always'])
    const [unfinished] = named('unfinished_run', { unfinished: { runId: 'run-9', sentence: 'web is stopped.', holder: null, ways: ['resume', 'abandon'] } })
    expect(unfinished).toMatchObject({ blocking: 'always', passed: false })
    expect(unfinished?.remedies.map(({ action }) => action)).toEqual([{ kind: 'resume', runId: 'run-9' }, { kind: 'abandon', runId: 'run-9' }])
    const holder = { user: 'kim', host: 'laptop', pid: 7, since: AT, epoch: 3, runId: 'run-9', work: null, phase: 'stop', here: false, also: [] }
    const [driven] = named('unfinished_run', { unfinished: { runId: 'run-9', sentence: 'web is stopped.', holder, ways: [] } })
    expect(driven).toMatchObject({ blocking: 'always', message: 'Run run-9 goes on in staging: it is held by kim on laptop, in the phase stop.' })
    expect(driven?.remedies.map(({ action }) => action.kind)).toEqual(['wait', 'open', 'take-over'])
    expect(named('unfinished_run', { unfinished: { runId: 'run-9', sentence: '', holder: { ...holder, here: true }, ways: [] } })[0]?.remedies.map(({ action }) => action.kind)).toEqual(['wait', 'open'])
    expect(kinds(named('tracked_files', { trackedFiles: ['.deployments/backstep.db'] }))).toEqual(['always'])
    for (const name of ['history_writable', 'unfinished_run', 'tracked_files'] as const) expect(kinds(named(name))).toEqual(['passed'])
  })

  it('a run that is still to be undone is decided about first, unless forced', () => {
    const [owed] = named('unfinished_run', { owedUndo: { runId: 'run-9', sentence: 'The rollback to v1.0.0 failed and was to be undone; its undo has not begun.' } })
    expect(owed).toMatchObject({ blocking: 'unless-forced', message: 'Run run-9 in staging is still to be undone: The rollback to v1.0.0 failed and was to be undone; its undo has not begun.' })
    expect(owed?.remedies.map(({ action }) => action)).toEqual([{ kind: 'undo', runId: 'run-9', undoOwed: true }, { kind: 'abandon', runId: 'run-9', undoOwed: true }])
  })

  it('names what was not captured, one by one', () => {
    expect(named('not_captured', {}, { manifest: null, files: [] }).map(({ message, blocking }) => [message, blocking])).toEqual([
      ['Configuration was not captured with v1.0.0: .env.staging and config/web.json stay as they are.', 'never']
    ])
    expect(kinds(named('not_captured'))).toEqual(['passed'])
  })
})
