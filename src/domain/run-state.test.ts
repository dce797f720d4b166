import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEvent, downtimeOf, phasesOf, progressOf, startState } from './run-state'
import { notUpAgain } from './situation'
import { at, events, failed, finished, fold, header, performed, plan, problem, snapshotVerified, started } from './testing/run'
import type { RunEventBody } from './run'

const actor = { user: 'oncall-1', host: 'desk' }
const asked: RunEventBody = { type: 'decision-needed', step: 'stop/web@local', options: ['retry', 'stop'], problem }
const story: readonly RunEventBody[] = [...performed('keep', 'dump', 'verify-snapshot'), snapshotVerified, ...performed('prepare', 'restore'), started('stop/web@local'), failed('stop/web@local'), asked]

describe('applyEvent', () => {
  it('begins with run-started, and only with it', () => {
    expect(fold(events([]))).toEqual(startState(header()))
    expect(() => applyEvent(null, events([snapshotVerified])[1]!)).toThrow('begins with run-started')
  })

  it('drops what it has seen, so that events may come twice and in any overlap', () => {
    const all = events(story)
    fc.assert(fc.property(fc.nat(all.length), fc.nat(all.length), (a, b) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)]
      expect(fold([...all.slice(0, to), ...all.slice(from)])).toEqual(fold(all))
    }))
    const state = fold(all)
    expect(applyEvent(state, all[3]!)).toBe(state)
  })

  it('tells a step from start to end, and its next attempt', () => {
    const failedState = fold(events(story))
    expect(failedState).toMatchObject({ status: 'waiting', decision: { step: 'stop/web@local', problem }, snapshot: { id: 'run-1' } })
    expect(failedState.steps['stop/web@local']).toMatchObject({ status: 'failed', attempt: 1, duration: 1000, problem })
    const retried = fold(events([...story, { type: 'decision-made', decision: 'retry', actor }, started('stop/web@local', 2), finished('stop/web@local')]))
    expect(retried).toMatchObject({ status: 'running', decision: null })
    expect(retried.steps['stop/web@local']).toMatchObject({ status: 'done', attempt: 2, problem: null })
  })

  it('ends with stop and undo, goes on with resume', () => {
    expect(fold(events([...story, { type: 'decision-made', decision: 'undo', actor }])).status).toBe('stopping')
    expect(fold(events([{ type: 'cancel-requested', actor }])).status).toBe('stopping')
    expect(fold(events([...story, { type: 'cancel-requested', actor }])).status).toBe('waiting')
    const resumed = fold(events([started('keep/config'), { type: 'cancel-requested', actor }, { type: 'run-resumed', actor, epoch: 2 }]))
    expect(resumed.status).toBe('running')
    expect(resumed.steps['keep/config']?.status).toBe('not-yet')
  })

  it('goes on after a step that was broken off, skipped, or taken as done', () => {
    const asking = fold(events([...story.slice(0, -2), { type: 'step-aborted', step: 'stop/web@local', evidence: { duration: 5 } }, { type: 'decision-needed', step: null, aborted: ['stop/web@local'], options: ['retry', 'stop'], problem }]))
    expect(asking.steps['stop/web@local']).toMatchObject({ status: 'not-yet', attempt: 1 })
    expect(asking.decision?.aborted).toEqual(['stop/web@local'])
    const skipped = fold(events([...story, { type: 'decision-made', decision: 'skip', actor }, { type: 'step-skipped', step: 'stop/web@local', actor }]))
    expect(skipped).toMatchObject({ status: 'running', decision: null })
    expect(skipped.steps['stop/web@local']).toMatchObject({ status: 'skipped', problem })
    expect(fold(events([started('write/.env.staging'), { type: 'step-taken-as-done', step: 'write/.env.staging', actor }])).steps['write/.env.staging']).toMatchObject({ status: 'done', evidence: { observed: expect.stringContaining('oncall-1') } })
  })

  it('remembers who took it over and who went on with it, and takes in what was confirmed anew', () => {
    const from = { user: 'kim', host: 'desk', pid: 7, since: at(0) }
    const extra = { ...plan.steps.find(({ id }) => id === 'start/web@local')!, id: 'start/mailer@local', title: 'Start mailer' }
    const state = fold(events([{ type: 'run-taken-over', actor, reason: 'paused', from, epoch: 2 }, { type: 'run-resumed', actor, epoch: 3, steps: [extra], hash: 'h' }]))
    expect(state.takeovers).toEqual([{ at: at(1), actor, reason: 'paused', from }])
    expect(state.resumed).toEqual([{ at: at(2), actor, hash: 'h' }])
    expect(state.steps['start/mailer@local']).toMatchObject({ status: 'not-yet' })
    expect(phasesOf(state).map(({ phase }) => phase)).toEqual(phasesOf(fold(events([]))).map(({ phase }) => phase))
    expect(state.header.plan.steps.map(({ id }) => id)).toContain('start/mailer@local')
  })
})

describe('phasesOf', () => {
  it('folds phases from their steps', () => {
    const phases = phasesOf(fold(events(story)))
    expect(phases.map(({ phase, status }) => `${phase} ${status}`)).toEqual(['snapshot done', 'prepare done', 'stop waiting', 'code not-yet', 'config not-yet', 'database not-yet', 'start not-yet', 'verify not-yet'])
    expect(phases[0]).toMatchObject({ startedAt: at(1), duration: 7000 })
    expect(phases[2]?.duration).toBeNull()
  })

  it('is running between two steps, failed when one failed', () => {
    expect(phasesOf(fold(events([started('keep/config'), finished('keep/config')])))[0]).toMatchObject({ status: 'running', duration: null })
    expect(phasesOf(fold(events([started('keep/config'), failed('keep/config')])))[0]).toMatchObject({ status: 'failed', duration: 1000 })
  })
})

describe('progress and downtime', () => {
  it('counts what is done', () => {
    expect(progressOf(fold(events(story)))).toEqual({ done: 8, total: plan.steps.length })
  })

  it('lasts from the first stop to the last start', () => {
    expect(downtimeOf(fold(events(performed('keep'))), at(99))).toBeNull()
    expect(downtimeOf(fold(events([...performed('stop')])), at(31))).toBe(30_000)
    const whole = events(performed('stop', 'link', 'write', 'swap', 'start', 'ready'))
    expect(downtimeOf(fold(whole), at(999))).toBe((whole.length - 2) * 1000)
  })

  it('names who was stopped and is not up again', () => {
    expect(notUpAgain(fold(events(performed('keep'))))).toEqual([])
    expect(notUpAgain(fold(events(performed('stop', 'link', 'write', 'swap', 'start'))))).toEqual(['web', 'api'])
    expect(notUpAgain(fold(events(performed('stop', 'link', 'write', 'swap', 'start', 'ready'))))).toEqual([])
  })

  it('is null where nothing is to start again', () => {
    const stopsOnly = { ...plan, steps: plan.steps.filter(({ phase }) => phase !== 'start') }
    expect(downtimeOf(fold(events(performed('stop'), header({ plan: stopsOnly }))), at(31))).toBeNull()
  })
})
